import type { Person } from "../crypto/contract.ts";
import type { Tile } from "./state.ts";

/** What the media side knows of somebody else. */
export interface Presence {
  readonly identity: string;
  readonly microphone: boolean;
  /** Camera on, and the track is one that is provably decrypted here. */
  readonly video: boolean;
  /** They share a screen; `screen`: and its track is such a one. */
  readonly shares: boolean;
  readonly screen: boolean;
}

export interface TileSources {
  readonly people: readonly Person[];
  readonly others: ReadonlyMap<string, Presence>;
  readonly own: { readonly microphone: boolean; readonly video: boolean };
  readonly hands: readonly string[];
  readonly sharing: ReadonlySet<string>;
  speaking(identity: string): boolean;
  weak(identity: string): boolean;
  /** Connected to the media server for some time without a leaf in the group. */
  readonly strangers: readonly string[];
}

/** Keeps the order in which people were first seen, oneself last, strangers after the people of the group. */
export class Tiles {
  #order: string[] = [];
  #tiles: readonly Tile[] = [];

  get current(): readonly Tile[] {
    return this.#tiles;
  }

  /** Equal tiles stay the same objects, and with all equal the list too, so that nothing is drawn again. */
  update(from: TileSources): readonly Tile[] {
    const people = this.#sorted(from.people);
    const next = [...people.filter((p) => !p.self), ...people.filter((p) => p.self)].map((person) => tileOf(person, from));
    const strangers = from.strangers.filter((identity) => !from.people.some((p) => p.identity === identity)).map(strangerTile);
    this.#tiles = settle(this.#tiles, [...next.slice(0, -1), ...strangers, ...next.slice(-1)]);
    return this.#tiles;
  }

  #sorted(people: readonly Person[]): readonly Person[] {
    const here = new Set(people.map((person) => person.identity));
    this.#order = this.#order.filter((identity) => here.has(identity));
    for (const person of [...people].sort((a, b) => a.leaf - b.leaf)) {
      if (!this.#order.includes(person.identity)) this.#order.push(person.identity);
    }
    return [...people].sort((a, b) => this.#order.indexOf(a.identity) - this.#order.indexOf(b.identity));
  }
}

function tileOf(person: Person, from: TileSources): Tile {
  const media = from.others.get(person.identity);
  const hand = from.hands.indexOf(person.identity);
  return {
    identity: person.identity,
    name: person.name,
    self: person.self,
    creator: person.creator,
    moderator: person.moderator,
    state: stateOf(person),
    microphone: person.self ? from.own.microphone : (media?.microphone ?? false),
    video: person.self ? from.own.video : (media?.video ?? false),
    speaking: from.speaking(person.identity),
    shares: from.sharing.has(person.identity),
    weak: from.weak(person.identity),
    hand: hand < 0 ? null : hand,
  };
}

function stateOf(person: Person): Tile["state"] {
  if (person.presence !== "here") return "reconnecting";
  return person.name === null ? "joining" : "here";
}

function strangerTile(identity: string): Tile {
  return {
    identity,
    name: null,
    self: false,
    creator: false,
    moderator: false,
    state: "not_in_group",
    microphone: false,
    video: false,
    speaking: false,
    shares: false,
    weak: false,
    hand: null,
  };
}

function settle(before: readonly Tile[], after: readonly Tile[]): readonly Tile[] {
  const settled = after.map((tile) => before.find((old) => same(old, tile)) ?? tile);
  const unchanged = settled.length === before.length && settled.every((tile, at) => tile === before[at]);
  return unchanged ? before : settled;
}

function same(a: Tile, b: Tile): boolean {
  return (Object.keys(a) as (keyof Tile)[]).every((key) => a[key] === b[key]);
}
