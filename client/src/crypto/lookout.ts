import type { Head } from "./log.ts";

/** A whole time between two heartbeats, and another: nobody who is here says nothing for so long. */
const SILENT_LOOKS = 2;

/** What we know ourselves when we look. */
export interface View {
  /** Others who have a leaf. */
  readonly others: readonly string[];
  readonly epoch: number;
  /** The oldest word of somebody about a place in the log that we have not come to. */
  readonly awaited: { readonly head: Head; readonly identity: string } | null;
}

interface Later {
  readonly epoch: number;
  readonly identity: string;
}

export interface Finding {
  /** Not heard for a while, whatever the service says of their presence. */
  readonly silent: readonly string[];
  /** Who speaks of something that the service has kept from us since we last looked; null: nobody. */
  readonly withheld: string | null;
}

/**
 * What a service that only leaves things out would get away with: entries that others have, an epoch that others are in, people cut off from
 * each other. Looked at with every heartbeat of our own; a delay that is over by the next one is none.
 */
export class Lookout {
  readonly #heard = new Set<string>();
  readonly #silence = new Map<string, number>();
  #later: Later | null = null;
  /** What was not there yet when we last looked. */
  #missedLater: Later | null = null;
  #missed: View["awaited"] = null;

  /** Said something that only they can have said. */
  heard(identity: string): void {
    this.#heard.add(identity);
  }

  /** Something came that is said to be theirs, of that epoch, which cannot be opened here. */
  spoke(identity: string, epoch: number): void {
    if (epoch > (this.#later?.epoch ?? -1)) this.#later = { epoch, identity };
  }

  /** While the line was down nothing could come. */
  restart(): void {
    this.#heard.clear();
    this.#silence.clear();
    this.#later = null;
    this.#missedLater = null;
    this.#missed = null;
  }

  look({ others, epoch, awaited }: View): Finding {
    const silent = others.filter((identity) => this.#isSilent(identity));
    for (const identity of this.#silence.keys()) if (!others.includes(identity)) this.#silence.delete(identity);
    this.#heard.clear();
    if (this.#later !== null && this.#later.epoch <= epoch) this.#later = null;
    const entry = awaited === this.#missed ? awaited : null;
    const epochLate = this.#later === this.#missedLater ? this.#later : null;
    this.#missed = awaited;
    this.#missedLater = this.#later;
    return { silent, withheld: (entry ?? epochLate)?.identity ?? null };
  }

  #isSilent(identity: string): boolean {
    // Who is new here has until the next look.
    const looks = this.#heard.has(identity) ? 0 : (this.#silence.get(identity) ?? -1) + 1;
    this.#silence.set(identity, looks);
    return looks >= SILENT_LOOKS;
  }
}
