import { sha256 } from "@noble/hashes/sha2.js";

import { type Bytes, concat, copy, toBase64, u16, u32, u64, u8, utf8 } from "../../../src/crypto/bytes.ts";
import { type CanonObject, encodeCanon } from "../../../src/crypto/record/canon.ts";
import { leafHash, nodeHash } from "../../../src/crypto/record/merkle.ts";
import { parseKey, type VerifierKey } from "../../../src/crypto/record/note.ts";
import { writeProof } from "../../../src/crypto/record/proof.ts";
import { tileNumber } from "../../../src/crypto/record/tiles.ts";

/** A log of its own for the tests, by the recursive definitions of RFC 6962: another way to the same numbers than the program's. */

/** MTH of RFC 6962 section 2.1. */
export function root(leaves: readonly Bytes[]): Bytes {
  const [only] = leaves;
  if (only === undefined) return copy(sha256(new Uint8Array()));
  if (leaves.length === 1) return only;
  const middle = split(leaves.length);
  return nodeHash(root(leaves.slice(0, middle)), root(leaves.slice(middle)));
}

function split(count: number): number {
  return 2 ** (Math.ceil(Math.log2(count)) - 1);
}

/** PATH of section 2.1.1. */
export function path(index: number, leaves: readonly Bytes[]): Bytes[] {
  if (leaves.length <= 1) return [];
  const middle = split(leaves.length);
  if (index < middle) return [...path(index, leaves.slice(0, middle)), root(leaves.slice(middle))];
  return [...path(index - middle, leaves.slice(middle)), root(leaves.slice(0, middle))];
}

/** PROOF of section 2.1.2. */
export function growth(older: number, leaves: readonly Bytes[], whole = true): Bytes[] {
  if (older === leaves.length) return whole ? [] : [root(leaves)];
  const middle = split(leaves.length);
  if (older <= middle) return [...growth(older, leaves.slice(0, middle), whole), root(leaves.slice(middle))];
  return [...growth(older - middle, leaves.slice(middle), false), root(leaves.slice(0, middle))];
}

export interface Signer {
  readonly vkey: string;
  readonly verifier: VerifierKey;
  sign(message: Bytes): Promise<Bytes>;
}

/** `type`: 1 for a log, 4 for a witness. */
export async function makeSigner(name: string, type: 1 | 4): Promise<Signer> {
  const keys = await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"]);
  if (!("privateKey" in keys)) throw new Error("Ed25519 gave no pair");
  const key = new Uint8Array(await crypto.subtle.exportKey("raw", keys.publicKey));
  const typed = concat(u8(type), key);
  const id = [...sha256(concat(utf8(`${name}\n`), typed)).subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const vkey = `${name}+${id}+${toBase64(typed)}`;
  return { vkey, verifier: parseKey(vkey), sign: async (message) => new Uint8Array(await crypto.subtle.sign("Ed25519", keys.privateKey, message)) };
}

function line({ verifier }: Signer, signature: Uint8Array): string {
  return `— ${verifier.name} ${toBase64(concat(u32(verifier.id), signature))}\n`;
}

/** A log with its files, written whole each time: few entries, many sizes. */
export class History {
  readonly entries: Bytes[] = [];

  constructor(
    readonly signer: Signer,
    readonly witnesses: readonly Signer[] = [],
  ) {}

  add(...fields: readonly CanonObject[]): this {
    this.entries.push(...fields.map(encodeCanon));
    return this;
  }

  get leaves(): Bytes[] {
    return this.entries.map(leafHash);
  }

  /** Countersigned by those witnesses at that second. */
  async checkpoint(size = this.entries.length, at = 1_790_000_000, witnesses = this.witnesses): Promise<string> {
    const body = `${this.signer.verifier.name}\n${size}\n${toBase64(root(this.leaves.slice(0, size)))}\n`;
    const own = line(this.signer, await this.signer.sign(utf8(body)));
    const others = await Promise.all(
      witnesses.map(async (one) => line(one, concat(u64(at), await one.sign(utf8(`cosignature/v1\ntime ${at}\n${body}`))))),
    );
    return `${body}\n${own}${others.join("")}`;
  }

  async receipt(index: number, opening: { readonly salt: Bytes; readonly content: Bytes } | null, checkpoint: string | null = null, size = this.entries.length): Promise<string> {
    const entry = this.entries[index] ?? new Uint8Array();
    const more = opening === null ? {} : { salt: toBase64(opening.salt), content: toBase64(opening.content) };
    const extra = utf8(JSON.stringify({ v: 1, entry: toBase64(entry), ...more }));
    return writeProof({ extra, index, path: path(index, this.leaves.slice(0, size)), checkpoint: checkpoint ?? (await this.checkpoint(size)) });
  }

  /** The files below the log's address, of the tree of that size. */
  async files(size = this.entries.length): Promise<Map<string, Bytes>> {
    const files = new Map<string, Bytes>([["checkpoint", utf8(await this.checkpoint(size))]]);
    let hashes = this.leaves.slice(0, size);
    for (let level = 0; hashes.length > 0; level++) {
      const next: Bytes[] = [];
      for (let n = 0; n * 256 < hashes.length; n++) {
        const tile = hashes.slice(n * 256, n * 256 + 256);
        const end = tile.length === 256 ? "" : `.p/${tile.length}`;
        files.set(`tile/${level}/${tileNumber(n)}${end}`, concat(...tile));
        if (level === 0) files.set(`tile/entries/${tileNumber(n)}${end}`, concat(...this.entries.slice(n * 256, Math.min(size, n * 256 + 256)).flatMap((entry) => [u16(entry.length), entry])));
        if (tile.length === 256) next.push(root(tile));
      }
      hashes = next;
    }
    return files;
  }
}

/** As the browser fetches them. */
export function served(files: ReadonlyMap<string, Bytes>): (path: string) => Promise<Bytes> {
  return (name) => {
    const found = files.get(name);
    return found === undefined ? Promise.reject(new Error(`no such file: ${name}`)) : Promise.resolve(found);
  };
}
