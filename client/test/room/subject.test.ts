import { describe, expect, it } from "vitest";

import type { Share, Tile } from "../../src/call/state.ts";
import { sameSubject, subjectOf } from "../../src/room/subject.ts";

const TILE: Omit<Tile, "identity"> = {
  name: "Bo",
  self: false,
  creator: false,
  moderator: false,
  state: "here",
  microphone: true,
  video: true,
  speaking: false,
  shares: false,
  weak: false,
  hand: null,
};

function tiles(...identities: string[]): Tile[] {
  return identities.map((identity) => ({ ...TILE, identity }));
}

function shares(...identities: string[]): Share[] {
  return identities.map((identity) => ({ identity, name: identity, self: identity === "me", video: true }));
}

describe("what stands large", () => {
  const pin = { identity: "a", view: "camera" } as const;

  it("is nothing, then the newest screen, never one's own", () => {
    expect(subjectOf({ tiles: tiles("a", "me"), shares: [] }, null)).toBeNull();
    expect(subjectOf({ tiles: tiles("a", "me"), shares: shares("me") }, null)).toBeNull();
    expect(subjectOf({ tiles: tiles("a", "b", "me"), shares: shares("a", "b", "me") }, null)).toEqual({ identity: "b", view: "screen" });
  });

  it("is what is pinned, also when somebody begins to share, goes and comes back", () => {
    expect(subjectOf({ tiles: tiles("a", "b"), shares: shares("b") }, pin)).toEqual(pin);
    expect(subjectOf({ tiles: tiles("b"), shares: shares("b") }, pin)).toEqual({ identity: "b", view: "screen" });
    expect(subjectOf({ tiles: tiles("a", "b"), shares: [] }, pin)).toEqual(pin);
    const away = tiles("a").map((tile) => ({ ...tile, state: "reconnecting" as const }));
    expect(subjectOf({ tiles: away, shares: [] }, pin)).toEqual(pin);
  });

  it("is an older screen when that one is pinned, as long as it is shared", () => {
    const older = { identity: "a", view: "screen" } as const;
    expect(subjectOf({ tiles: tiles("a", "b"), shares: shares("a", "b") }, older)).toEqual(older);
    expect(subjectOf({ tiles: tiles("a", "b"), shares: shares("b") }, older)).toEqual({ identity: "b", view: "screen" });
  });

  it("is never somebody without the keys", () => {
    const ghost = tiles("a").map((tile) => ({ ...tile, state: "not_in_group" as const }));
    expect(subjectOf({ tiles: ghost, shares: [] }, pin)).toBeNull();
  });

  it("is told apart by person and by picture", () => {
    expect(sameSubject(pin, { ...pin })).toBe(true);
    expect(sameSubject(pin, { identity: "a", view: "screen" })).toBe(false);
    expect(sameSubject(null, pin)).toBe(false);
    expect(sameSubject(null, null)).toBe(true);
  });
});
