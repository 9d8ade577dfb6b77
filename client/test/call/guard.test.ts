import fc from "fast-check";
import type { E2EEWorkerMessage, ScriptTransformOptions } from "livekit-client";
import { describe, expect, it } from "vitest";
import { Guard, reportOf } from "../../src/call/guard.ts";

const ME = "own-identity";
const OTHER = "another-identity";

function pinned(): Guard {
  const guard = new Guard();
  guard.pin(ME);
  return guard;
}

function media(kind: "encode" | "decode", participantIdentity: string, trackId = "track"): E2EEWorkerMessage {
  return {
    kind,
    data: {
      participantIdentity,
      trackId,
      readableStream: new ReadableStream(),
      writableStream: new WritableStream(),
      codec: "h264",
      hasPacketTrailer: true,
      packetTrailer: { timestamp: true },
    },
  };
}

function passed(guard: Guard, message: E2EEWorkerMessage): E2EEWorkerMessage {
  const verdict = guard.judge(message);
  if (verdict.act !== "pass") throw new Error(verdict.act);
  return verdict.message;
}

function trackIdOf(message: E2EEWorkerMessage): string {
  if (message.kind !== "encode" && message.kind !== "decode" && message.kind !== "updateCodec" && message.kind !== "removeTransform") {
    throw new Error(message.kind);
  }
  return message.data.trackId;
}

describe("the pinned identity", () => {
  it("is the first one and stays", () => {
    const guard = new Guard();
    expect(guard.pin(ME)).toBe(true);
    expect(guard.pin(ME)).toBe(true);
    expect(guard.pin(OTHER)).toBe(false);
    expect(guard.pinned).toBe(ME);
  });

  it("is the only one that sends, on both ways in", () => {
    fc.assert(
      fc.property(fc.string(), (identity) => {
        const guard = pinned();
        const options: ScriptTransformOptions = { kind: "encode", participantIdentity: identity, trackId: "t", hasPacketTrailer: false };
        expect(guard.judge(media("encode", identity)).act).toBe(identity === ME ? "pass" : "refuse");
        expect(guard.transform(options) === "refuse").toBe(identity !== ME);
      }),
    );
    expect(pinned().judge(media("encode", ME)).act).toBe("pass");
  });

  it("is needed before anything is sent or received", () => {
    const guard = new Guard();
    expect(guard.judge(media("encode", ME)).act).toBe("refuse");
    expect(guard.judge(media("decode", OTHER)).act).toBe("drop");
    expect(guard.transform({ kind: "encode", participantIdentity: ME, trackId: "t", hasPacketTrailer: false })).toBe("refuse");
    expect(guard.transform({ kind: "decode", participantIdentity: OTHER, trackId: "t", hasPacketTrailer: false })).toBe("drop");
  });
});

describe("what a server can have LiveKit say", () => {
  it("never switches encryption off", () => {
    const message = passed(pinned(), { kind: "enable", data: { participantIdentity: OTHER, enabled: false } });
    expect(message).toEqual({ kind: "enable", data: { participantIdentity: OTHER, enabled: true } });
  });

  it("brings no frames of its own, no ratchet, no log level", () => {
    const guard = pinned();
    expect(guard.judge({ kind: "setSifTrailer", data: { trailer: new Uint8Array(4) } }).act).toBe("drop");
    expect(guard.judge({ kind: "ratchetRequest", data: { participantIdentity: ME } }).act).toBe("drop");
    expect(guard.judge({ kind: "setLogLevel" } as unknown as E2EEWorkerMessage).act).toBe("drop");
  });

  it("adds no metadata outside the encryption and names no other codec for what we send", () => {
    const sent = passed(pinned(), media("encode", ME));
    expect(sent.data).toMatchObject({ codec: "vp8", hasPacketTrailer: false, packetTrailer: {} });
    expect(passed(pinned(), media("decode", OTHER)).data).toMatchObject({ hasPacketTrailer: false });
    const map = passed(pinned(), { kind: "setRTPMap", data: { participantIdentity: ME, map: new Map([[96, "h264"], [97, "vp9"]]) } });
    expect(map.data).toMatchObject({ map: new Map([[96, "vp8"], [97, "vp8"]]) });
    expect(pinned().judge({ kind: "setRTPMap", data: { participantIdentity: OTHER, map: new Map() } }).act).toBe("drop");
  });

  it("cannot reach our sending track through a receiving one of the same id", () => {
    const text = fc.string({ maxLength: 12 });
    fc.assert(
      fc.property(text, text, text, (own, theirs, previous) => {
        const guard = pinned();
        const sending = trackIdOf(passed(guard, media("encode", ME, own)));
        const codec: E2EEWorkerMessage = {
          kind: "updateCodec",
          data: { participantIdentity: OTHER, trackId: theirs, previousTrackId: previous, hasPacketTrailer: true },
        };
        const moved = passed(guard, codec);
        if (moved.kind !== "updateCodec") throw new Error(moved.kind);
        const reached = [
          trackIdOf(passed(guard, media("decode", OTHER, theirs))),
          trackIdOf(passed(guard, { kind: "removeTransform", data: { participantIdentity: OTHER, trackId: theirs } })),
          moved.data.trackId,
          moved.data.previousTrackId,
        ];
        expect(reached).not.toContain(sending);
      }),
    );
  });

  it("cannot have our own identity received or removed", () => {
    const guard = pinned();
    expect(guard.judge(media("decode", ME)).act).toBe("drop");
    expect(guard.judge({ kind: "removeTransform", data: { participantIdentity: ME, trackId: "t" } }).act).toBe("drop");
    expect(guard.transform({ kind: "decode", participantIdentity: ME, trackId: "t", hasPacketTrailer: false })).toBe("drop");
  });

  it("keeps a receiving pipe's ids together when it is given to another track", () => {
    const guard = pinned();
    const first = trackIdOf(passed(guard, media("decode", OTHER, "a")));
    const moved = passed(guard, {
      kind: "updateCodec",
      data: { participantIdentity: "third", trackId: "b", previousTrackId: "a", hasPacketTrailer: false },
    });
    expect(moved.data).toMatchObject({ previousTrackId: first, participantIdentity: "third" });
    const own = passed(guard, { kind: "updateCodec", data: { participantIdentity: ME, trackId: "a", codec: "h264", hasPacketTrailer: true } });
    expect(own.data).toMatchObject({ codec: "vp8", hasPacketTrailer: false, trackId: trackIdOf(passed(guard, media("encode", ME, "a"))) });
  });

  it("gets no data through a data channel", () => {
    const data = { uuid: "u", payload: new Uint8Array(1), participantIdentity: ME };
    expect(pinned().judge({ kind: "encryptDataRequest", data })).toEqual({ act: "deny", uuid: "u" });
    const decrypt = { ...data, iv: new Uint8Array(12), keyIndex: 0 };
    expect(pinned().judge({ kind: "decryptDataRequest", data: decrypt })).toEqual({ act: "deny", uuid: "u" });
  });

  it("drops every kind it does not know", () => {
    fc.assert(
      fc.property(fc.string(), fc.jsonValue(), (kind, data) => {
        fc.pre(!KNOWN.has(kind));
        expect(pinned().judge({ kind, data } as unknown as E2EEWorkerMessage).act).toBe("drop");
      }),
    );
  });
});

const KNOWN = new Set("init enable encode decode updateCodec removeTransform setRTPMap setKey encryptDataRequest decryptDataRequest".split(" "));

describe("what LiveKit's worker may tell", () => {
  it("names nobody, but whose frame was lost", () => {
    expect(reportOf({ kind: "error", data: { error: new Error("x"), participantIdentity: OTHER } }, ME)).toEqual({
      tell: "undecryptable",
      identity: OTHER,
    });
    expect(reportOf({ kind: "log", data: { level: "warn", msg: "set participant sender key" } }, ME)).toEqual({ tell: "nothing" });
    expect(reportOf({ kind: "enable", data: { participantIdentity: OTHER, enabled: true } }, ME)).toEqual({ tell: "nothing" });
    expect(reportOf({ kind: "enable", data: { participantIdentity: ME, enabled: true } }, ME)).toEqual({ tell: "pass" });
  });

  it("says when our own encryption failed", () => {
    expect(reportOf({ kind: "error", data: { error: new Error("x"), participantIdentity: ME } }, ME)).toEqual({ tell: "broken" });
    expect(reportOf({ kind: "log", data: { level: "error", msg: "error while encrypting" } }, ME)).toEqual({ tell: "broken" });
  });
});
