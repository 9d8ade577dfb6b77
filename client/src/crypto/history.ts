import { type Bytes, concat, copy, fromBase64, text, toBase64, utf8 } from "./bytes.ts";
import type { ChatSender } from "./epoch.ts";
import { type KeptHistory, keepHistory, keptHistory } from "./keeper.ts";
import type { Head } from "./log.ts";
import type { Line, RoomState } from "./room.ts";

/**
 * What a reload would lose: the chat, where we were in the log, and the keys of the last epoch's messages, so that those that come while the
 * page is away can be read. Sealed under the room's cover key, which cannot be exported; gone with the room's record on leaving.
 */
export interface History {
  readonly head: Head;
  readonly since: number;
  readonly names: ReadonlyMap<string, string>;
  readonly hands: ReadonlyMap<string, number>;
  readonly lines: readonly Line[];
  readonly epoch: number;
  readonly chat: readonly ChatSender[];
  /** The envelope of the one that stands at the head. */
  readonly charter: Bytes | null;
}

interface Written {
  readonly version: 1;
  readonly n: number;
  readonly hash: string;
  readonly since: number;
  readonly names: readonly (readonly [string, string])[];
  readonly hands: readonly (readonly [string, number])[];
  readonly lines: readonly Line[];
  readonly epoch: number;
  readonly chat: readonly { readonly leaf: number; readonly identity: string; readonly signatureKey: string; readonly raw: string }[];
  /** Not there in what was kept before there were charters. */
  readonly charter?: string | null;
}

export function historyOf(head: Head, state: RoomState, epoch: number, chat: readonly ChatSender[], charter: Bytes | null): History {
  // Lines on their way are not in the log, and their keys of this epoch end with the page.
  const lines = state.lines.filter((line) => line.seq !== null);
  return { head, since: state.since, names: state.names, hands: state.hands, lines, epoch, chat, charter };
}

function write(history: History): Written {
  const { head, since, names, hands, lines, epoch, chat, charter } = history;
  return {
    version: 1,
    n: head.n,
    hash: toBase64(head.hash),
    since,
    names: [...names],
    hands: [...hands],
    lines,
    epoch,
    chat: chat.map(({ leaf, identity, signatureKey, raw }) => ({ leaf, identity, signatureKey: toBase64(signatureKey), raw: toBase64(raw) })),
    charter: charter && toBase64(charter),
  };
}

function read(written: Written): History {
  const { n, hash, since, names, hands, lines, epoch, chat, charter = null } = written;
  return {
    head: { n, hash: fromBase64(hash) },
    since,
    names: new Map(names),
    hands: new Map(hands),
    lines,
    epoch,
    chat: chat.map((sender) => ({ ...sender, signatureKey: fromBase64(sender.signatureKey), raw: fromBase64(sender.raw) })),
    charter: charter === null ? null : fromBase64(charter),
  };
}

function bound(room: string): Uint8Array<ArrayBuffer> {
  return concat(utf8("folkmoot history v1"), utf8(room));
}

/** Rejects with a DOMException when the browser keeps nothing. */
export async function saveHistory(room: string, cover: CryptoKey, history: History): Promise<void> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const plain = utf8(JSON.stringify(write(history)));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: bound(room) }, cover, plain);
  await keepHistory({ room, iv, sealed });
}

/** null: nothing kept, or not under this key, as when the room's record was made anew. */
export async function loadHistory(room: string, cover: CryptoKey): Promise<History | null> {
  const found = await keptHistory(room);
  return found === null ? null : open(room, cover, found);
}

async function open(room: string, cover: CryptoKey, { iv, sealed }: KeptHistory): Promise<History | null> {
  let plain: ArrayBuffer;
  try {
    plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: copy(iv), additionalData: bound(room) }, cover, sealed);
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
  // Sealed by ourselves, so its shape is ours; only an older version's is not.
  const written = JSON.parse(text(new Uint8Array(plain))) as { readonly version: number };
  return written.version === 1 ? read(written as Written) : null;
}
