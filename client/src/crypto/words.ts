import { type Bytes, concat, utf8 } from "./bytes.ts";
import type { SafetyWords } from "./contract.ts";

/** What people compare aloud: docs/protocol.md section 8. */

/** Stretched, because who sits in two groups at once could otherwise search for a pair with equal words. */
const ROUNDS = 600_000;
const LENGTH = 18;
const WORDS = 6;
const WORD_BITS = 11;

/** The first 66 bits as six indexes, all 144 as twenty digits. */
export function wordsOf(stretched: Uint8Array): SafetyWords {
  let number = 0n;
  for (const byte of stretched) number = (number << 8n) | BigInt(byte);
  const bits = BigInt(stretched.length * 8);
  const indexes = Array.from({ length: WORDS }, (_, i) => Number((number >> (bits - BigInt((i + 1) * WORD_BITS))) & 0x7ffn));
  return { indexes, digits: (number % 10n ** 20n).toString().padStart(20, "0") };
}

/** Takes some tenths of a second, on another thread. */
export async function safetyWords(epochAuthenticator: Bytes, room: string): Promise<SafetyWords> {
  const key = await crypto.subtle.importKey("raw", epochAuthenticator, "PBKDF2", false, ["deriveBits"]);
  const salt = concat(utf8("folkmoot safety words v1"), utf8(room));
  const bits = await crypto.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt, iterations: ROUNDS }, key, LENGTH * 8);
  return wordsOf(new Uint8Array(bits));
}
