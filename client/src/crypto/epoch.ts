import { concat, u32, utf8 } from "./bytes.ts";
import type { MediaKey } from "./contract.ts";
import { gossip } from "./derive.ts";
import { CHAT_KEY_LENGTH, CHAT_LABEL, chatKey, Opener, Sealer, type Sender } from "./frames.ts";
import type { Group } from "./group.ts";

/** What the exporter gives in one epoch: docs/protocol.md sections 6 and 7. */

const MEDIA_LABEL = "folkmoot/livekit/v1";
const MEDIA_KEY_LENGTH = 32;

/** Raw, to be kept under the cover key: what reads messages that came while the page was being reloaded. */
export interface ChatSender {
  readonly leaf: number;
  readonly identity: string;
  readonly signatureKey: Uint8Array;
  readonly raw: Uint8Array;
}

export interface EpochKeys {
  readonly epoch: number;
  readonly media: readonly MediaKey[];
  readonly chat: readonly ChatSender[];
  /** Of the epoch authenticator, for heartbeats. */
  readonly gossip: Uint8Array<ArrayBuffer>;
  readonly sealer: Sealer;
  readonly opener: Opener;
}

async function mediaKey(group: Group, leaf: number, identity: string): Promise<MediaKey> {
  const raw = await group.exporter(MEDIA_LABEL, concat(u32(leaf), utf8(identity)), MEDIA_KEY_LENGTH);
  const key = await crypto.subtle.importKey("raw", raw, "HKDF", false, ["deriveBits", "deriveKey"]);
  raw.fill(0);
  return { identity, key };
}

export async function openerOf(room: string, epoch: number, chat: readonly ChatSender[]): Promise<Opener> {
  const senders = new Map<number, Sender>();
  for (const { leaf, identity, signatureKey, raw } of chat) {
    senders.set(leaf, { identity, signatureKey, key: await chatKey(new Uint8Array(raw)) });
  }
  return new Opener(room, epoch, senders);
}

export async function deriveEpoch(group: Group, keys: CryptoKeyPair): Promise<EpochKeys> {
  const { room, epoch, members, self } = group;
  const media = await Promise.all(members.map(({ leaf, identity }) => mediaKey(group, leaf, identity)));
  const chat = await Promise.all(
    members.map(async (member) => ({ ...member, raw: await group.exporter(CHAT_LABEL, u32(member.leaf), CHAT_KEY_LENGTH) })),
  );
  const own = await chatKey(await group.exporter(CHAT_LABEL, u32(self.leaf), CHAT_KEY_LENGTH));
  const sealer = new Sealer(room, epoch, self.leaf, own, keys);
  return { epoch, media, chat, gossip: gossip(group.authenticator), sealer, opener: await openerOf(room, epoch, chat) };
}

/** Overwrites what is kept raw; the key handles go with the last reference to them. */
export function wipeEpoch({ chat }: EpochKeys): void {
  for (const { raw } of chat) raw.fill(0);
}
