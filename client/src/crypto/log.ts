import { sha256 } from "@noble/hashes/sha2.js";

import { type Bytes, concat, copy, equal, u16, u32, u64, u8, utf8 } from "./bytes.ts";

/** The running hash of a room's log: docs/protocol.md section 3.2. */

export const ENTRY_CODES = { created: 0, commit: 1, message: 2, left: 3, back: 4, reopen: 5, charter: 6 } as const;

export type EntryKind = keyof typeof ENTRY_CODES;

export interface Entry {
  readonly seq: number;
  readonly kind: EntryKind;
  readonly epoch: number;
  readonly from: string;
  readonly body: Bytes;
}

/** The log up to an entry: its number and the running hash there. */
export interface Head {
  readonly n: number;
  readonly hash: Bytes;
}

export function firstHead(room: string): Head {
  return { n: 0, hash: copy(sha256(concat(utf8("folkmoot log v1"), utf8(room)))) };
}

export function nextHead(before: Head, entry: Entry): Head {
  const from = utf8(entry.from);
  const { seq, epoch, kind, body } = entry;
  const code = u8(ENTRY_CODES[kind]);
  const hash = copy(sha256(concat(before.hash, u64(seq), code, u64(epoch), u16(from.length), from, u32(body.length), body)));
  return { n: seq, hash };
}

/** `ahead`: they have seen more than we have, so it is checked when we come to it. `old`: before what we remember. */
export type Comparison = "same" | "other" | "ahead" | "old";

const REMEMBERED = 1024;
const CLAIMS = 64;

/** What we computed of the log, with enough of the past to compare others' heads with. */
export class Log {
  #head: Head;
  readonly #past = new Map<number, Bytes>();
  readonly #claims: { readonly head: Head; readonly identity: string }[] = [];

  constructor(start: Head) {
    this.#head = start;
    this.#past.set(start.n, start.hash);
  }

  get head(): Head {
    return this.#head;
  }

  /** False when it is not the next one: entries have no gaps. */
  append(entry: Entry): boolean {
    if (entry.seq !== this.#head.n + 1) return false;
    this.#head = nextHead(this.#head, entry);
    this.#past.set(this.#head.n, this.#head.hash);
    this.#past.delete(this.#head.n - REMEMBERED);
    return true;
  }

  compare(head: Head): Comparison {
    if (head.n > this.#head.n) return "ahead";
    const known = this.#past.get(head.n);
    if (known === undefined) return "old";
    return equal(known, head.hash) ? "same" : "other";
  }

  /** Compares now, or remembers who said it until we have come so far. */
  hear(head: Head, identity: string): Comparison {
    const result = this.compare(head);
    if (result === "ahead") {
      this.#claims.push({ head, identity });
      if (this.#claims.length > CLAIMS) this.#claims.shift();
    }
    return result;
  }

  /** The oldest word about a place that we have not come to. */
  get awaited(): { readonly head: Head; readonly identity: string } | null {
    return this.#claims[0] ?? null;
  }

  /** Identities whose earlier words turn out to contradict what we have come to. */
  contradicted(): string[] {
    const due = this.#claims.filter(({ head }) => head.n <= this.#head.n);
    for (const claim of due) this.#claims.splice(this.#claims.indexOf(claim), 1);
    return due.filter(({ head }) => this.compare(head) === "other").map(({ identity }) => identity);
  }
}

/**
 * The log with our own entry in it, which the service says makes `head`; begun there if it was not whole before. `told`: the place that it
 * told us of before, without what came until then. null: the service contradicts itself.
 */
export function withOwn(known: Log | null, entry: Entry, head: Head, told: Head | null): Log | null {
  if (known?.append(entry) === true) return equal(known.head.hash, head.hash) ? known : null;
  if (known?.compare(head) === "same") return known;
  const follows = told !== null && told.n + 1 === entry.seq;
  return follows && !equal(nextHead(told, entry).hash, head.hash) ? null : new Log(head);
}

/** The epoch in which the service is after this entry. */
export function epochAfter({ kind, epoch }: Entry): number {
  return kind === "commit" ? epoch + 1 : epoch;
}
