import type { Context } from "./context.ts";
import type { Moderation } from "./moderation.ts";
import { gone, rank } from "./room.ts";

/** docs/protocol.md section 3.4. */
const REMOVE_MS = 2000;
const REMOVE_NEXT_MS = 1000;
/** Our own decision: at once, and as soon again when something stands in the way for a moment. */
const OWN_MS = 20;

/**
 * When it is for us to take out who has left or been removed. The lowest present leaf does it two seconds later, and with one commit all who
 * have left by then; each further one waits a second more, in case those before it do not come to it. Who has removed somebody does it at once.
 */
export class Removal {
  #cancel: (() => void) | null = null;
  /** Whether what is waited for is our own decision. */
  #own = false;

  constructor(
    private readonly context: Context,
    private readonly moderation: Moderation,
    private readonly remove: (leaves: readonly number[]) => Promise<void>,
  ) {}

  /** Looks again, after anything that may have changed who must go. `inside`: whether we are in the group at all. */
  review(inside: boolean): void {
    const { conversation, after } = this.context;
    const own = this.moderation.due && this.moderation.ours;
    if (!inside || !this.#needed || (own && !this.#own)) {
      this.#cancel?.();
      this.#cancel = null;
    }
    if (!inside || !this.#needed) return;
    this.#own = own;
    this.#cancel ??= after(own ? OWN_MS : REMOVE_MS + rank(conversation.state) * REMOVE_NEXT_MS, async () => {
      this.#cancel = null;
      const { state } = conversation;
      if (this.#needed) await this.remove(gone(state).flatMap((identity) => state.leaves.get(identity) ?? []));
    });
  }

  /** A removal that is due wants a new epoch, also when the removed one has gone already. */
  get #needed(): boolean {
    return this.moderation.due || gone(this.context.conversation.state).length > 0;
  }
}
