import type { Context } from "./context.ts";
import type { EpochKeys } from "./epoch.ts";
import type { Log } from "./log.ts";
import { type Content, Outbox, type Sealed } from "./outbox.ts";
import type { Mark, Payload, Signal } from "./payloads.ts";

/** What we say: sealed for the epoch that stands when it goes out, again and again until the log has it. */

/**
 * How everybody's profiles are spread when somebody has come in, for each person in the room: all hear each of them, and at that moment
 * a picture is on its way.
 */
const PROFILE_JITTER_MS = 50;
const REFUSED_MS = 250;

export class Voice {
  readonly #outbox = new Outbox();
  #keys: EpochKeys | null = null;
  #log: Log | null = null;
  /** The service said that this epoch has passed; its commit is on the way to us. */
  #stale = -1;
  #profileDue = false;

  constructor(
    private readonly context: Context,
    /** Which charter we know. */
    private readonly mark: () => Mark | null,
  ) {}

  /** Null keys: say nothing, and keep what there is to say. */
  use(keys: EpochKeys | null, log: Log | null): void {
    this.#keys = keys;
    this.#log = log;
  }

  async say(content: Content): Promise<void> {
    this.#outbox.add(content);
    await this.flush();
  }

  profileSoon(): void {
    if (this.#profileDue) return;
    this.#profileDue = true;
    const people = this.context.conversation.state.leaves.size;
    this.context.after(this.context.around.random() * people * PROFILE_JITTER_MS, async () => {
      this.#profileDue = false;
      await this.say({ type: "profile" });
    });
  }

  async flush(): Promise<void> {
    const [keys, log, { line }] = [this.#keys, this.#log, this.context];
    if (keys === null || log === null || !line.up || keys.epoch <= this.#stale) return;
    for (let item = this.#outbox.next(); item !== null; item = this.#outbox.next()) {
      const payload = this.#payload(item.content);
      const body = await keys.sealer.seal(payload, log.head);
      this.#outbox.sent(item.id, { payload, epoch: keys.epoch, body });
      line.send({ t: "message", id: item.id, epoch: keys.epoch, body });
    }
  }

  /** `to` null: for everybody. Signals are not kept: without a line there is nobody to hear them. */
  async signal(payload: Signal, to: string | null): Promise<void> {
    const [keys, log, { line }] = [this.#keys, this.#log, this.context];
    if (keys === null || log === null || !line.up) return;
    line.send({ t: "signal", epoch: keys.epoch, to, body: await keys.sealer.seal(payload, log.head) });
  }

  accepted(id: string): Sealed | null {
    return this.#outbox.accepted(id);
  }

  landed(body: Uint8Array): Sealed | null {
    return this.#outbox.landed(body);
  }

  async refused(id: string, code: string): Promise<void> {
    const epoch = this.#outbox.refused(id) ?? -1;
    if (code === "old_epoch") {
      this.#stale = Math.max(this.#stale, epoch);
      // The next epoch may be here already.
      await this.flush();
    } else {
      // `not_a_member` while the service is still showing us the log.
      this.context.after(REFUSED_MS, () => this.flush());
    }
  }

  /** An epoch has been opened again, so that its number says nothing any more. */
  reopened(): void {
    this.#stale = -1;
  }

  lost(): void {
    this.#outbox.lost();
  }

  settled(): void {
    this.#outbox.settled();
  }

  #payload(content: Content): Payload {
    if (content.type !== "profile") return content;
    const { state } = this.context.conversation;
    return { type: "profile", name: this.context.record.name, hand: state.hands.get(state.self) ?? null, charter: this.mark() };
  }
}
