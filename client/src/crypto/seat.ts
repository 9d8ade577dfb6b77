import type { Context } from "./context.ts";
import { changes } from "./conversation.ts";
import { type EpochKeys, wipeEpoch } from "./epoch.ts";
import type { Group } from "./group.ts";
import type { Log } from "./log.ts";
import type { Moderation } from "./moderation.ts";
import { nextSecret } from "./rotation.ts";
import type { Voice } from "./voice.ts";

/** Our leaf in the group, from epoch to epoch, and the link that goes with it. */
export class Seat {
  #group: Group | null = null;
  #keys: EpochKeys | null = null;

  constructor(
    private readonly context: Context,
    private readonly moderation: Moderation,
    private readonly voice: Voice,
    private readonly told: (group: Group, first: boolean) => void,
  ) {}

  get group(): Group | null {
    return this.#group;
  }

  get keys(): EpochKeys | null {
    return this.#keys;
  }

  /** The next epoch. `came`: whose external commit made it, null for a member's. Keys go out first; somebody is waiting for a picture. */
  async take(group: Group, keys: EpochKeys, log: Log | null, came: string | null): Promise<void> {
    const { conversation, identity, post } = this.context;
    const [oldGroup, oldKeys] = [this.#group, this.#keys];
    const first = oldGroup === null;
    this.#group = group;
    this.#keys = keys;
    const { joined, left } = changes(oldKeys, keys);
    const named = left.map((each) => ({ identity: each, name: conversation.state.names.get(each) ?? null }));
    post({ t: "epoch", epoch: keys.epoch, first, keys: keys.media, joined, left: named });
    conversation.useKeys(keys.epoch, keys.opener);
    this.voice.use(keys, log);
    // While a removal is due, the only commit of a member that counts is the one that makes it true.
    if (oldGroup !== null && came === null && this.moderation.due) await this.#changeLink(group, oldGroup.epoch);
    oldGroup?.wipe(group);
    if (oldKeys !== null) wipeEpoch(oldKeys);
    if (came !== null && came !== identity) this.voice.profileSoon();
    this.told(group, first);
  }

  async #changeLink(group: Group, before: number): Promise<void> {
    const { record, post } = this.context;
    const { version } = this.moderation.charter;
    record.rotate(await nextSecret(group, version), version, before);
    this.#group = group.withLink(record.psk);
    post({ t: "link", link: record.link });
    await record.saveIfPossible();
  }

  /** That epoch is open again: a link that came after it opens nothing. */
  async reopened(epoch: number): Promise<void> {
    const { record, post } = this.context;
    if (!record.reopen(epoch)) return;
    post({ t: "link", link: record.link });
    await record.saveIfPossible();
  }

  /** Out of the group: nothing that could open or seal is left. */
  leave(): void {
    this.#group?.wipe();
    if (this.#keys !== null) wipeEpoch(this.#keys);
    this.#group = null;
    this.#keys = null;
    this.voice.use(null, null);
    this.context.conversation.useKeys(-1, null);
  }
}
