import { describe, expect, it } from "vitest";

import { type CallState, START, type Tile } from "../../src/call/state.ts";
import { newsOf } from "../../src/room/announcements.ts";
import type { Words } from "../../src/ui/words.ts";

const t: Words = (id, given) => (given === undefined ? id : `${id} ${Object.values(given).join(" ")}`);
const self: Tile = { identity: "me", name: "Ada", self: true, creator: false, moderator: false, state: "here", microphone: true, video: true, speaking: false, shares: false, weak: false, hand: null };
const room: CallState = { ...START, phase: "room", tiles: [self], encryption: { state: "on" } };

describe("news", () => {
  it("says that one is next once, also when somebody before has gone", () => {
    const second = { ...room, hands: ["other", "me"] };
    const next = { ...room, hands: ["me"] };
    expect(newsOf(room, second, t)).toBeNull();
    expect(newsOf(second, next, t)).toBe("room-next");
    expect(newsOf(next, { ...next, people: 3 }, t)).toBeNull();
    expect(newsOf(room, { ...room, hands: ["other"] }, t)).toBeNull();
  });

  it("names who joined as soon as the name is known, once", () => {
    const unnamed: CallState = { ...room, encryption: { state: "changed", change: "joined", name: null, since: 1 } };
    const named: CallState = { ...room, encryption: { state: "changed", change: "joined", name: "Bo", since: 1 } };
    expect(newsOf(room, unnamed, t)).toBeNull();
    expect(newsOf(unnamed, named, t)).toBe("room-joined Bo");
    expect(newsOf(named, { ...named, people: 4 }, t)).toBeNull();
    const left: CallState = { ...room, encryption: { state: "changed", change: "left", name: "Bo", since: 2 } };
    expect(newsOf(named, left, t)).toBe("room-left Bo");
    const unknown: CallState = { ...room, encryption: { state: "changed", change: "left", name: null, since: 3 } };
    expect(newsOf(left, unknown, t)).toBe("badge-changed-left-unnamed");
  });

  it("says who shares a screen and who has stopped, of others only", () => {
    const share = { identity: "bo", name: "Bo", self: false, video: false };
    const shared = { ...room, shares: [share] };
    expect(newsOf(room, shared, t)).toBe("share-begun Bo");
    expect(newsOf(shared, { ...shared, shares: [{ ...share, video: true }] }, t)).toBeNull();
    expect(newsOf(shared, room, t)).toBe("share-ended Bo");
    expect(newsOf(room, { ...room, shares: [{ ...share, identity: "me", self: true }] }, t)).toBeNull();
  });

  it("says who types instead of speaking, also before their name is known", () => {
    const typing = { identity: "bo", id: "1", text: "I", name: "Bo" };
    expect(newsOf(room, { ...room, typing: [typing] }, t)).toBe("news-typing Bo");
    expect(newsOf(room, { ...room, typing: [{ ...typing, name: null }] }, t)).toBe("news-typing tile-unnamed");
  });

  it("says once that another microphone took the place of one that went", () => {
    const replaced = { ...room, microphone: { ...room.microphone, replaced: 1 } };
    expect(newsOf(room, replaced, t)).toBe("device-replaced");
    expect(newsOf(replaced, { ...replaced, people: 4 }, t)).toBeNull();
  });

  it("says that the connection is back", () => {
    expect(newsOf({ ...room, connection: "reconnecting" }, room, t)).toBe("room-back");
    expect(newsOf(room, { ...room, connection: "reconnecting" }, t)).toBeNull();
  });
});
