import { type Bytes, concat, FormatError, fromBase64url, toBase64url, u16, u8, utf8 } from "../bytes.ts";

import type { CanonObject } from "./canon.ts";
import { holds, type VerifierKey } from "./note.ts";

/** How a log goes over to another key: an entry in it that the key before and the key after have both signed. docs/protocol.md section 10.8. */

const LABEL = concat(utf8("folkmoot log key v1"), u8(0));

function statement(origin: string, before: Bytes, after: Bytes): Bytes {
  const name = utf8(origin);
  return concat(LABEL, u16(name.length), name, before, after);
}

function signatureOf(entry: CanonObject, field: string): Bytes | null {
  const value = entry[field];
  try {
    return typeof value === "string" ? fromBase64url(value) : null;
  } catch (error) {
    if (error instanceof FormatError) return null;
    throw error;
  }
}

/** Whether that entry puts `after` in the place of `before`, by the word of both. */
export async function handsOver(entry: CanonObject, before: VerifierKey, after: VerifierKey): Promise<boolean> {
  const [given, taken] = [signatureOf(entry, "given"), signatureOf(entry, "taken")];
  if (entry["kind"] !== "log_key" || given === null || taken === null || before.name !== after.name) return false;
  if (entry["before"] !== toBase64url(before.key) || entry["after"] !== toBase64url(after.key)) return false;
  const said = statement(before.name, before.key, after.key);
  return (await holds(before, given, said)) && holds(after, taken, said);
}
