import { sha256 } from "@noble/hashes/sha2.js";

import { type Bytes, copy, equal } from "../bytes.ts";

/** The hash tree of RFC 6962 section 2.1, and the checks of RFC 9162 sections 2.1.3.2 and 2.1.4.2. All pure. */

export const HASH_LENGTH = 32;

/** More steps than any tree of less than 2^53 leaves has. */
export const LONGEST_PATH = 53;

export function leafHash(entry: Uint8Array): Bytes {
  const input = new Uint8Array(entry.length + 1);
  input.set(entry, 1);
  return copy(sha256(input));
}

export function nodeHash(left: Uint8Array, right: Uint8Array): Bytes {
  const input = new Uint8Array(1 + 2 * HASH_LENGTH);
  input[0] = 1;
  input.set(left, 1);
  input.set(right, 1 + HASH_LENGTH);
  return copy(sha256(input));
}

export const EMPTY_ROOT: Bytes = copy(sha256(new Uint8Array()));

// Numbers up to 2^53 are past the reach of the bit operators, so halves are taken by division.
const half = (value: number): number => Math.floor(value / 2);
const odd = (value: number): boolean => value % 2 === 1;

/** The root that this leaf and this path lead to in a tree of `size` leaves; null: the path is not one of that place. */
export function rootOf(leaf: Uint8Array, index: number, size: number, path: readonly Uint8Array[]): Bytes | null {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size) return null;
  let place = index;
  let last = size - 1;
  let hash = copy(leaf);
  for (const sibling of path) {
    if (last === 0 || sibling.length !== HASH_LENGTH) return null;
    if (odd(place) || place === last) {
      hash = nodeHash(sibling, hash);
      while (!odd(place) && place !== 0) {
        place = half(place);
        last = half(last);
      }
    } else {
      hash = nodeHash(hash, sibling);
    }
    place = half(place);
    last = half(last);
  }
  return last === 0 ? hash : null;
}

export function includes(root: Uint8Array, size: number, leaf: Uint8Array, index: number, path: readonly Uint8Array[]): boolean {
  const found = rootOf(leaf, index, size, path);
  return found !== null && equal(found, root);
}

export interface TreeHead {
  readonly size: number;
  readonly root: Uint8Array;
}

/** Whether the newer tree begins with the whole of the older one. An empty tree begins every other. */
export function grewFrom(older: TreeHead, newer: TreeHead, path: readonly Uint8Array[]): boolean {
  if (!Number.isSafeInteger(older.size) || !Number.isSafeInteger(newer.size) || older.size < 0 || newer.size < older.size) return false;
  if (older.size === 0) return path.length === 0 && equal(older.root, EMPTY_ROOT);
  if (older.size === newer.size) return path.length === 0 && equal(older.root, newer.root);
  if (path.some((hash) => hash.length !== HASH_LENGTH)) return false;
  return climbs(older, newer, isPower(older.size) ? [older.root, ...path] : path);
}

function isPower(value: number): boolean {
  let rest = value;
  while (!odd(rest)) rest = half(rest);
  return rest === 1;
}

/** RFC 9162 section 2.1.4.2, steps 4 to 8. */
function climbs(older: TreeHead, newer: TreeHead, path: readonly Uint8Array[]): boolean {
  const [first, ...rest] = path;
  if (first === undefined) return false;
  let place = older.size - 1;
  let last = newer.size - 1;
  while (odd(place)) {
    place = half(place);
    last = half(last);
  }
  let before = copy(first);
  let after = copy(first);
  for (const hash of rest) {
    if (last === 0) return false;
    if (odd(place) || place === last) {
      before = nodeHash(hash, before);
      after = nodeHash(hash, after);
      while (!odd(place) && place !== 0) {
        place = half(place);
        last = half(last);
      }
    } else {
      after = nodeHash(after, hash);
    }
    place = half(place);
    last = half(last);
  }
  return last === 0 && equal(before, older.root) && equal(after, newer.root);
}
