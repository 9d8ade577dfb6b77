import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Person } from "../../src/crypto/contract.ts";
import { CHANGED_MS, EncryptionState } from "../../src/call/encryption.ts";
import { Asker, Limited } from "../../src/call/keyframes.ts";
import { isDecrypted } from "../../src/call/cipher.ts";
import { Shares } from "../../src/call/shares.ts";
import { QUIET_MS, Steady } from "../../src/call/steady.ts";
import { GRACE_MS, Strangers } from "../../src/call/strangers.ts";
import { Tiles, type Presence, type TileSources } from "../../src/call/tiles.ts";

function person(identity: string, more: Partial<Person> = {}): Person {
  return { identity, leaf: 0, name: identity.toUpperCase(), self: false, creator: false, moderator: false, presence: "here", heard: true, ...more };
}

function sources(people: readonly Person[], more: Partial<TileSources> = {}): TileSources {
  const none = { sharing: new Set<string>(), speaking: () => false, weak: () => false };
  return { people, others: new Map(), own: { microphone: false, video: false }, hands: [], strangers: [], ...none, ...more };
}

function presence(identity: string, more: Partial<Presence> = {}): [string, Presence] {
  return [identity, { identity, microphone: false, video: false, shares: false, screen: false, ...more }];
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("tiles", () => {
  it("keep the order of arrival, oneself last, strangers before oneself", () => {
    const tiles = new Tiles();
    tiles.update(sources([person("b", { leaf: 1 }), person("me", { leaf: 0, self: true })]));
    const later = tiles.update(
      sources([person("a", { leaf: 0 }), person("b", { leaf: 1 }), person("me", { leaf: 3, self: true })], { strangers: ["x", "b"] }),
    );
    expect(later.map((tile) => tile.identity)).toEqual(["b", "a", "x", "me"]);
    expect(later[2]).toMatchObject({ state: "not_in_group", video: false, microphone: false, name: null });
  });

  it("are the same objects while nothing changes", () => {
    const tiles = new Tiles();
    const before = tiles.update(sources([person("a"), person("me", { self: true })]));
    expect(tiles.update(sources([person("a"), person("me", { self: true })]))).toBe(before);
    const after = tiles.update(sources([person("a"), person("me", { self: true })], { hands: ["a"] }));
    expect(after).not.toBe(before);
    expect(after[0]).toMatchObject({ hand: 0 });
    expect(after[1]).toBe(before[1]);
  });

  it("say who is joining and who is away, and show media only of those the render lets through", () => {
    const others = new Map([presence("a", { microphone: true, video: true })]);
    const people = [person("a"), person("b", { name: null }), person("c", { presence: "away" }), person("me", { self: true })];
    const [a, b, c, me] = new Tiles().update(sources(people, { others, own: { microphone: true, video: false } }));
    expect(a).toMatchObject({ state: "here", microphone: true, video: true });
    expect(b).toMatchObject({ state: "joining", video: false });
    expect(c).toMatchObject({ state: "reconnecting" });
    expect(me).toMatchObject({ microphone: true, video: false, self: true });
  });
});

describe("encryption badge", () => {
  it("falls back from compared when somebody joins, learns the name later, and settles", () => {
    let now = 1000;
    const badge = new EncryptionState(() => now);
    expect(badge.current).toEqual({ state: "setting_up" });
    badge.epoch(true, ["me"], [], []);
    expect(badge.current).toEqual({ state: "on" });
    badge.compared(true);
    expect(badge.current).toEqual({ state: "compared" });
    badge.epoch(false, ["t"], [], []);
    expect(badge.current).toEqual({ state: "changed", change: "joined", name: null, since: 1000 });
    badge.roster([person("t", { name: "Tomás" })]);
    expect(badge.current).toMatchObject({ name: "Tomás", since: 1000 });
    badge.settle();
    expect(badge.current.state).toBe("changed");
    now += CHANGED_MS;
    badge.settle();
    expect(badge.current).toEqual({ state: "on" });
  });

  it("names who left, and stays different until the next epoch", () => {
    const badge = new EncryptionState(() => 5);
    badge.epoch(true, [], [], []);
    badge.compared(false);
    badge.roster([]);
    badge.settle();
    expect(badge.current).toEqual({ state: "differ" });
    badge.epoch(false, [], [{ identity: "a", name: "Ada" }], []);
    expect(badge.current).toEqual({ state: "changed", change: "left", name: "Ada", since: 5 });
  });
});

describe("attach rule", () => {
  const marked = { lk_e2ee: true, lk_e2ee_track_id: "id", readableStream: {} };
  const allowed = (isEncrypted: boolean, receiver: object | undefined): boolean =>
    isDecrypted({ isEncrypted }, { receiver: receiver as RTCRtpReceiver | undefined, mediaStreamID: "id" });

  it("wants the word, the mark of this track and the way through the worker", () => {
    expect(allowed(true, marked)).toBe(true);
    expect(allowed(true, { lk_e2ee: true, lk_e2ee_track_id: "id", transform: {} })).toBe(true);
    expect(allowed(false, marked)).toBe(false);
    expect(allowed(true, undefined)).toBe(false);
    expect(allowed(true, {})).toBe(false);
    expect(allowed(true, { ...marked, lk_e2ee: false })).toBe(false);
    expect(allowed(true, { ...marked, lk_e2ee_track_id: "before" })).toBe(false);
    expect(allowed(true, { lk_e2ee: true, lk_e2ee_track_id: "id", transform: null })).toBe(false);
    expect(allowed(true, { lk_e2ee: true, lk_e2ee_track_id: "id" })).toBe(false);
  });
});

describe("strangers", () => {
  it("are told after the grace, unless their leaf came", () => {
    const changed = vi.fn();
    const strangers = new Strangers(changed);
    strangers.update(["a", "x"], new Set());
    vi.advanceTimersByTime(GRACE_MS - 1);
    strangers.update(["a", "x"], new Set(["a"]));
    expect(strangers.list).toEqual([]);
    vi.advanceTimersByTime(2);
    expect(strangers.list).toEqual(["x"]);
    expect(changed).toHaveBeenCalledTimes(1);
    strangers.update(["a"], new Set(["a"]));
    expect(strangers.list).toEqual([]);
  });
});

describe("shared screens", () => {
  const three = [person("a"), person("b"), person("me", { self: true })];

  it("keep the order in which they began, the newest last, whatever the order of people is", () => {
    const shares = new Shares();
    const one = shares.update(three, new Map([presence("b", { shares: true })]), false);
    expect(one).toEqual([{ identity: "b", name: "B", self: false, video: false }]);
    const two = shares.update(three, new Map([presence("a", { shares: true, screen: true }), presence("b", { shares: true })]), true);
    expect(two.map((share) => share.identity)).toEqual(["b", "a", "me"]);
    expect(two[0]).toBe(one[0]);
    expect(two[1]).toMatchObject({ video: true });
    expect(two[2]).toMatchObject({ self: true, video: false });
    const three_ = shares.update(three, new Map([presence("a", { shares: true, screen: true })]), true);
    expect(three_.map((share) => share.identity)).toEqual(["a", "me"]);
    expect(shares.update(three, new Map([presence("a", { shares: true, screen: true })]), true)).toBe(three_);
  });

  it("are those of people in the group only, and never more than said because a track is there", () => {
    const shares = new Shares();
    expect(shares.update(three, new Map([presence("ghost", { shares: true, screen: true })]), false)).toEqual([]);
    expect(shares.update(three, new Map([presence("me", { shares: true, screen: true })]), false)).toEqual([]);
  });
});

describe("speaking", () => {
  it("comes at once and outlasts a pause", () => {
    const changed = vi.fn();
    const speaking = new Steady(changed, QUIET_MS);
    speaking.update(new Set(["a"]));
    expect(speaking.has("a")).toBe(true);
    speaking.update(new Set());
    vi.advanceTimersByTime(QUIET_MS - 1);
    speaking.update(new Set(["a"]));
    vi.advanceTimersByTime(QUIET_MS * 2);
    expect(speaking.has("a")).toBe(true);
    expect(changed).toHaveBeenCalledTimes(1);
    speaking.update(new Set());
    vi.advanceTimersByTime(QUIET_MS);
    expect(speaking.has("a")).toBe(false);
    expect(changed).toHaveBeenCalledTimes(2);
  });
});

describe("key frames", () => {
  it("are forced at once, then at most one in the time, the last wish not forgotten", () => {
    const act = vi.fn();
    const limited = new Limited(act, 200);
    for (let i = 0; i < 5; i++) limited.run();
    expect(act).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(200);
    expect(act).toHaveBeenCalledTimes(2);
    vi.advanceTimersByTime(1000);
    expect(act).toHaveBeenCalledTimes(2);
    limited.run();
    expect(act).toHaveBeenCalledTimes(3);
    limited.stop();
  });

  it("are asked for with growing pauses, per person", () => {
    let now = 0;
    const sent: [string, number][] = [];
    const asker = new Asker((identity) => sent.push([identity, now]), () => now);
    for (; now < 10_000; now += 10) asker.ask("a");
    const times = sent.map(([, at]) => at);
    expect(times.length).toBeLessThan(12);
    expect(times.slice(1, 4).every((at, i) => at - (times[i] ?? 0) >= 120)).toBe(true);
    asker.ask("b");
    expect(sent.at(-1)).toEqual(["b", 10_000]);
    now += 6000;
    asker.ask("a");
    now += 200;
    asker.ask("a");
    expect(sent.slice(-2)).toEqual([["a", 16_000], ["a", 16_200]]);
  });
});
