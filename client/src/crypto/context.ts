import type { FailureCode, GroupEvent } from "./contract.ts";
import type { Conversation } from "./conversation.ts";
import type { Line } from "./delivery.ts";
import type { RoomRecord } from "./record.ts";
import type { Suite } from "./suite.ts";
import type { Surroundings } from "./surroundings.ts";

/** What the parts of one session share. */
export interface Context {
  readonly record: RoomRecord;
  readonly identity: string;
  readonly suite: Suite;
  readonly around: Surroundings;
  readonly conversation: Conversation;
  readonly line: Line;
  readonly post: (event: GroupEvent) => void;
  /** Ends everything; no key is left in memory. */
  readonly fail: (code: FailureCode) => void;
  /** As `fail`, and this browser forgets the room: it is over, or we are put out of it. */
  readonly finish: (code: FailureCode) => void;
  /** Runs a task after `ms`, in its turn among all others, unless the session has ended by then. Gives back what cancels it. */
  readonly after: (ms: number, task: () => Promise<void> | void) => () => void;
}
