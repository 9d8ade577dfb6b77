import { START, type CallState } from "./state.ts";

/** The state of a call for who reads it: the same object until something in it is another, and who asked is told then. */
export class Snapshot {
  readonly #listeners = new Set<() => void>();
  #now: CallState = START;

  get now(): CallState {
    return this.#now;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  patch(patch: Partial<CallState>): void {
    const keys = Object.keys(patch) as (keyof CallState)[];
    if (keys.every((key) => Object.is(this.#now[key], patch[key]))) return;
    this.#now = { ...this.#now, ...patch };
    for (const listener of [...this.#listeners]) listener();
  }

  /** Nobody is told any more. */
  end(): void {
    this.#listeners.clear();
  }
}
