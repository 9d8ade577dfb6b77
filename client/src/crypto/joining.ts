import { type Bytes, equal } from "./bytes.ts";
import { deriveEpoch, type EpochKeys, wipeEpoch } from "./epoch.ts";
import type { OwnKeyPackage } from "./external.ts";
import { Group, makeKeyPackage } from "./group.ts";
import { readGroupInfo } from "./groupinfo.ts";
import type { Entry } from "./log.ts";
import type { RoomRecord } from "./record.ts";
import type { Suite } from "./suite.ts";
import type { Member } from "./tree.ts";
import type { GroupNews, NewLink } from "./wire.ts";

/** A commit that only has to be posted, with the keys of the epoch that it makes. */
export interface Prepared {
  /** The epoch it leaves; null makes the group. */
  readonly base: number | null;
  readonly message: Bytes | null;
  readonly groupInfo: Bytes;
  readonly group: Group;
  readonly keys: EpochKeys;
  /** What it brings with it, when it takes out somebody who was removed. */
  readonly link: NewLink | null;
}

/**
 * Keeps a join ready while somebody is in the lobby: made ahead for the group as it is, made anew when the group changes. So pressing
 * the button costs one round trip, and none of the 60 ms and more that MLS takes.
 */
export class Joining {
  #own: OwnKeyPackage | null = null;
  #prepared: Prepared | null = null;
  #news: GroupNews | null = null;
  #members: readonly Member[] = [];

  constructor(
    private readonly record: RoomRecord,
    private readonly suite: Suite,
  ) {}

  /** What the join that is ready was made for. */
  get news(): GroupNews | null {
    return this.#news;
  }

  /** In the tree now; one's own old leaf too. */
  get members(): readonly Member[] {
    return this.#members;
  }

  /** Rejects with GroupError or TreeError when the service's GroupInfo is not a group that can be joined. `now` in ms since 1970. */
  async prepare(news: GroupNews, now: number): Promise<void> {
    const before = this.#news;
    this.#news = news;
    if (this.#prepared !== null && before !== null && sameGroup(before, news)) return;
    this.drop();
    this.#own ??= await makeKeyPackage(this.record.room, this.suite, now);
    this.#prepared = news.groupInfo === null ? await this.#found(this.#own) : await this.#enter(this.#own, news.groupInfo, now);
  }

  async #found(own: OwnKeyPackage): Promise<Prepared> {
    const { room, psk, keys } = this.record;
    const group = await Group.create(room, own, psk, this.suite);
    this.#members = [];
    return { base: null, message: null, groupInfo: await group.groupInfo(), group, keys: await deriveEpoch(group, keys), link: null };
  }

  async #enter(own: OwnKeyPackage, groupInfo: Bytes, now: number): Promise<Prepared> {
    const { room, psk, keys } = this.record;
    const offer = await readGroupInfo(groupInfo, room, this.suite, now);
    this.#members = offer.members;
    const { message, groupInfo: after, next } = await Group.join(room, offer, own, psk, this.suite);
    return { base: offer.epoch, message, groupInfo: after, group: next, keys: await deriveEpoch(next, keys), link: null };
  }

  /** Hands the join over; the next needs its own. */
  take(): Prepared | null {
    const prepared = this.#prepared;
    this.#prepared = null;
    return prepared;
  }

  drop(): void {
    if (this.#prepared !== null) discard(this.#prepared);
    this.#prepared = null;
  }
}

/** How it stands in the log, as ours. */
export function entryOf({ base, message }: Prepared, seq: number, from: string): Entry {
  if (base === null || message === null) return { seq, kind: "created", epoch: 0, from, body: new Uint8Array() };
  return { seq, kind: "commit", epoch: base, from, body: message };
}

/** A commit that never was: its epoch's secrets are nobody's. */
export function discard({ group, keys }: Prepared): void {
  group.wipe();
  wipeEpoch(keys);
}

function sameGroup(a: GroupNews, b: GroupNews): boolean {
  if (a.epoch !== b.epoch) return false;
  return a.groupInfo === null || b.groupInfo === null ? a.groupInfo === b.groupInfo : equal(a.groupInfo, b.groupInfo);
}
