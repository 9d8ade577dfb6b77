import { sha256 } from "@noble/hashes/sha2.js";

import { type Bytes, equal, hex } from "./bytes.ts";
import type { Context } from "./context.ts";
import { discard, type Prepared } from "./joining.ts";

/** A commit of ours that wants to make the next epoch. */
export interface Bid {
  readonly id: string;
  readonly kind: "join" | "remove";
  readonly commit: Prepared;
}

/** Our commits. One at most is on its way, until the service's answer or the log says what has become of it. */
export class Bids {
  #open: Bid | null = null;
  /** The line broke before the answer came: the log will tell. */
  #unsure = false;
  #made = 0;
  #conflicts = 0;
  #refusals = 0;
  /** Hashes of those that were taken. */
  readonly #taken = new Set<string>();

  constructor(private readonly context: Context) {}

  /** Whether one is on its way. */
  get open(): boolean {
    return this.#open !== null;
  }

  post(kind: Bid["kind"], commit: Prepared): void {
    const id = `c${this.#made++}`;
    this.#open = { id, kind, commit };
    this.#unsure = false;
    const { base: epoch, message, groupInfo, link } = commit;
    this.context.line.send({ t: "commit", id, epoch, message, groupInfo, link });
  }

  /** The one that the service answers. */
  answered(id: string): Bid | null {
    return this.#open?.id === id ? this.#open : null;
  }

  /** The one that stands in the log. */
  found(message: Bytes): Bid | null {
    const own = this.#open?.commit.message ?? null;
    return own !== null && equal(own, message) ? this.#open : null;
  }

  /** It counts. */
  won({ commit: { message } }: Bid): void {
    this.#open = null;
    this.#conflicts = this.#refusals = 0;
    if (message !== null) this.#taken.add(hex(sha256(message)));
  }

  /** Another was first with a join: so often in a row now. */
  conflicted(): number {
    return ++this.#conflicts;
  }

  /** The service has refused a removal: so often in a row now. */
  refused(): number {
    return ++this.#refusals;
  }

  /** The line broke. */
  lost(): void {
    this.#unsure = this.open;
  }

  /** The log has told all that had come to it when we were gone. */
  settled(): void {
    if (this.#unsure) this.drop();
  }

  /** Whether a commit that was taken was ours. */
  made(hash: Bytes): boolean {
    return this.#taken.has(hex(hash));
  }

  /** It never was, or nobody waits for it any more. */
  drop(): void {
    if (this.#open !== null) discard(this.#open.commit);
    this.#open = null;
    this.#unsure = false;
  }
}
