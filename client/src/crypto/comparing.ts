import type { Bytes } from "./bytes.ts";
import type { Context } from "./context.ts";
import type { Group } from "./group.ts";
import { safetyWords } from "./words.ts";

/** The safety words of the epoch that stands, made when somebody looks: PBKDF2 takes a core for a while. */
export class Comparing {
  #wanted = false;
  #now: { readonly epoch: number; readonly authenticator: Bytes; readonly room: string } | null = null;

  constructor(private readonly context: Context) {}

  ask(): void {
    this.#wanted = true;
    this.#make();
  }

  epoch({ epoch, authenticator, room }: Group): void {
    this.#now = { epoch, authenticator, room };
    if (this.#wanted) this.#make();
  }

  end(): void {
    this.#now = null;
  }

  /** Outside the queue: stretching takes long, and nothing else has to wait for it. */
  #make(): void {
    const now = this.#now;
    if (now === null) return;
    safetyWords(now.authenticator, now.room).then(
      (words) => {
        if (this.#now !== now) return;
        this.#wanted = false;
        this.context.post({ t: "words", epoch: now.epoch, words });
      },
      () => {
        this.context.fail("e2e_group_failed");
      },
    );
  }
}
