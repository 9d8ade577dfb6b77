import { createRoom } from "../api/rooms.ts";

import { type Bytes, copy, equal, sixteen, hex, toBase64, toBase64url } from "./bytes.ts";
import { identityOf, LINK_VERSION, roomToken, secretMark, tokenHash } from "./derive.ts";
import { keep, kept, type KeptRoom } from "./keeper.ts";

/** Links `HOST/r/ROOM#S.F`: docs/protocol.md section 1. */

export interface Link {
  readonly room: string;
  /** 16 bytes. */
  readonly secret: Bytes;
  /** Identity of the creator. */
  readonly creator: string;
}

/** `not_a_link`: nothing of ours in it. `incomplete`: the address of a room, but the secret or a part of it is missing. */
export type LinkResult = { readonly ok: true; readonly link: Link } | { readonly ok: false; readonly code: "not_a_link" | "incomplete" };

const ADDRESS = /^(?:https?:\/\/[^/?#\s]+)?\/r\/([^/?#\s]+)(?:\?[^#\s]*)?(?:#(\S*))?$/;
const LONGEST = 2048;

/** Of the three, messengers lose the fragment first and the end next; both are worth their own sentence. */
export function parseLink(pasted: string): LinkResult {
  const found = pasted.length > LONGEST ? null : ADDRESS.exec(pasted.trim());
  const room = found?.[1];
  if (found === null || room === undefined || sixteen(room) === null) return { ok: false, code: "not_a_link" };
  return parseFragment(room, found[2] ?? "");
}

/** `fragment` with or without its `#`, as `location.hash` gives it. */
export function parseFragment(room: string, fragment: string): LinkResult {
  if (sixteen(room) === null) return { ok: false, code: "not_a_link" };
  const parts = fragment.replace(/^#/, "").split(".");
  const [secretText, creator] = parts;
  const secret = secretText === undefined ? null : sixteen(secretText);
  if (parts.length !== 2 || secret === null || creator === undefined || sixteen(creator) === null) return { ok: false, code: "incomplete" };
  return { ok: true, link: { room, secret, creator } };
}

/** The path with its fragment; the page puts its own origin before it. */
export function formatLink(link: Link): string {
  return `/r/${link.room}#${toBase64url(link.secret)}.${link.creator}`;
}

/** The link text again, from what is kept. */
export function keptLink(record: KeptRoom): string {
  return formatLink({ room: record.room, secret: copy(record.secret), creator: record.creator });
}

async function freshKeys(): Promise<CryptoKeyPair> {
  const keys = await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"]);
  // The DOM types leave open whether an algorithm given by name makes one key or two.
  if (!("privateKey" in keys)) throw new Error("Ed25519 gave no pair");
  return keys;
}

function freshCover(): Promise<CryptoKey> {
  return crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

export async function publicKeyOf(keys: CryptoKeyPair): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.exportKey("raw", keys.publicKey));
}

function random(length: number): Bytes {
  return crypto.getRandomValues(new Uint8Array(length));
}

/**
 * A new room: made in this browser, told to the server by hashes only, kept here. Rejects with api's errors when the server
 * refuses, with a DOMException when the browser keeps nothing.
 */
export async function makeRoom(): Promise<{ readonly room: string; readonly link: string }> {
  const room = toBase64url(random(16));
  const secret = random(16);
  const keys = await freshKeys();
  const creator = identityOf(room, await publicKeyOf(keys));
  // Kept first: a room the server knows and nobody can open would stand for a day.
  await keep({ room, secret, version: LINK_VERSION, creator, keys, name: "", cover: await freshCover() });
  await createRoom({ room, auth: toBase64(tokenHash(roomToken(secret, room))), creator });
  return { room, link: formatLink({ room, secret, creator }) };
}

/**
 * Keeps what the fragment says, so that it can leave the address bar. A record that is there keeps its leaf key, name and history: the
 * person stays the same one; and it keeps its secret against a link that it has seen replaced.
 */
export async function keepLink(room: string, fragment: string): Promise<LinkResult> {
  const result = parseFragment(room, fragment);
  if (!result.ok) return result;
  const { secret, creator } = result.link;
  const before = await kept(room);
  if (before === null) await keep({ room, secret, version: null, creator, keys: await freshKeys(), name: "", cover: await freshCover() });
  else if (equal(before.secret, secret)) await keep({ ...before, creator });
  else if (before.former?.includes(hex(secretMark(secret))) !== true) await keep({ ...before, secret, version: null, creator });
  return result;
}
