import { describe, expect, it } from "vitest";

import { type CallState, START, type Tile } from "../../src/call/state.ts";
import { spokenOf } from "../../src/room/spoken.ts";
import type { Words } from "../../src/ui/words.ts";

const t: Words = (id, given) => (given === undefined ? id : `${id} ${Object.values(given).join(" ")}`);
const BO: Tile = { identity: "bo", name: "Bo", self: false, creator: false, moderator: false, state: "here", microphone: true, video: true, speaking: false, shares: false, weak: false, hand: null };
const ME: Tile = { ...BO, identity: "me", name: "Ada", self: true };
const room: CallState = { ...START, phase: "room", tiles: [BO, ME], encryption: { state: "on" } };

const all = () => true;
const none = () => false;

function withBo(more: Partial<Tile>): CallState {
  return { ...room, tiles: [{ ...BO, ...more }, ME] };
}

describe("what is said to who listens", () => {
  it("says whose hand is up, of others only", () => {
    expect(spokenOf(room, { ...room, hands: ["bo"] }, t, all)).toBe("news-hand Bo");
    expect(spokenOf({ ...room, hands: ["bo"] }, { ...room, hands: ["bo", "me"] }, t, all)).toBeNull();
  });

  it("says who drops and who is back, and that somebody has no keys", () => {
    const away = withBo({ state: "reconnecting" });
    expect(spokenOf(room, away, t, all)).toBe("tile-reconnecting Bo");
    expect(spokenOf(away, room, t, all)).toBe("news-back Bo");
    const stranger: Tile = { ...BO, identity: "x", name: null, state: "not_in_group" };
    const watched = { ...room, tiles: [BO, stranger, ME] };
    expect(spokenOf(room, watched, t, all)).toBe("people-outside 1");
    expect(spokenOf(watched, room, t, all)).toBeNull();
  });

  it("says what has a place of its own only when that cannot be heard", () => {
    const line = { id: "1", identity: "bo", name: "Bo", text: "Hello", at: 0, own: false, pending: false };
    const happened: CallState = {
      ...room,
      connection: "reconnecting",
      muteAsked: { identity: "bo", name: "" },
      knocks: [{ identity: "k", name: "Leila" }],
      chat: [line, { ...line, id: "2", identity: "me", own: true }],
    };
    expect(spokenOf(room, happened, t, all)).toBeNull();
    expect(spokenOf(room, happened, t, none)).toBe("room-dropped mute-asked tile-unnamed knock-one Leila news-chat Bo");
    expect(spokenOf(room, happened, t, (place) => place === "across")).toBe("knock-one Leila news-chat Bo");
    expect(spokenOf(happened, { ...happened, people: 3 }, t, none)).toBeNull();
  });
});
