/** Who speaks, without flicker: a ring comes at once and stays through the pauses between words. */
export const QUIET_MS = 700;

export class Speaking {
  readonly #changed: () => void;
  readonly #ends = new Map<string, ReturnType<typeof setTimeout> | null>();

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  has(identity: string): boolean {
    return this.#ends.has(identity);
  }

  /** Everybody who speaks right now. */
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
    }, QUIET_MS);
    this.#ends.set(identity, end);
  }
}
