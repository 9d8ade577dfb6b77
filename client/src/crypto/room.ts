import type { ChatLine, Person } from "./contract.ts";
import type { Payload } from "./payloads.ts";
import type { Member } from "./tree.ts";
import type { Presence, PresentMember } from "./wire.ts";

/**
 * What a room shows, from what the group and the log say. Pure: every client that has seen the same comes to the same, which is what
 * makes the queue of hands one queue.
 */

export interface Line extends ChatLine {
  /** Its place in the log; null while it is on its way. */
  readonly seq: number | null;
}

export interface RoomState {
  readonly self: string;
  /** The entry after which we have seen the log ourselves. Of what was before, others tell. */
  readonly since: number;
  /** In the tree: identity -> leaf. */
  readonly leaves: ReadonlyMap<string, number>;
  /** Names last heard, also of those who have gone, so that their lines keep a name. */
  readonly names: ReadonlyMap<string, string>;
  readonly presence: ReadonlyMap<string, Presence>;
  /** For whom the log's last word is `left`. */
  readonly left: ReadonlySet<string>;
  /** Sent an authenticated frame since they came in. */
  readonly heard: ReadonlySet<string>;
  /** Appointed by the creator. */
  readonly moderators: ReadonlySet<string>;
  /** Removed by a moderator, in the tree or not. */
  readonly removed: ReadonlySet<string>;
  /** Identity -> seq at which the hand was raised. */
  readonly hands: ReadonlyMap<string, number>;
  readonly lines: readonly Line[];
}

export type RoomEvent =
  /** We know the log from here on, and not before. */
  | { readonly t: "start"; readonly since: number }
  /** How everybody stands, as the service says it where our log begins or goes on. */
  | { readonly t: "standing"; readonly members: readonly PresentMember[] }
  /** A new tree. `fresh`: identities whose leaf is new in it, come in or come back. */
  | { readonly t: "tree"; readonly members: readonly Member[]; readonly fresh: readonly string[] }
  | { readonly t: "presence"; readonly identity: string; readonly state: Presence }
  | { readonly t: "left"; readonly identity: string }
  | { readonly t: "back"; readonly identity: string }
  /** A message of the log, opened. */
  | { readonly t: "said"; readonly identity: string; readonly seq: number; readonly payload: Payload }
  /** A signal, opened. */
  | { readonly t: "heard"; readonly identity: string }
  /** Our own line, before the service has it. */
  | { readonly t: "wrote"; readonly id: string; readonly text: string; readonly at: number }
  /** The charter that stands. */
  | { readonly t: "charter"; readonly moderators: readonly string[]; readonly removed: readonly string[] }
  | { readonly t: "name"; readonly name: string };

const MOST_LINES = 2000;

export function emptyRoom(self: string): RoomState {
  return {
    self,
    since: 0,
    leaves: new Map(),
    names: new Map(),
    presence: new Map(),
    left: new Set(),
    heard: new Set(),
    moderators: new Set(),
    removed: new Set(),
    hands: new Map(),
    lines: [],
  };
}

function withKey<V>(map: ReadonlyMap<string, V>, key: string, value: V): ReadonlyMap<string, V> {
  return new Map(map).set(key, value);
}

function withoutKey<V>(map: ReadonlyMap<string, V>, key: string): ReadonlyMap<string, V> {
  return map.has(key) ? new Map([...map].filter(([other]) => other !== key)) : map;
}

function withItem(set: ReadonlySet<string>, item: string): ReadonlySet<string> {
  return set.has(item) ? set : new Set([...set, item]);
}

function without(set: ReadonlySet<string>, items: readonly string[]): ReadonlySet<string> {
  return items.some((item) => set.has(item)) ? new Set([...set].filter((item) => !items.includes(item))) : set;
}

export function reduce(state: RoomState, event: RoomEvent): RoomState {
  switch (event.t) {
    case "start":
      // Hands from before are the others' to tell.
      return { ...state, since: event.since, hands: new Map(), heard: new Set() };
    case "standing":
      return standing(state, event.members);
    case "tree":
      return tree(state, event.members, event.fresh);
    case "presence":
      // A hint: the log alone says who has left.
      return event.state === "left" ? state : { ...state, presence: withKey(state.presence, event.identity, event.state) };
    case "left":
      return { ...state, left: withItem(state.left, event.identity), hands: withoutKey(state.hands, event.identity) };
    case "back":
      return { ...state, left: without(state.left, [event.identity]), presence: withKey(state.presence, event.identity, "here") };
    case "heard":
      return heard(state, event.identity);
    case "said":
      return said(heard(state, event.identity), event.identity, event.seq, event.payload);
    case "wrote":
      return wrote(state, event.id, event.text, event.at);
    case "charter":
      return charter(state, event.moderators, event.removed);
    case "name":
      return { ...state, names: withKey(state.names, state.self, event.name) };
  }
}

function standing(state: RoomState, members: readonly PresentMember[]): RoomState {
  const left = new Set(members.filter((member) => member.state === "left").map(({ identity }) => identity));
  const presence = new Map(members.filter((member) => member.state !== "left").map((member) => [member.identity, member.state]));
  return { ...state, left, presence };
}

function tree(state: RoomState, members: readonly Member[], fresh: readonly string[]): RoomState {
  const leaves = new Map(members.map(({ identity, leaf }) => [identity, leaf]));
  const presence = new Map(state.presence);
  for (const identity of fresh) presence.set(identity, "here");
  for (const identity of presence.keys()) if (!leaves.has(identity)) presence.delete(identity);
  const hands = new Map([...state.hands].filter(([identity]) => leaves.has(identity)));
  return { ...state, leaves, presence, hands, left: without(state.left, fresh), heard: without(state.heard, fresh) };
}

function charter(state: RoomState, moderators: readonly string[], removed: readonly string[]): RoomState {
  const hands = new Map([...state.hands].filter(([identity]) => !removed.includes(identity)));
  return { ...state, moderators: new Set(moderators), removed: new Set(removed), hands };
}

function heard(state: RoomState, identity: string): RoomState {
  // Who speaks is here, whatever the last hint said.
  const presence = state.presence.get(identity) === "here" ? state.presence : withKey(state.presence, identity, "here" as const);
  return { ...state, presence, heard: withItem(state.heard, identity) };
}

function said(state: RoomState, identity: string, seq: number, payload: Payload): RoomState {
  switch (payload.type) {
    case "profile":
      return { ...state, names: withKey(state.names, identity, payload.name), hands: claimed(state, identity, payload.hand) };
    case "hand":
      return { ...state, hands: payload.up ? raised(state, identity, seq) : withoutKey(state.hands, identity) };
    case "chat":
      return { ...state, lines: spoken(state, identity, seq, payload) };
    case "keyframe":
    case "heartbeat":
    case "mute":
    case "typing":
      return state;
  }
}

/** A hand that is up stays where it is in the queue. */
function raised(state: RoomState, identity: string, seq: number): ReadonlyMap<string, number> {
  return state.hands.has(identity) ? state.hands : withKey(state.hands, identity, seq);
}

/** What somebody says of their own hand counts only for the time before we saw the log; else they could pass others in the queue. */
function claimed(state: RoomState, identity: string, hand: number | null): ReadonlyMap<string, number> {
  const known = state.hands.get(identity);
  if (known !== undefined && known > state.since) return state.hands;
  if (hand === null) return withoutKey(state.hands, identity);
  return hand <= state.since ? withKey(state.hands, identity, hand) : state.hands;
}

function spoken(state: RoomState, identity: string, seq: number, { id, text, at }: Extract<Payload, { type: "chat" }>): readonly Line[] {
  const own = identity === state.self;
  const known = state.lines.find((line) => line.id === id && line.identity === identity);
  if (known !== undefined && known.seq !== null) return state.lines;
  const line: Line = { id, identity, name: state.names.get(identity) ?? "", text, at, own, pending: false, seq };
  const others = state.lines.filter((other) => other !== known);
  const settled = others.filter((other) => other.seq !== null);
  const waiting = others.filter((other) => other.seq === null);
  return [...settled, line, ...waiting].slice(-MOST_LINES);
}

function wrote(state: RoomState, id: string, text: string, at: number): RoomState {
  const line: Line = { id, identity: state.self, name: state.names.get(state.self) ?? "", text, at, own: true, pending: true, seq: null };
  return { ...state, lines: [...state.lines, line] };
}

export function roster(state: RoomState, creator: string): Person[] {
  return [...state.leaves]
    .sort(([, a], [, b]) => a - b)
    .map(([identity, leaf]) => ({
      identity,
      leaf,
      name: state.names.get(identity) ?? null,
      self: identity === state.self,
      creator: identity === creator,
      moderator: state.moderators.has(identity),
      presence: goes(state, identity) ? "left" : (state.presence.get(identity) ?? "here"),
      heard: identity === state.self || state.heard.has(identity),
    }));
}

export function queue(state: RoomState): string[] {
  return [...state.hands].sort(([a, x], [b, y]) => x - y || (a < b ? -1 : 1)).map(([identity]) => identity);
}

/** Whether the log's last word about somebody is that they have left, or a moderator's that they must. */
function goes(state: RoomState, identity: string): boolean {
  return state.left.has(identity) || state.removed.has(identity);
}

/** Those in the tree who have left or been removed, and so must be taken out of it. */
export function gone(state: RoomState): string[] {
  return [...state.leaves.keys()].filter((identity) => identity !== state.self && goes(state, identity));
}

/** How many present people come before us when somebody must be removed. */
export function rank(state: RoomState): number {
  const own = state.leaves.get(state.self) ?? Number.POSITIVE_INFINITY;
  const before = [...state.leaves].filter(
    ([identity, leaf]) => leaf < own && !goes(state, identity) && state.presence.get(identity) !== "away",
  );
  return before.length;
}
