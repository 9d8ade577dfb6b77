import { type Bid, Bids } from "./bids.ts";
import type { Bytes } from "./bytes.ts";
import type { Context } from "./context.ts";
import { STARTING_OVER } from "./delivery.ts";
import { deriveEpoch, type EpochKeys } from "./epoch.ts";
import { entryOf, type Joining } from "./joining.ts";
import { type Entry, epochAfter, type Head, type Log, withOwn } from "./log.ts";
import type { Moderation } from "./moderation.ts";
import { Objection } from "./objection.ts";
import type { Payload } from "./payloads.ts";
import { Removal } from "./removal.ts";
import { newLink } from "./rotation.ts";
import type { Seat } from "./seat.ts";
import type { Member } from "./tree.ts";
import type { Voice } from "./voice.ts";
import type { GroupNews, PresentMember, ServerFrame } from "./wire.ts";

/** Our place in the group: how we come in, follow the log, take out who has left, and notice that something is wrong. */

const CONFLICT_MS = 30;
/** So often in a row the missing entry may fail to come after a resume; then the service is hiding it. */
const MOST_GAPS = 3;
/** In a row, far more than many who press at once make for each other. */
const MOST_CONFLICTS = 100;
/** In a row, of removals that met a charter on their way. */
const MOST_REFUSALS = 8;

export class Membership {
  readonly #bids: Bids;
  /** The log up to here is what the service had when it welcomed us. */
  #target: { readonly head: Head; readonly charter: Bytes | null } | null = null;
  /** The epoch that the service is in, which is not ours while we refuse a commit. */
  #stands = 0;
  #wanted = false;
  #gaps = 0;
  readonly #removal: Removal;
  readonly #objection: Objection;

  constructor(
    private readonly context: Context,
    private readonly joining: Joining,
    private readonly seat: Seat,
    private readonly moderation: Moderation,
    private readonly voice: Voice,
    private log: Log | null,
    private readonly told: { lobby(news: GroupNews): void; shut(): Promise<void>; changed(): void },
  ) {
    this.#bids = new Bids(context);
    this.#objection = new Objection(context);
    this.#removal = new Removal(context, moderation, (leaves) => this.#removeLeft(leaves));
  }

  get inside(): boolean {
    return this.seat.group !== null;
  }

  /** The group as the lobby sees it. */
  get lobby(): { readonly members: readonly Member[] } {
    return this.joining;
  }

  get current(): { readonly keys: EpochKeys; readonly log: Log } | null {
    const { keys } = this.seat;
    return keys === null || this.log === null ? null : { keys, log: this.log };
  }

  /** Where to resume from; null: there is nothing to resume. */
  get resume(): number | null {
    return this.log?.head.n ?? null;
  }

  async join(): Promise<void> {
    this.#wanted = true;
    await this.#enter();
  }

  async welcome(news: GroupNews): Promise<void> {
    const { conversation } = this.context;
    if (this.log === null) {
      await this.news(news);
      return;
    }
    if (!this.inside) conversation.apply({ t: "standing", members: news.members });
    else for (const member of news.members) conversation.apply({ t: "presence", ...member });
    this.#target = { head: { n: news.seq, hash: news.head }, charter: news.charter };
    await this.#prepare(news);
    await this.#arrive();
  }

  /** The group has changed while we watch. */
  async news(news: GroupNews): Promise<void> {
    if (this.inside || !(await this.moderation.offered(news.charter))) return;
    if (!this.#bids.open) await this.#watch(news);
  }

  /** The charter has changed. */
  decided(): void {
    this.#removal.review(this.inside);
  }

  /** The service does not know our place any more: what we had of the log leads nowhere. */
  forgetLog(): void {
    this.log = null;
    this.#target = null;
    this.#dropGroup();
  }

  down(): void {
    this.#bids.lost();
    if (this.log === null) this.#bids.drop();
    this.voice.lost();
    this.moderation.lost();
  }

  async #watch(news: GroupNews): Promise<void> {
    // The commit that changed the link came while we were not in the group: we have no key to read the new one with.
    if (this.context.record.outdated) {
      this.context.fail("link_changed");
      return;
    }
    await this.#prepare(news);
    this.told.lobby(news);
    if (this.#wanted) await this.#enter();
  }

  async #prepare(news: GroupNews): Promise<void> {
    if (!this.inside) await this.joining.prepare(news, this.context.around.now());
  }

  /** We have come to where the log was when we were welcomed. */
  async #arrive(): Promise<void> {
    const [target, log] = [this.#target, this.log];
    if (target === null || log === null || log.head.n < target.head.n) return;
    this.#target = null;
    if (log.compare(target.head) === "other" || !this.moderation.agrees(target.charter)) {
      this.context.fail("e2e_log_forked");
      return;
    }
    this.voice.settled();
    this.#bids.settled();
    if (!this.inside) {
      const { news } = this.joining;
      if (news !== null) await this.#watch(news);
    } else {
      this.#removal.review(this.inside);
      await this.#flush();
    }
  }

  async #flush(): Promise<void> {
    await this.voice.flush();
    await this.moderation.flush();
  }

  /** Posts the join that is ready, or makes one. */
  async #enter(): Promise<void> {
    const { line, around } = this.context;
    if (!line.up || this.inside || this.#bids.open || this.#target !== null) return;
    const { news } = this.joining;
    if (news === null) return;
    let commit = this.joining.take();
    if (commit === null) {
      await this.joining.prepare(news, around.now());
      commit = this.joining.take();
    }
    if (commit !== null) this.#bids.post("join", commit);
  }

  async committed(frame: Extract<ServerFrame, { t: "committed" }>): Promise<void> {
    const bid = this.#bids.answered(frame.id);
    if (bid === null) return;
    await this.#take(bid, frame.members, { n: frame.seq, hash: frame.head });
    await this.#flush();
  }

  /** Our commit counts. `members` null: we learn of it from the log. */
  async #take(bid: Bid, members: readonly PresentMember[] | null, head: Head): Promise<void> {
    const { commit, kind } = bid;
    this.#bids.won(bid);
    const first = !this.inside;
    const before = this.log;
    const { news } = this.joining;
    const log = withOwn(before, entryOf(commit, head.n, this.context.identity), head, news && { n: news.seq, hash: news.head });
    this.log = log ?? before;
    this.#stands = commit.group.epoch;
    await this.seat.take(commit.group, commit.keys, log, kind === "join" ? this.context.identity : null);
    if (log === null) {
      this.context.fail("e2e_log_forked");
      return;
    }
    const { conversation } = this.context;
    if (first && log !== before) conversation.apply({ t: "start", since: head.n });
    if (first && members !== null) conversation.apply({ t: "standing", members });
    conversation.apply({ t: "tree", members: commit.group.members, fresh: first ? [this.context.identity] : [] });
    this.#removal.review(this.inside);
    if (first) this.voice.profileSoon();
    this.told.changed();
  }

  /** Another commit was first. Ours never was; the winner comes as an entry, or as news to who is not in yet. */
  conflict(frame: Extract<ServerFrame, { t: "conflict" }>): void {
    const bid = this.#bids.answered(frame.id);
    if (bid === null) return;
    this.#bids.drop();
    const { around, after } = this.context;
    if (bid.kind === "remove") {
      this.#removal.review(this.inside);
      return;
    }
    // That our epoch has passed, and is the one that stands: whoever says both offers a group that is not the room's.
    const conflicts = this.#bids.conflicted();
    if (frame.news.epoch === bid.commit.base || conflicts > MOST_CONFLICTS) {
      this.context.fail("e2e_group_failed");
      return;
    }
    const wait = around.random() * CONFLICT_MS * Math.min(conflicts, 5);
    after(wait, async () => {
      if (this.inside || this.#bids.open) return;
      await this.joining.prepare(frame.news, around.now());
      await this.#enter();
    });
  }

  /** True when it was our commit that the service refused. */
  async refusedCommit(id: string, code: string): Promise<boolean> {
    const bid = this.#bids.answered(id);
    if (bid === null) return false;
    this.#bids.drop();
    if (bid.kind === "join" && code === "room_locked") {
      this.#wanted = false;
      await this.told.shut();
    } else if (bid.kind === "remove" && code === "invalid" && this.#bids.refused() < MOST_REFUSALS) {
      // Made for a charter that another has followed, which we know by now.
      this.#removal.review(this.inside);
    } else this.context.fail(code === "room_full" ? "room_full" : "e2e_group_failed");
    return true;
  }

  async accepted(id: string, seq: number): Promise<void> {
    if (this.log === null) return;
    const { conversation, identity } = this.context;
    const envelope = this.moderation.accepted(id);
    if (envelope !== null) {
      const entry: Entry = { seq, kind: "charter", epoch: this.#stands, from: identity, body: envelope };
      if (this.#append(entry)) await this.moderation.entry(entry);
      await this.moderation.flush();
    }
    const sealed = this.voice.accepted(id);
    if (sealed === null) return;
    this.#append({ seq, kind: "message", epoch: sealed.epoch, from: identity, body: sealed.body });
    conversation.apply({ t: "said", identity, seq, payload: sealed.payload });
  }

  async entry(entry: Entry): Promise<void> {
    const { log } = this;
    if (log === null || entry.seq <= log.head.n || !this.#append(entry)) return;
    await this.#follow(entry, log);
    await this.#arrive();
  }

  /** A gap is mended by resuming from what we have. */
  #append(entry: Entry): boolean {
    const { log } = this;
    if (log === null) return false;
    if (!log.append(entry)) {
      if (++this.#gaps > MOST_GAPS) this.context.fail("e2e_log_forked");
      else this.context.line.drop(STARTING_OVER);
      return false;
    }
    this.#gaps = 0;
    this.#stands = epochAfter(entry);
    this.context.conversation.review(log);
    this.told.changed();
    return true;
  }

  async #follow(entry: Entry, log: Log): Promise<void> {
    const { conversation, identity } = this.context;
    switch (entry.kind) {
      case "created":
        return;
      case "commit":
        await this.#followCommit(entry, log);
        return;
      case "message": {
        const sealed = entry.from === identity ? this.voice.landed(entry.body) : null;
        if (sealed === null) this.#said(entry.from, await conversation.message(entry, log));
        else conversation.apply({ t: "said", identity, seq: entry.seq, payload: sealed.payload });
        return;
      }
      case "left":
      case "back":
        conversation.apply({ t: entry.kind, identity: entry.from });
        this.#removal.review(this.inside);
        return;
      case "charter":
        await this.moderation.entry(entry);
        return;
      case "reopen":
        await this.#reopen(entry);
    }
  }

  #said(identity: string, payload: Payload | null): void {
    if (payload?.type === "profile") this.moderation.heard(identity, payload.charter);
  }

  async #followCommit(entry: Entry, log: Log): Promise<void> {
    const bid = this.#bids.found(entry.body);
    if (bid !== null) {
      await this.#take(bid, null, log.head);
      await this.#flush();
      return;
    }
    const { group } = this.seat;
    if (group === null || this.#objection.raised) return;
    const { conversation, around } = this.context;
    const outcome = await group.process(entry.body, conversation.state.left, around.now(), this.moderation.rules);
    if (outcome.kind === "refused") this.#objection.raise(entry);
    else if (outcome.kind === "removed") this.#startOver();
    else {
      const { next, came } = outcome;
      const keys = await deriveEpoch(next, this.context.record.keys);
      await this.seat.take(next, keys, log, came);
      conversation.apply({ t: "tree", members: next.members, fresh: came === null ? [] : [came] });
      this.#removal.review(this.inside);
      await this.#flush();
    }
  }

  async #reopen(entry: Entry): Promise<void> {
    if (this.#bids.made(entry.body)) {
      this.context.fail("e2e_group_failed");
      return;
    }
    this.voice.reopened();
    await this.seat.reopened(entry.epoch);
    if (this.#objection.upheld(entry)) {
      this.#removal.review(this.inside);
      await this.#flush();
    } else if (this.seat.group !== null && this.seat.group.epoch > entry.epoch) this.#startOver();
  }

  /** Our epoch is not the room's any more: out of the group, and in again by an external commit that takes out our old leaf. */
  #startOver(): void {
    this.#dropGroup();
    this.#wanted = true;
    this.context.line.drop(STARTING_OVER);
  }

  #dropGroup(): void {
    this.#bids.drop();
    this.joining.drop();
    if (this.inside) this.#wanted = true;
    this.seat.leave();
    this.#objection.drop();
    this.#removal.review(false);
  }

  /** Takes out who has left or been removed, in our turn. Nobody may be left to take out: then the new epoch is for its new link. */
  async #removeLeft(leaves: readonly number[]): Promise<void> {
    const { group } = this.seat;
    if (group === null) return;
    if (this.#bids.open || this.#objection.raised || this.#target !== null || !this.context.line.up) {
      this.#removal.review(true);
      return;
    }
    const { message, groupInfo, next } = await (leaves.length === 0 ? group.update() : group.remove(leaves));
    const keys = await deriveEpoch(next, this.context.record.keys);
    const link = this.moderation.due ? await newLink(next, this.moderation.charter.version) : null;
    this.#bids.post("remove", { base: group.epoch, message, groupInfo, group: next, keys, link });
  }

  /** The session is over: nothing that could open or seal is left. */
  end(): void {
    this.#dropGroup();
  }
}
