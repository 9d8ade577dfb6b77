import { equal } from "./bytes.ts";
import type { GroupEvent } from "./contract.ts";
import type { EpochKeys } from "./epoch.ts";
import { FrameError, type Opened, type Opener } from "./frames.ts";
import type { History } from "./history.ts";
import type { Entry, Log } from "./log.ts";
import type { Payload } from "./payloads.ts";
import { emptyRoom, queue, reduce, type RoomEvent, type RoomState, roster } from "./room.ts";

/** What is heard in the room, opened and shown to the page. */
export class Conversation {
  #state: RoomState;
  #shown: RoomState;
  #opener: Opener | null = null;
  #epoch = -1;

  constructor(
    self: string,
    private readonly creator: string,
    private readonly post: (event: GroupEvent) => void,
  ) {
    this.#state = this.#shown = emptyRoom(self);
  }

  get state(): RoomState {
    return this.#state;
  }

  apply(event: RoomEvent): void {
    this.#state = reduce(this.#state, event);
  }

  /** After a reload: what was shown, and the keys to read on with until we are in the group again. */
  restore(history: History, opener: Opener): void {
    const { since, names, hands, lines } = history;
    this.#state = { ...this.#state, since, names: new Map([...names, ...this.#state.names]), hands, lines };
    this.useKeys(history.epoch, opener);
  }

  useKeys(epoch: number, opener: Opener | null): void {
    this.#epoch = epoch;
    this.#opener = opener;
  }

  /** Tells the page what has changed since it was last told. */
  show(): void {
    const [now, before] = [this.#state, this.#shown];
    this.#shown = now;
    const shown = ["leaves", "names", "presence", "left", "heard", "moderators", "removed"] as const;
    const same = shown.every((part) => now[part] === before[part]);
    // In the lobby we hear who comes and goes, and have no list to show.
    if (!same && now.leaves.size > 0) this.post({ t: "roster", people: roster(now, this.creator) });
    if (now.hands !== before.hands) this.post({ t: "hands", queue: queue(now) });
    if (now.lines !== before.lines) this.post({ t: "chat", lines: now.lines });
  }

  /** A message entry of somebody else; or our own, when it comes back after the line broke. Gives back what it says. */
  async message(entry: Entry, log: Log): Promise<Payload | null> {
    const opened = entry.epoch === this.#epoch ? await this.#open(entry.body, "message", entry.from) : null;
    if (opened === null) return null;
    this.#compare(opened, log);
    this.apply({ t: "said", identity: opened.identity, seq: entry.seq, payload: opened.payload });
    return opened.payload;
  }

  /** A signal; its payload is for the session where the room has no use for it. */
  async signal(from: string, epoch: number, body: Entry["body"], log: Log): Promise<Payload | null> {
    const opened = epoch === this.#epoch ? await this.#open(body, "signal", from) : null;
    if (opened === null) return null;
    this.#compare(opened, log);
    this.apply({ t: "heard", identity: opened.identity });
    return opened.payload;
  }

  /** Others whose word about the log turns out to differ from ours, now that we have come so far. */
  review(log: Log): void {
    for (const identity of log.contradicted()) this.post({ t: "mismatch", identity, what: "log" });
  }

  #compare({ head, identity }: Opened, log: Log): void {
    if (log.hear(head, identity) === "other") this.post({ t: "mismatch", identity, what: "log" });
  }

  /**
   * null for what does not count. A frame of our epoch that the key does not open says that its sender has other secrets for the same epoch
   * (or that the service made it up); every other fault is one sender's own doing and concerns nobody else.
   */
  async #open(body: Entry["body"], carrier: "message" | "signal", from: string): Promise<Opened | null> {
    // Who has been removed still has the keys until the commit comes.
    if (this.#state.removed.has(from)) return null;
    try {
      const opened = await this.#opener?.open(body, carrier);
      return opened?.identity === from ? opened : null;
    } catch (error) {
      if (!(error instanceof FrameError)) throw error;
      if (error.fault === "seal") this.post({ t: "mismatch", identity: from, what: "authenticator" });
      return null;
    }
  }
}

/** Whether a heartbeat says the same epoch authenticator as ours. */
export function agrees(payload: Extract<Payload, { type: "heartbeat" }>, own: Uint8Array): boolean {
  return equal(payload.authenticator, own);
}

/** What an epoch's arrival changes for the page: who is new in the tree and who is not in it any more. */
export function changes(before: EpochKeys | null, after: EpochKeys): { readonly joined: string[]; readonly left: string[] } {
  const old = new Set(before?.chat.map(({ identity }) => identity));
  const now = new Set(after.chat.map(({ identity }) => identity));
  return {
    joined: before === null ? [] : [...now].filter((identity) => !old.has(identity)),
    left: [...old].filter((identity) => !now.has(identity)),
  };
}
