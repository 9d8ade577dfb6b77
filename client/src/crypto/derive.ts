import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";

import { type Bytes, concat, copy, toBase64url, u32, u8, utf8 } from "./bytes.ts";

/** What follows from the link and from a leaf key: docs/protocol.md sections 1, 2 and 3.1. All synchronous, all pure. */

/** Grows when somebody is removed for good; no room has a second one yet. */
export const LINK_VERSION = 1;

function fromSecret(secret: Uint8Array, label: string, room: string, version: number): Bytes {
  return copy(hkdf(sha256, secret, undefined, concat(utf8(label), utf8(room), u32(version)), 32));
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
