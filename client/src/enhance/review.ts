import { logFile } from "../api/log.ts";
import { OfflineError } from "../api/request.ts";
import { FormatError } from "../crypto/bytes.ts";
import type { Opened } from "../crypto/record/checkpoint.ts";
import { Growths } from "../crypto/record/growth.ts";
import { Checker, type Outcome, outcomeOf, parseReceipt, type Receipt, type Verdict } from "../crypto/record/receipt.ts";
import { renewed, treeOf } from "../crypto/record/renew.ts";
import type { TileTree } from "../crypto/record/tiles.ts";
import { keepReceipt, type KeptReceipt } from "../crypto/voices/shelf.ts";

import type { Ledger } from "./ledger.ts";

/** All receipts of this browser, each checked by itself and against the record as it is now. */
export interface Reviewed {
  readonly kept: KeptReceipt;
  readonly receipt: Receipt;
  readonly verdict: Verdict;
  /** `changed`: good by itself, and the record has another history since. */
  readonly outcome: Outcome | "changed";
}

/** What of the record came: null where it did not. */
export interface Now {
  readonly newest: Opened | null;
  readonly cosigned: Opened | null;
}

/** Everything that many receipts have in common, worked out once. */
class Review {
  readonly #checker: Checker;
  readonly #growths: Growths | null;
  readonly #tree: TileTree | null;

  constructor(
    ledger: Ledger,
    private readonly now: Now,
  ) {
    this.#checker = new Checker(ledger.policy);
    this.#growths = now.newest === null ? null : new Growths(now.newest.checkpoint, logFile);
    this.#tree = now.cosigned === null ? null : treeOf(now.cosigned, logFile);
  }

  async of(kept: KeptReceipt): Promise<Reviewed> {
    const first = await this.#judge(kept);
    if (first.outcome !== "unwitnessed") return first;
    const text = await this.#renewal(first.receipt);
    if (text === null) return first;
    await keepReceipt(text, kept.title);
    return this.#judge({ ...kept, text });
  }

  async #judge(kept: KeptReceipt): Promise<Reviewed> {
    const receipt = parseReceipt(kept.text);
    const verdict = await this.#checker.check(receipt);
    const outcome = outcomeOf(verdict, this.#checker.policy);
    const good = outcome === "valid" || outcome === "unwitnessed";
    return { kept, receipt, verdict, outcome: good && !(await this.#stands(verdict)) ? "changed" : outcome };
  }

  /** Whether the newest tree begins with the one that the receipt is of. Files that do not come say nothing. */
  async #stands({ opened }: Verdict): Promise<boolean> {
    if (this.#growths === null || opened === null) return true;
    try {
      const growth = await this.#growths.since(opened.checkpoint);
      return growth === "grown" || growth === "same";
    } catch (error) {
      if (error instanceof OfflineError) return true;
      if (error instanceof FormatError) return false;
      throw error;
    }
  }

  async #renewal(receipt: Receipt): Promise<string | null> {
    const { cosigned } = this.now;
    if (cosigned === null || this.#tree === null || receipt.proof.index >= cosigned.checkpoint.size) return null;
    try {
      return await renewed(receipt, cosigned, this.#tree);
    } catch (error) {
      if (error instanceof OfflineError || error instanceof FormatError) return null;
      throw error;
    }
  }
}

export function review(ledger: Ledger, now: Now, receipts: readonly KeptReceipt[]): Promise<Reviewed[]> {
  const all = new Review(ledger, now);
  return Promise.all(receipts.map((one) => all.of(one)));
}
