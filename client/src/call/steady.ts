/** A state of people that comes at once and outlasts a pause, so that what is shown of it does not flicker. */

/** Between two words. */
export const QUIET_MS = 700;
/** The media server looks at lines every few seconds; one that has been weak is not trusted at once. */
export const WEAK_MS = 10_000;

export class Steady {
  readonly #changed: () => void;
  readonly #pause: number;
  readonly #ends = new Map<string, ReturnType<typeof setTimeout> | null>();

  constructor(changed: () => void, pause: number) {
    this.#changed = changed;
    this.#pause = pause;
  }

  has(identity: string): boolean {
    return this.#ends.has(identity);
  }

  /** Everybody of whom it is true right now. */
  update(identities: ReadonlySet<string>): void {
    let changed = false;
    for (const identity of identities) {
      const end = this.#ends.get(identity);
      if (end === undefined) changed = true;
      else if (end !== null) clearTimeout(end);
      this.#ends.set(identity, null);
    }
    for (const [identity, end] of this.#ends) if (end === null && !identities.has(identity)) this.#endLater(identity);
    if (changed) this.#changed();
  }

  stop(): void {
    for (const end of this.#ends.values()) if (end !== null) clearTimeout(end);
    this.#ends.clear();
  }

  #endLater(identity: string): void {
    const end = setTimeout(() => {
      this.#ends.delete(identity);
      this.#changed();
    }, this.#pause);
    this.#ends.set(identity, end);
  }
}
