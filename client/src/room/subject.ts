import type { CallState, View } from "../call/state.ts";

/** One picture of one person: what can stand large on the stage. */
export interface Subject {
  readonly identity: string;
  readonly view: View;
}

export type Present = Pick<CallState, "tiles" | "shares">;

export function sameSubject(a: Subject | null, b: Subject | null): boolean {
  return a?.identity === b?.identity && a?.view === b?.view;
}

/**
 * What stands large: what this person has pinned, as long as it is there; else the newest shared screen; else nothing. One's own screen
 * never: it would show itself in itself.
 */
export function subjectOf(present: Present, pinned: Subject | null): Subject | null {
  if (pinned !== null && isThere(present, pinned)) return pinned;
  const newest = present.shares.findLast((share) => !share.self);
  return newest === undefined ? null : { identity: newest.identity, view: "screen" };
}

/** Who is reconnecting keeps the place, as with the tile. */
function isThere({ tiles, shares }: Present, { identity, view }: Subject): boolean {
  if (view === "screen") return shares.some((share) => share.identity === identity && !share.self);
  return tiles.some((tile) => tile.identity === identity && tile.state !== "not_in_group");
}
