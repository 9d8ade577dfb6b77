import { type Bytes, copy, FormatError } from "../bytes.ts";

import { HASH_LENGTH, nodeHash } from "./merkle.ts";

/** Proofs out of the static files of a log: C2SP tlog-tiles v0.1.0. */

const WIDTH = 256;
const HEIGHT = 8;

/** The bytes at `tile/...` below the log's address. */
export type TileSource = (path: string) => Promise<Bytes>;

/** `1234067` is `x001/x234/067`. */
export function tileNumber(n: number): string {
  const parts = [String(n % 1000).padStart(3, "0")];
  for (let rest = Math.floor(n / 1000); rest > 0; rest = Math.floor(rest / 1000)) parts.unshift(`x${String(rest % 1000).padStart(3, "0")}`);
  return parts.join("/");
}

/** How wide that tile is in a tree of that size; nought: it is not there. */
export function tileWidth(level: number, n: number, size: number): number {
  const hashes = Math.floor(size / WIDTH ** level);
  return Math.max(0, Math.min(WIDTH, hashes - n * WIDTH));
}

export function tilePath(level: number | "entries", n: number, width: number): string {
  return `tile/${level}/${tileNumber(n)}${width === WIDTH ? "" : `.p/${width}`}`;
}


/** Whole subtrees from left to right that make up the leaves from `start` to before `end`: RFC 6962's way of splitting. */
interface Subtree {
  readonly height: number;
  readonly n: number;
}

/** The tree of one size as its tiles tell it. What it says is believed by nobody: proofs made of it are checked against signed roots. */
export class TileTree {
  readonly #tiles = new Map<string, Promise<Bytes>>();
  readonly #known = new Map<string, Promise<Bytes>>();

  constructor(
    private readonly source: TileSource,
    readonly size: number,
  ) {}

  #tile(level: number, n: number): Promise<Bytes> {
    const width = tileWidth(level, n, this.size);
    const path = tilePath(level, n, width);
    const known = this.#tiles.get(path);
    if (known !== undefined) return known;
    const coming = this.#file(path, tilePath(level, n, WIDTH)).then((bytes) => {
      if (bytes.length !== width * HASH_LENGTH && bytes.length !== WIDTH * HASH_LENGTH) throw new FormatError("a tile of another size");
      return bytes.subarray(0, width * HASH_LENGTH);
    });
    this.#tiles.set(path, coming);
    return coming;
  }

  /** A part may be gone once the whole is there, whose beginning it is. */
  async #file(path: string, whole: string): Promise<Bytes> {
    try {
      return await this.source(path);
    } catch (error) {
      if (path === whole) throw error;
      return this.source(whole);
    }
  }

  /** The root of the whole subtree of 2^height leaves that is the n-th of its height. */
  hash(height: number, n: number): Promise<Bytes> {
    const name = `${height} ${n}`;
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const made = this.#make(height, n);
    this.#known.set(name, made);
    return made;
  }

  async #make(height: number, n: number): Promise<Bytes> {
    const level = Math.floor(height / HEIGHT);
    if (height % HEIGHT !== 0) return nodeHash(await this.hash(height - 1, 2 * n), await this.hash(height - 1, 2 * n + 1));
    const tile = await this.#tile(level, Math.floor(n / WIDTH));
    const at = (n % WIDTH) * HASH_LENGTH;
    if (at + HASH_LENGTH > tile.length) throw new FormatError("beyond the tree");
    return copy(tile.subarray(at, at + HASH_LENGTH));
  }

  /** The root over the leaves from `start` to before `end`, of which RFC 6962 makes one node. */
  async range(start: number, end: number): Promise<Bytes> {
    const parts = subtrees(start, end);
    const last = parts.pop();
    if (last === undefined) throw new FormatError("an empty range");
    let hash = await this.hash(last.height, last.n);
    for (const { height, n } of parts.reverse()) hash = nodeHash(await this.hash(height, n), hash);
    return hash;
  }

  /** That this tree begins with the one of `older` leaves: RFC 6962 section 2.1.2. */
  async growth(older: number): Promise<Bytes[]> {
    if (older === 0 || older === this.size) return [];
    return this.#subproof(older, 0, this.size, true);
  }

  async #subproof(older: number, start: number, end: number, whole: boolean): Promise<Bytes[]> {
    if (older === end) return whole ? [] : [await this.range(start, end)];
    const middle = start + split(end - start);
    if (older <= middle) return [...(await this.#subproof(older, start, middle, whole)), await this.range(middle, end)];
    return [...(await this.#subproof(older, middle, end, false)), await this.range(start, middle)];
  }

  /** The path from a leaf to the root: RFC 6962 section 2.1.1. */
  async path(index: number): Promise<Bytes[]> {
    const found: Bytes[] = [];
    let [start, end] = [0, this.size];
    while (end - start > 1) {
      const middle = start + split(end - start);
      const left = index < middle;
      found.unshift(await (left ? this.range(middle, end) : this.range(start, middle)));
      [start, end] = left ? [start, middle] : [middle, end];
    }
    return found;
  }

  /** An entry as the log's files have it. Nothing shows yet that it is the one: `path` does. */
  async entry(index: number): Promise<Bytes> {
    const n = Math.floor(index / WIDTH);
    const width = tileWidth(0, n, this.size);
    const bundle = await this.#file(tilePath("entries", n, width), tilePath("entries", n, WIDTH));
    return entryOf(bundle, index % WIDTH);
  }
}

/** Entries stand in a row, each after its length in two bytes. */
function entryOf(bundle: Bytes, place: number): Bytes {
  const view = new DataView(bundle.buffer, bundle.byteOffset, bundle.byteLength);
  let at = 0;
  for (let skipped = 0; at + 2 <= bundle.length; skipped++) {
    const end = at + 2 + view.getUint16(at);
    if (end > bundle.length) break;
    if (skipped === place) return bundle.slice(at + 2, end);
    at = end;
  }
  throw new FormatError("a bundle without that entry");
}

/** The largest power of two below `count`, which is more than one. */
function split(count: number): number {
  let power = 1;
  while (power * 2 < count) power *= 2;
  return power;
}

function subtrees(start: number, end: number): Subtree[] {
  const parts: Subtree[] = [];
  for (let at = start; at < end; ) {
    let height = 0;
    while (at % 2 ** (height + 1) === 0 && at + 2 ** (height + 1) <= end) height += 1;
    parts.push({ height, n: at / 2 ** height });
    at += 2 ** height;
  }
  return parts;
}
