import { sha256 } from "@noble/hashes/sha2.js";

import { type Bytes, concat, copy, toBase64url, u8, utf8 } from "../bytes.ts";

const LABEL = concat(utf8("folkmoot seal v1"), u8(0));

/** In bytes. */
export const SALT_LENGTH = 16;

/** What stands in the record for a content that does not: a salted commitment. docs/protocol.md section 10. */
export function seal(salt: Uint8Array, content: Uint8Array): Bytes {
  return copy(sha256(concat(LABEL, salt, content)));
}

/** As it stands in an entry: 43 characters. */
export function sealText(salt: Uint8Array, content: Uint8Array): string {
  return toBase64url(seal(salt, content));
}
