import type { Context } from "./context.ts";
import { gone, rank } from "./room.ts";

/** docs/protocol.md section 3.4. */
const REMOVE_MS = 2000;
const REMOVE_NEXT_MS = 1000;

/**
 * When it is for us to take out who has left. The lowest present leaf does it two seconds later, and with one commit all who have left
 * by then; each further one waits a second more, in case those before it do not come to it.
 */
export class Removal {
  #cancel: (() => void) | null = null;

  constructor(
    private readonly context: Context,
    private readonly remove: (leaves: readonly number[]) => Promise<void>,
  ) {}

  /** Looks again, after anything that may have changed who must go. `inside`: whether we are in the group at all. */
  review(inside: boolean): void {
    const { conversation, after } = this.context;
    if (!inside || gone(conversation.state).length === 0) {
      this.#cancel?.();
      this.#cancel = null;
      return;
    }
    this.#cancel ??= after(REMOVE_MS + rank(conversation.state) * REMOVE_NEXT_MS, async () => {
      this.#cancel = null;
      const { state } = conversation;
      const leaves = gone(state).flatMap((identity) => state.leaves.get(identity) ?? []);
      if (leaves.length > 0) await this.remove(leaves);
    });
  }
}
