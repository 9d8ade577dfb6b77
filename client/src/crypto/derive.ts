import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";

import { type Bytes, concat, copy, toBase64url, u32, u8, utf8 } from "./bytes.ts";

/** What follows from the link and from a leaf key: docs/protocol.md sections 1, 2 and 3.1. All synchronous, all pure. */

/** Of a new room's link; it grows when somebody is removed for good. */
export const LINK_VERSION = 1;

function fromSecret(secret: Uint8Array, label: string, room: string, version: number, length = 32): Bytes {
  return copy(hkdf(sha256, secret, undefined, concat(utf8(label), utf8(room), u32(version)), length));
}

/** What the delivery service asks of everyone; it keeps only the hash. */
export function roomToken(secret: Uint8Array, room: string, version = LINK_VERSION): Bytes {
  return fromSecret(secret, "folkmoot room auth v1", room, version);
}

/** `auth` of POST /api/v1/rooms. */
export function tokenHash(token: Uint8Array): Bytes {
  return copy(sha256(token));
}

/** The MLS pre-shared key that every external commit must use. */
export function linkPsk(secret: Uint8Array, room: string, version = LINK_VERSION): Bytes {
  return fromSecret(secret, "folkmoot mls psk v1", room, version);
}

export function pskId(room: string, version = LINK_VERSION): Bytes {
  return concat(utf8(room), u32(version));
}

/** Under which the name of who knocks is sealed: section 9. */
export function knockKey(secret: Uint8Array, room: string, version: number): Promise<CryptoKey> {
  const raw = fromSecret(secret, "folkmoot knock v1", room, version, 16);
  return crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
}

/** How a browser knows again a link that has been replaced, without keeping it. Of 128 random bits, so that a plain hash tells nothing. */
export function secretMark(secret: Uint8Array): Bytes {
  return copy(sha256(concat(utf8("folkmoot former link v1"), secret)));
}

/** Certified by itself: who shows an identity must hold its Ed25519 key. */
export function identityOf(room: string, publicKey: Uint8Array): string {
  return toBase64url(sha256(concat(utf8("folkmoot identity v1"), utf8(room), publicKey)).subarray(0, 16));
}

/** What `hello` signs. */
export function helloText(nonce: Uint8Array, room: string): Bytes {
  return concat(utf8("folkmoot hello v1"), u8(0), nonce, utf8(room));
}

/** What members tell each other of their epoch, so that a fork shows. */
export function gossip(epochAuthenticator: Uint8Array): Bytes {
  return copy(sha256(concat(utf8("folkmoot gossip v1"), epochAuthenticator)));
}
