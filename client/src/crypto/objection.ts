import { sha256 } from "@noble/hashes/sha2.js";

import { type Bytes, copy, equal } from "./bytes.ts";
import type { Context } from "./context.ts";
import type { Entry } from "./log.ts";

/** How long others have to refuse with us what we refused. */
const REOPEN_MS = 10_000;

/** A commit that we refuse: we stay where we are and say so. If most of us do, the epoch is opened again; if not, we are alone with it and leave. */
export class Objection {
  #raised: { readonly epoch: number; readonly hash: Bytes; readonly cancel: () => void } | null = null;

  constructor(private readonly context: Context) {}

  get raised(): boolean {
    return this.#raised !== null;
  }

  raise({ epoch, body }: Entry): void {
    const hash = copy(sha256(body));
    this.context.line.send({ t: "reject", epoch, hash });
    const cancel = this.context.after(REOPEN_MS, () => {
      this.context.fail("e2e_group_failed");
    });
    this.#raised = { epoch, hash, cancel };
  }

  /** An epoch is open again. True when it is for what we refused. */
  upheld({ epoch, body }: Entry): boolean {
    const upheld = this.#raised?.epoch === epoch && equal(this.#raised.hash, body);
    if (upheld) this.drop();
    return upheld;
  }

  drop(): void {
    this.#raised?.cancel();
    this.#raised = null;
  }
}
