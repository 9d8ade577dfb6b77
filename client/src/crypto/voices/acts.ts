import { sha256 } from "@noble/hashes/sha2.js";

import { type Bytes, concat, FormatError, toBase64url, u32, u8, utf8 } from "../bytes.ts";
import { decodeCanon, encodeCanon } from "../record/canon.ts";

/** Acts that a voice signs: docs/protocol.md section 11. */

export type ActKind = "vote" | "statement" | "appeal" | "give_up";

export interface Act {
  readonly kind: ActKind;
  /** 22 characters. */
  readonly campaign: string;
  /** b64url of the SHA-256 of the content, 43 characters. */
  readonly content: string;
  /** Grows from act to act, by any step: an older one does nothing. */
  readonly seq: number;
}

const KINDS: readonly string[] = ["vote", "statement", "appeal", "give_up"] satisfies readonly ActKind[];
const LABEL = concat(utf8("folkmoot act v1"), u8(0));
export const SIGNATURE_LENGTH = 64;

export function contentHash(content: Uint8Array): string {
  return toBase64url(sha256(content));
}

export function encodeAct({ kind, campaign, content, seq }: Act): Bytes {
  return encodeCanon({ v: 1, act: kind, campaign, content, seq });
}

/** @throws FormatError */
export function parseAct(bytes: Uint8Array): Act {
  const { v, act, campaign, content, seq, ...more } = decodeCanon(bytes);
  if (v !== 1 || !isKind(act) || typeof campaign !== "string" || typeof content !== "string" || typeof seq !== "number") throw new FormatError("not an act");
  if (campaign.length !== 22 || content.length !== 43 || Object.keys(more).length > 0) throw new FormatError("not an act");
  return { kind: act, campaign, content, seq };
}

function isKind(value: unknown): value is ActKind {
  return typeof value === "string" && KINDS.includes(value);
}

/** What is signed. */
export function actText(act: Uint8Array): Bytes {
  return concat(LABEL, act);
}

export async function signAct(key: CryptoKey, act: Uint8Array): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.sign("Ed25519", key, actText(act)));
}

/** What the seal of an act's entry commits to. */
export function sealedAct(act: Uint8Array, signature: Uint8Array, content: Uint8Array): Bytes {
  return concat(u32(act.length), act, signature, content);
}

export interface OpenedAct {
  readonly act: Act;
  readonly bytes: Bytes;
  readonly signature: Bytes;
  readonly content: Bytes;
}

/** @throws FormatError. Whether the signature holds is not asked here: whose it should be, the caller knows. */
export function openAct(sealed: Bytes): OpenedAct {
  if (sealed.length < 4) throw new FormatError("not a signed act");
  const length = new DataView(sealed.buffer, sealed.byteOffset).getUint32(0);
  if (sealed.length < 4 + length + SIGNATURE_LENGTH) throw new FormatError("not a signed act");
  const bytes = sealed.slice(4, 4 + length);
  const content = sealed.slice(4 + length + SIGNATURE_LENGTH);
  const act = parseAct(bytes);
  if (act.content !== contentHash(content)) throw new FormatError("an act about something else");
  return { act, bytes, signature: sealed.slice(4 + length, 4 + length + SIGNATURE_LENGTH), content };
}
