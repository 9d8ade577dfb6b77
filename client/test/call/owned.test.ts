import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { KeyProviderEvent, type KeyInfo } from "livekit-client";
import { problemOf } from "../../src/call/input.ts";
import { EpochKeys, WIPE_MS } from "../../src/call/keys.ts";
import { Scope } from "../../src/call/scope.ts";
import { browserOf, checkSupport, type Globals } from "../../src/call/support.ts";
import type { MediaKey } from "../../src/crypto/contract.ts";

function material(): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", crypto.getRandomValues(new Uint8Array(32)), "HKDF", false, ["deriveBits", "deriveKey"]);
}

interface KeySet extends KeyInfo {
  readonly current: boolean;
}

function listening(): { keys: EpochKeys; sets: KeySet[] } {
  const keys = new EpochKeys();
  const sets: KeySet[] = [];
  keys.on(KeyProviderEvent.SetKey, (info, current) => sets.push({ ...info, current }));
  return { keys, sets };
}

async function epochKeys(...identities: string[]): Promise<MediaKey[]> {
  return Promise.all(identities.map(async (identity) => ({ identity, key: await material() })));
}

describe("media keys of the epochs", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("switch at once, the own one last, and have LiveKit do nothing by itself", async () => {
    const { keys, sets } = listening();
    keys.setEpoch(258, await epochKeys("me", "a"), "me");
    expect(sets.map((set) => [set.participantIdentity, set.keyIndex, set.current])).toEqual([
      ["a", 2, true],
      ["me", 2, true],
    ]);
    expect(keys.getLatestManuallySetKeyIndex()).toBe(2);
    expect(keys.getOptions()).toMatchObject({ keyringSize: 256, ratchetWindowSize: 0, failureTolerance: -1, keySize: 128, sharedKey: false });
  });

  it("are overwritten 10 s after their epoch, without becoming current, and are not posted again", async () => {
    const { keys, sets } = listening();
    const first = await epochKeys("me", "a");
    keys.setEpoch(1, first, "me");
    keys.setEpoch(2, await epochKeys("me"), "me");
    expect(keys.getKeys()).toHaveLength(3);
    vi.advanceTimersByTime(WIPE_MS);
    await vi.waitFor(() => {
      expect(sets).toHaveLength(5);
    });
    const wiped = sets.slice(3);
    expect(wiped.map((set) => [set.participantIdentity, set.keyIndex, set.current])).toEqual([
      ["a", 1, false],
      ["me", 1, false],
    ]);
    expect(first.map(({ key }) => key)).not.toContain(wiped[0]?.key);
    expect(keys.getKeys().map((info) => [info.participantIdentity, info.keyIndex])).toEqual([["me", 2]]);
    expect(keys.getLatestManuallySetKeyIndex()).toBe(2);
  });

  it("are not overwritten when their place holds a newer one", async () => {
    const { keys, sets } = listening();
    keys.setEpoch(1, await epochKeys("me"), "me");
    keys.setEpoch(2, await epochKeys("me"), "me");
    const newest = await epochKeys("me");
    keys.setEpoch(257, newest, "me");
    vi.advanceTimersByTime(WIPE_MS);
    await vi.waitFor(() => {
      expect(sets).toHaveLength(4);
    });
    expect(keys.getKeys()).toEqual([{ participantIdentity: "me", keyIndex: 1, key: newest[0]?.key }]);
  });

  it("are gone at the end", async () => {
    const { keys, sets } = listening();
    keys.setEpoch(1, await epochKeys("me"), "me");
    keys.setEpoch(2, await epochKeys("me"), "me");
    keys.end();
    vi.advanceTimersByTime(WIPE_MS * 2);
    expect(sets).toHaveLength(2);
    expect(keys.getKeys()).toEqual([]);
  });
});

describe("scope", () => {
  it("ends everything once, in reverse, also after one that fails", () => {
    const order: number[] = [];
    const scope = new Scope();
    scope.own(() => order.push(1));
    scope.own(() => {
      throw new Error("two");
    });
    scope.own(() => order.push(3));
    expect(() => {
      scope.end();
    }).toThrow("two");
    scope.end();
    scope.own(() => order.push(4));
    expect(order).toEqual([3, 1, 4]);
  });

  it("stops listening", () => {
    const target = new EventTarget();
    const heard = vi.fn();
    const scope = new Scope();
    scope.listen(target, "x", heard);
    target.dispatchEvent(new Event("x"));
    scope.end();
    target.dispatchEvent(new Event("x"));
    expect(heard).toHaveBeenCalledTimes(1);
  });
});

describe("device problems", () => {
  it("have one of four names", () => {
    const named = (name: string): string => problemOf(new DOMException("", name));
    expect(["NotAllowedError", "NotFoundError", "OverconstrainedError", "NotReadableError", "OperationError"].map(named)).toEqual([
      "refused",
      "missing",
      "missing",
      "in_use",
      "failed",
    ]);
    expect(problemOf("text")).toBe("failed");
  });
});

describe("support", () => {
  const all: Globals = {
    isSecureContext: true,
    RTCPeerConnection: {},
    RTCRtpSender: { prototype: { createEncodedStreams: null } },
    Worker: {},
    indexedDB: {},
    crypto,
    navigator: { userAgent: "", mediaDevices: {} },
  };

  it("is what was found, not what the version says", async () => {
    expect((await checkSupport(all)).missing).toEqual([]);
    const script: Globals = { ...all, RTCRtpSender: { prototype: {} }, RTCRtpScriptTransform: {} };
    expect((await checkSupport(script)).missing).toEqual([]);
  });

  it("names what is missing", async () => {
    const nothing: Globals = { isSecureContext: false, navigator: { userAgent: "" } };
    expect((await checkSupport(nothing)).missing).toEqual([
      "secure_context",
      "webrtc",
      "devices",
      "workers",
      "indexed_db",
      "frame_encryption",
      "signatures",
      "key_exchange",
      "key_derivation",
    ]);
    expect((await checkSupport({ ...all, RTCRtpSender: { prototype: {} } })).missing).toEqual(["frame_encryption"]);
  });

  it("knows browsers by name", () => {
    const gecko = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";
    const edge = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36 Edg/138.0.1.2";
    const safari = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.6 Safari/605.1.15";
    expect(browserOf(gecko)).toEqual({ name: "Firefox", version: "128.0", needs: "130" });
    expect(browserOf(edge)).toMatchObject({ name: "Edge", version: "138.0.1.2" });
    expect(browserOf(safari)).toMatchObject({ name: "Safari", version: "16.6", needs: "17.2" });
    expect(browserOf("curl/8")).toEqual({ name: null, version: null, needs: null });
  });
});
