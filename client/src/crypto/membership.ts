import { sha256 } from "@noble/hashes/sha2.js";

import { type Bytes, equal, hex } from "./bytes.ts";
import type { Context } from "./context.ts";
import { changes } from "./conversation.ts";
import { STARTING_OVER } from "./delivery.ts";
import { deriveEpoch, type EpochKeys, wipeEpoch } from "./epoch.ts";
import type { Group } from "./group.ts";
import { discard, type Joining, type Prepared } from "./joining.ts";
import { type Entry, type Head, Log, nextHead } from "./log.ts";
import { Removal } from "./removal.ts";
import type { Member } from "./tree.ts";
import type { Voice } from "./voice.ts";
import type { GroupNews, PresentMember, ServerFrame } from "./wire.ts";

/** Our place in the group: how we come in, follow the log, take out who has left, and notice that something is wrong. */

const CONFLICT_MS = 30;
/** How long others have to refuse with us what we refused. */
const REOPEN_MS = 10_000;
/** So often in a row the missing entry may fail to come after a resume; then the service is hiding it. */
const MOST_GAPS = 3;
/** In a row, far more than many who press at once make for each other. */
const MOST_CONFLICTS = 100;

interface Pending {
  readonly id: string;
  readonly kind: "join" | "remove";
  readonly commit: Prepared;
  /** The line broke before the answer came: the log will tell. */
  unsure: boolean;
}

export class Membership {
  #group: Group | null = null;
  #keys: EpochKeys | null = null;
  #pending: Pending | null = null;
  /** The log up to here is what the service had when it welcomed us. */
  #target: Head | null = null;
  #wanted = false;
  #conflicts = 0;
  #gaps = 0;
  #commits = 0;
  #refused: { readonly epoch: number; readonly hash: Bytes; readonly cancel: () => void } | null = null;
  /** Hashes of our own commits that were taken. */
  readonly #own = new Set<string>();
  readonly #removal: Removal;

  constructor(
    private readonly context: Context,
    private readonly joining: Joining,
    private readonly voice: Voice,
    private log: Log | null,
    private readonly told: { lobby(news: GroupNews): void; epoch(keys: EpochKeys, group: Group, first: boolean): void; changed(): void },
  ) {
    this.#removal = new Removal(context, (leaves) => this.#removeLeft(leaves));
  }

  get inside(): boolean {
    return this.#group !== null;
  }

  /** The group as the lobby sees it. */
  get lobby(): { readonly members: readonly Member[] } {
    return this.joining;
  }

  get current(): { readonly keys: EpochKeys; readonly log: Log } | null {
    return this.#keys === null || this.log === null ? null : { keys: this.#keys, log: this.log };
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
      await this.#watch(news);
      return;
    }
    if (this.#group === null) conversation.apply({ t: "standing", members: news.members });
    else for (const member of news.members) conversation.apply({ t: "presence", ...member });
    this.#target = { n: news.seq, hash: news.head };
    await this.#prepare(news);
    await this.#arrive();
  }

  /** The group has changed while we watch. */
  async news(news: GroupNews): Promise<void> {
    if (this.#group === null && this.#pending === null) await this.#watch(news);
  }

  /** The service does not know our place any more: what we had of the log leads nowhere. */
  forgetLog(): void {
    this.log = null;
    this.#target = null;
    this.#dropGroup();
  }

  down(): void {
    if (this.#pending !== null) {
      this.#pending.unsure = true;
      if (this.log === null) this.#dropPending();
    }
    this.voice.lost();
  }

  async #watch(news: GroupNews): Promise<void> {
    await this.#prepare(news);
    this.told.lobby(news);
    if (this.#wanted) await this.#enter();
  }

  async #prepare(news: GroupNews): Promise<void> {
    if (this.#group === null) await this.joining.prepare(news, this.context.around.now());
  }

  /** We have come to where the log was when we were welcomed. */
  async #arrive(): Promise<void> {
    const [target, log] = [this.#target, this.log];
    if (target === null || log === null || log.head.n < target.n) return;
    this.#target = null;
    if (log.compare(target) === "other") {
      this.context.fail("e2e_log_forked");
      return;
    }
    this.voice.settled();
    if (this.#pending?.unsure === true) this.#dropPending();
    if (this.#group === null) {
      const { news } = this.joining;
      if (news !== null) await this.#watch(news);
    } else {
      this.#removal.review(this.inside);
      await this.voice.flush();
    }
  }

  /** Posts the join that is ready, or makes one. */
  async #enter(): Promise<void> {
    const { line, around } = this.context;
    if (!line.up || this.#group !== null || this.#pending !== null || this.#target !== null) return;
    const { news } = this.joining;
    if (news === null) return;
    let commit = this.joining.take();
    if (commit === null) {
      await this.joining.prepare(news, around.now());
      commit = this.joining.take();
    }
    if (commit !== null) this.#post("join", commit);
  }

  #post(kind: Pending["kind"], commit: Prepared): void {
    const id = `c${this.#commits++}`;
    this.#pending = { id, kind, commit, unsure: false };
    this.context.line.send({ t: "commit", id, epoch: commit.base, message: commit.message, groupInfo: commit.groupInfo, link: null });
  }

  async committed(frame: Extract<ServerFrame, { t: "committed" }>): Promise<void> {
    const pending = this.#pending;
    if (pending?.id !== frame.id) return;
    this.#take(pending, frame.members, { n: frame.seq, hash: frame.head });
    await this.voice.flush();
  }

  /** Our commit counts. `members` null: we learn of it from the log. Keys go out first; somebody is waiting for a picture. */
  #take(pending: Pending, members: readonly PresentMember[] | null, head: Head): void {
    const { commit, kind } = pending;
    this.#pending = null;
    this.#conflicts = 0;
    const first = this.#group === null;
    const before = this.log;
    const entry = this.#ownEntry(commit, head.n);
    const log = this.#logWith(entry, head);
    this.#install(commit.group, commit.keys, log, first, kind === "join" ? this.context.identity : null);
    if (log === null) {
      this.context.fail("e2e_log_forked");
      return;
    }
    if (commit.message !== null) this.#own.add(hex(sha256(commit.message)));
    const { conversation } = this.context;
    if (first && log !== before) conversation.apply({ t: "start", since: head.n });
    if (first && members !== null) conversation.apply({ t: "standing", members });
    conversation.apply({ t: "tree", members: commit.group.members, fresh: first ? [this.context.identity] : [] });
    this.#removal.review(this.inside);
    if (first) this.voice.profileSoon();
    this.told.changed();
  }

  #ownEntry({ base, message }: Prepared, seq: number): Entry {
    const from = this.context.identity;
    if (base === null || message === null) return { seq, kind: "created", epoch: 0, from, body: new Uint8Array() };
    return { seq, kind: "commit", epoch: base, from, body: message };
  }

  /** Our log with our own commit in it; begun there if it was not whole before. null: the service contradicts what it told us. */
  #logWith(entry: Entry, head: Head): Log | null {
    const known = this.log;
    if (known !== null && known.append(entry)) return equal(known.head.hash, head.hash) ? known : null;
    if (known !== null && known.compare(head) === "same") return known;
    const { news } = this.joining;
    const follows = news !== null && news.seq + 1 === entry.seq;
    if (follows && !equal(nextHead({ n: news.seq, hash: news.head }, entry).hash, head.hash)) return null;
    this.log = new Log(head);
    return this.log;
  }

  #install(group: Group, keys: EpochKeys, log: Log | null, first: boolean, came: string | null): void {
    const { conversation, post } = this.context;
    const [oldGroup, oldKeys] = [this.#group, this.#keys];
    this.#group = group;
    this.#keys = keys;
    const { joined, left } = changes(first ? null : oldKeys, keys);
    const named = left.map((identity) => ({ identity, name: conversation.state.names.get(identity) ?? null }));
    post({ t: "epoch", epoch: keys.epoch, first, keys: keys.media, joined, left: named });
    conversation.useKeys(keys.epoch, keys.opener);
    this.voice.use(keys, log);
    oldGroup?.wipe(group);
    if (oldKeys !== null) wipeEpoch(oldKeys);
    if (came !== null && came !== this.context.identity) this.voice.profileSoon();
    this.told.epoch(keys, group, first);
  }

  /** Another commit was first. Ours never was; the winner comes as an entry, or as news to who is not in yet. */
  conflict(frame: Extract<ServerFrame, { t: "conflict" }>): void {
    const pending = this.#pending;
    if (pending?.id !== frame.id) return;
    this.#dropPending();
    const { around, after } = this.context;
    if (pending.kind === "remove") {
      this.#removal.review(this.inside);
      return;
    }
    // That our epoch has passed, and is the one that stands: whoever says both offers a group that is not the room's.
    if (frame.news.epoch === pending.commit.base || ++this.#conflicts > MOST_CONFLICTS) {
      this.context.fail("e2e_group_failed");
      return;
    }
    const wait = around.random() * CONFLICT_MS * Math.min(this.#conflicts, 5);
    after(wait, async () => {
      if (this.#group !== null || this.#pending !== null) return;
      await this.joining.prepare(frame.news, around.now());
      await this.#enter();
    });
  }

  /** True when it was our commit that the service refused. */
  refusedCommit(id: string, code: string): boolean {
    const pending = this.#pending;
    if (pending?.id !== id) return false;
    this.#dropPending();
    this.context.fail(code === "room_full" ? "room_full" : "e2e_group_failed");
    return true;
  }

  accepted(id: string, seq: number): void {
    const sealed = this.voice.accepted(id);
    if (sealed === null || this.log === null) return;
    const { conversation, identity } = this.context;
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
        if (sealed === null) await conversation.message(entry, log);
        else conversation.apply({ t: "said", identity, seq: entry.seq, payload: sealed.payload });
        return;
      }
      case "left":
      case "back":
        conversation.apply({ t: entry.kind, identity: entry.from });
        this.#removal.review(this.inside);
        return;
      case "reopen":
        await this.#reopen(entry);
    }
  }

  async #followCommit(entry: Entry, log: Log): Promise<void> {
    const pending = this.#pending;
    if (pending?.commit.message != null && equal(pending.commit.message, entry.body)) {
      this.#take(pending, null, log.head);
      await this.voice.flush();
      return;
    }
    const group = this.#group;
    if (group === null || this.#refused !== null) return;
    const { conversation, around } = this.context;
    const outcome = await group.process(entry.body, conversation.state.left, around.now());
    if (outcome.kind === "refused") this.#refuse(entry);
    else if (outcome.kind === "removed") this.#startOver();
    else {
      const { next, came } = outcome;
      const keys = await deriveEpoch(next, this.context.record.keys);
      this.#install(next, keys, log, false, came);
      conversation.apply({ t: "tree", members: next.members, fresh: came === null ? [] : [came] });
      this.#removal.review(this.inside);
      await this.voice.flush();
    }
  }

  /** We stay where we are and say so. If most of us do, the epoch is opened again; if not, we are alone with it and leave. */
  #refuse(entry: Entry): void {
    const hash = new Uint8Array(sha256(entry.body));
    this.context.line.send({ t: "reject", epoch: entry.epoch, hash });
    const cancel = this.context.after(REOPEN_MS, () => {
      this.context.fail("e2e_group_failed");
    });
    this.#refused = { epoch: entry.epoch, hash, cancel };
  }

  async #reopen(entry: Entry): Promise<void> {
    if (this.#own.has(hex(entry.body))) {
      this.context.fail("e2e_group_failed");
      return;
    }
    const refused = this.#refused;
    this.voice.reopened();
    if (refused !== null && refused.epoch === entry.epoch && equal(refused.hash, entry.body)) {
      refused.cancel();
      this.#refused = null;
      this.#removal.review(this.inside);
      await this.voice.flush();
    } else if (this.#group !== null && this.#group.epoch > entry.epoch) this.#startOver();
  }

  /** Our epoch is not the room's any more: out of the group, and in again by an external commit that takes out our old leaf. */
  #startOver(): void {
    this.#dropGroup();
    this.#wanted = true;
    this.context.line.drop(STARTING_OVER);
  }

  #dropGroup(): void {
    this.#dropPending();
    this.joining.drop();
    if (this.#group !== null) this.#wanted = true;
    this.#group?.wipe();
    if (this.#keys !== null) wipeEpoch(this.#keys);
    this.#group = null;
    this.#keys = null;
    this.#refused?.cancel();
    this.#refused = null;
    this.#removal.review(false);
    this.voice.use(null, null);
    this.context.conversation.useKeys(-1, null);
  }

  #dropPending(): void {
    if (this.#pending !== null) discard(this.#pending.commit);
    this.#pending = null;
  }

  /** Takes out who has left, in our turn. */
  async #removeLeft(leaves: readonly number[]): Promise<void> {
    const group = this.#group;
    if (group === null) return;
    if (this.#pending !== null || this.#refused !== null || this.#target !== null || !this.context.line.up) {
      this.#removal.review(true);
      return;
    }
    const { message, groupInfo, next } = await group.remove(leaves);
    this.#post("remove", { base: group.epoch, message, groupInfo, group: next, keys: await deriveEpoch(next, this.context.record.keys) });
  }

  /** The session is over: nothing that could open or seal is left. */
  end(): void {
    this.#dropGroup();
  }
}
