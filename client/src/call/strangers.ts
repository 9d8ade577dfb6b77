/**
 * Who is connected to the media server without a leaf in the group. Joining does both at once, so for a moment everybody is one; after
 * `GRACE_MS` it is said.
 */
export const GRACE_MS = 4000;

export class Strangers {
  readonly #changed: () => void;
  readonly #seen = new Map<string, { known: boolean; readonly timer: ReturnType<typeof setTimeout> }>();

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get list(): readonly string[] {
    return [...this.#seen].filter(([, seen]) => seen.known).map(([identity]) => identity);
  }

  update(connected: Iterable<string>, leaves: ReadonlySet<string>): void {
    const now = new Set([...connected].filter((identity) => !leaves.has(identity)));
    for (const [identity, seen] of this.#seen) {
      if (now.has(identity)) continue;
      clearTimeout(seen.timer);
      this.#seen.delete(identity);
    }
    for (const identity of now) if (!this.#seen.has(identity)) this.#meet(identity);
  }

  stop(): void {
    for (const { timer } of this.#seen.values()) clearTimeout(timer);
    this.#seen.clear();
  }

  #meet(identity: string): void {
    const seen = {
      known: false,
      timer: setTimeout(() => {
        seen.known = true;
        this.#changed();
      }, GRACE_MS),
    };
    this.#seen.set(identity, seen);
  }
}
