import type { Person } from "../crypto/contract.ts";
import type { Encryption } from "./state.ts";

/** How long "Words changed: NAME joined" stands. */
export const CHANGED_MS = 30_000;

type Change = Extract<Encryption, { state: "changed" }>;

interface Departed {
  readonly identity: string;
  readonly name: string | null;
}

/** What the badge says. Comparing counts for one epoch: when somebody joins or leaves, the words are others. */
export class EncryptionState {
  readonly #now: () => number;
  #current: Encryption = { state: "setting_up" };
  #changedBy: string | null = null;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  get current(): Encryption {
    return this.#current;
  }

  epoch(first: boolean, joined: readonly string[], left: readonly Departed[], people: readonly Person[]): void {
    const departed = left.at(-1);
    const arrived = joined.at(-1);
    if (first) this.#current = { state: "on" };
    else if (arrived !== undefined) this.#change("joined", arrived, nameOf(people, arrived));
    else if (departed !== undefined) this.#change("left", departed.identity, departed.name);
    // An epoch without a change of people (a return after a reload) has other words too.
    else if (this.#current.state !== "changed") this.#current = { state: "on" };
  }

  /** The name of who joined comes after the epoch. */
  roster(people: readonly Person[]): void {
    const now = this.#current;
    if (now.state !== "changed" || now.change !== "joined" || this.#changedBy === null) return;
    const name = nameOf(people, this.#changedBy);
    if (name !== now.name) this.#current = { ...now, name };
  }

  compared(match: boolean): void {
    this.#current = { state: match ? "compared" : "differ" };
  }

  /** Others have other keys for the same epoch, or were shown another room. */
  mismatch(what: "authenticator" | "log" | "charter"): void {
    this.#current = { state: what === "authenticator" ? "differ" : "forked" };
  }

  lost(): void {
    this.#current = { state: "lost" };
  }

  /** The change has stood long enough. */
  settle(): void {
    if (this.#current.state === "changed" && this.#now() - this.#current.since >= CHANGED_MS) this.#current = { state: "on" };
  }

  #change(change: Change["change"], identity: string, name: string | null): void {
    this.#changedBy = identity;
    this.#current = { state: "changed", change, name, since: this.#now() };
  }
}

function nameOf(people: readonly Person[], identity: string): string | null {
  return people.find((person) => person.identity === identity)?.name ?? null;
}
