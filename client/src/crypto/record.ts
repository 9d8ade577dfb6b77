import { type Bytes, copy, hex } from "./bytes.ts";
import { knockKey, linkPsk, pskId, roomToken, secretMark } from "./derive.ts";
import type { LinkPsk } from "./external.ts";
import { keep, type KeptRoom } from "./keeper.ts";
import { keptLink } from "./link.ts";

interface Link {
  readonly secret: Bytes;
  readonly version: number | null;
}

/** The room as this browser keeps it, while it is open: the link that opens it now, and what follows from that. */
export class RoomRecord {
  #kept: KeptRoom;
  /** Links of before, by the epoch that ended them: that epoch may be opened again. */
  readonly #before: { readonly epoch: number; readonly link: Link }[] = [];
  /** What the service said of the link that opens the room. */
  #stands = 1;
  /** A pasted link does not say its version, so that the service's word was taken for it. */
  #guessed = false;

  constructor(kept: KeptRoom) {
    this.#kept = kept;
  }

  get room(): string {
    return this.#kept.room;
  }

  get creator(): string {
    return this.#kept.creator;
  }

  get keys(): CryptoKeyPair {
    return this.#kept.keys;
  }

  get cover(): CryptoKey {
    return this.#kept.cover;
  }

  get name(): string {
    return this.#kept.name;
  }

  /** Of the link we hold. Records from before there were versions hold the first. */
  get version(): number {
    const { version } = this.#kept;
    return version === undefined ? 1 : (version ?? this.#stands);
  }

  /** The service says which version opens the room: true of none but ours, if ours is good. */
  challenged(version: number): void {
    this.#stands = version;
    if (this.#kept.version !== null) return;
    this.#guessed = true;
    this.#kept = { ...this.#kept, version };
  }

  /** Whether a newer link has come than the one we hold. */
  get outdated(): boolean {
    return this.version < this.#stands;
  }

  /** Whether a link that does not open the room is more likely an old one than a damaged one. */
  get replaced(): boolean {
    return this.outdated || (this.#guessed && this.#stands > 1);
  }

  get token(): Bytes {
    return roomToken(this.#kept.secret, this.room, this.version);
  }

  get psk(): LinkPsk {
    return { id: pskId(this.room, this.version), secret: linkPsk(this.#kept.secret, this.room, this.version) };
  }

  knockKey(): Promise<CryptoKey> {
    return knockKey(this.#kept.secret, this.room, this.version);
  }

  /** The link's path with its fragment. */
  get link(): string {
    return keptLink(this.#kept);
  }

  rename(name: string): void {
    this.#kept = { ...this.#kept, name };
  }

  /** A new link has come with the epoch after `epoch`. */
  rotate(secret: Bytes, version: number, epoch: number): void {
    const { secret: old, former = [] } = this.#kept;
    this.#before.push({ epoch, link: { secret: copy(old), version: this.version } });
    this.#kept = { ...this.#kept, secret, version, former: [...former, hex(secretMark(old))] };
  }

  /** That epoch is open again, and what came after it never was. True when the link is another now. */
  reopen(epoch: number): boolean {
    const undone = this.#before.filter((before) => before.epoch >= epoch);
    const [first] = undone;
    if (first === undefined) return false;
    this.#before.splice(this.#before.indexOf(first));
    const { former = [] } = this.#kept;
    const { secret, version } = first.link;
    this.#kept = { ...this.#kept, secret, version, former: former.slice(0, former.length - undone.length) };
    return true;
  }

  /** Rejects with a DOMException when the browser keeps nothing. */
  async save(): Promise<void> {
    await keep(this.#kept);
  }

  /** A browser that keeps nothing more cannot come back with the new link after a reload, and loses nothing else. */
  async saveIfPossible(): Promise<void> {
    try {
      await this.save();
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
    }
  }
}
