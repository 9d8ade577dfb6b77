import type { Context } from "./context.ts";
import { historyOf, saveHistory } from "./history.ts";
import type { Membership } from "./membership.ts";
import type { Moderation } from "./moderation.ts";

const SAVE_MS = 150;

/** Keeps for a reload what it would lose: soon after it has changed, and many changes at once. */
export class Memory {
  #due = false;
  #works = true;

  constructor(
    private readonly context: Context,
    private readonly membership: Membership,
    private readonly moderation: Moderation,
  ) {}

  changed(): void {
    if (this.#due || !this.#works) return;
    this.#due = true;
    this.context.after(SAVE_MS, async () => {
      this.#due = false;
      await this.#save();
    });
  }

  /** A browser that keeps nothing more loses the chat on a reload, and nothing else. */
  async #save(): Promise<void> {
    const { current } = this.membership;
    if (current === null) return;
    const { record, conversation } = this.context;
    const { keys, log } = current;
    try {
      await saveHistory(record.room, record.cover, historyOf(log.head, conversation.state, keys.epoch, keys.chat, this.moderation.envelope));
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
      this.#works = false;
    }
  }
}
