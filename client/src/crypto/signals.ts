import type { Context } from "./context.ts";
import { agrees } from "./conversation.ts";
import { Lookout } from "./lookout.ts";
import type { Membership } from "./membership.ts";
import type { Moderation } from "./moderation.ts";
import type { Voice } from "./voice.ts";
import type { ServerFrame } from "./wire.ts";

const HEARTBEAT_MS = 10_000;
/** Three a second. */
const TYPING_MS = 334;

/** What is said from one to another and kept nowhere: heartbeats and what they show, requests, text as it is typed. */
export class Signals {
  readonly #lookout = new Lookout();
  #cancelHeartbeat: (() => void) | null = null;
  #typed: { readonly id: string; readonly text: string } | null = null;
  #typing = false;

  constructor(
    private readonly context: Context,
    private readonly membership: Membership,
    private readonly moderation: Moderation,
    private readonly voice: Voice,
  ) {}

  /** Whether we have been in the room. */
  get begun(): boolean {
    return this.#cancelHeartbeat !== null;
  }

  /** A new line to the service: while there was none, nothing could come. */
  restart(): void {
    this.#lookout.restart();
  }

  async heard(frame: Extract<ServerFrame, { t: "signal" }>): Promise<void> {
    const { current } = this.membership;
    if (current === null) return;
    const { conversation, post } = this.context;
    const { from } = frame;
    if (frame.epoch > current.keys.epoch) this.#lookout.spoke(from, frame.epoch);
    const payload = await conversation.signal(from, frame.epoch, frame.body, current.log);
    if (payload !== null) this.#lookout.heard(from);
    if (payload?.type === "keyframe") post({ t: "keyframe", from });
    if (payload?.type === "mute" && this.moderation.right(from) !== null) post({ t: "muteAsked", identity: from });
    if (payload?.type === "typing") post({ t: "typing", identity: from, id: payload.id, text: payload.text });
    if (payload?.type === "heartbeat" && !agrees(payload, current.keys.gossip)) post({ t: "mismatch", identity: from, what: "authenticator" });
  }

  async askMute(identity: string): Promise<void> {
    if (this.moderation.may !== null) await this.voice.signal({ type: "mute" }, identity);
  }

  /** The newest text goes out; what it overtakes does not. */
  async type(id: string, text: string): Promise<void> {
    this.#typed = { id, text };
    if (!this.#typing) await this.#sendTyped();
  }

  /** The line itself is in the chat, and ends what was typed. */
  said(id: string): void {
    if (this.#typed?.id === id) this.#typed = null;
  }

  async #sendTyped(): Promise<void> {
    const typed = this.#typed;
    this.#typing = typed !== null;
    if (typed === null) return;
    this.#typed = null;
    this.context.after(TYPING_MS, () => this.#sendTyped());
    await this.voice.signal({ type: "typing", ...typed }, null);
  }

  /** A heartbeat now and then, as long as the session lasts. */
  beat(): void {
    this.end();
    this.#cancelHeartbeat = this.context.after(HEARTBEAT_MS, async () => {
      const { current } = this.membership;
      if (current !== null) {
        await this.voice.signal({ type: "heartbeat", authenticator: current.keys.gossip }, null);
        this.#look(current);
      }
      this.beat();
    });
  }

  #look({ keys, log }: NonNullable<Membership["current"]>): void {
    const { conversation, identity, line, post } = this.context;
    if (!line.up) return;
    const others = [...conversation.state.leaves.keys()].filter((other) => other !== identity);
    const { silent, withheld } = this.#lookout.look({ others, epoch: keys.epoch, awaited: log.awaited });
    for (const other of silent) conversation.apply({ t: "presence", identity: other, state: "away" });
    if (withheld !== null) post({ t: "mismatch", identity: withheld, what: "log" });
  }

  end(): void {
    this.#cancelHeartbeat?.();
  }
}
