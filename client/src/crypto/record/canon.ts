import { type Bytes, equal, FormatError, text, utf8 } from "../bytes.ts";

/**
 * The one byte form of entries and acts: RFC 8785 cut down to what nobody can write in two ways. docs/protocol.md section 10.
 * A parser that lets two spellings through lets one entry have two hashes, so what is read is written again and compared.
 */
export type Canon = string | number | readonly Canon[] | CanonObject;

export interface CanonObject {
  readonly [key: string]: Canon;
}

/** In bytes. */
export const LONGEST_CANON = 4096;

/** Objects and lists within each other: the outermost is the first. */
const DEEPEST = 3;
const KEY = /^[a-z_]{1,32}$/;
// Printable ASCII without the quotation mark and the backslash: nothing to escape.
const PLAIN = /^[ !#-[\]-~]*$/;

function written(value: unknown, depth: number): string {
  if (typeof value === "string") {
    if (!PLAIN.test(value)) throw new FormatError("canon: a string with other signs");
    return `"${value}"`;
  }
  if (typeof value === "number") {
    if (!Number.isSafeInteger(value) || value < 0 || Object.is(value, -0)) throw new FormatError("canon: no whole number");
    return String(value);
  }
  if (depth > DEEPEST) throw new FormatError("canon: too deep");
  if (Array.isArray(value)) return `[${value.map((item: unknown) => written(item, depth + 1)).join(",")}]`;
  if (typeof value !== "object" || value === null) throw new FormatError("canon: a value of another kind");
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]: [string, unknown]) => `${name(key)}:${written(member, depth + 1)}`).join(",")}}`;
}

function name(key: string): string {
  if (!KEY.test(key)) throw new FormatError("canon: a key with other signs");
  return `"${key}"`;
}

/** @throws FormatError for what has no canonical form, and beyond `LONGEST_CANON` bytes */
export function encodeCanon(value: CanonObject): Bytes {
  if (Array.isArray(value)) throw new FormatError("canon: no object");
  const out = utf8(written(value, 1));
  if (out.length > LONGEST_CANON) throw new FormatError("canon: too long");
  return out;
}

/** @throws FormatError for any other spelling */
export function decodeCanon(bytes: Uint8Array): CanonObject {
  if (bytes.length > LONGEST_CANON) throw new FormatError("canon: too long");
  let value: unknown;
  try {
    value = JSON.parse(text(bytes));
  } catch (error) {
    if (error instanceof FormatError) throw error;
    throw new FormatError("canon: not JSON");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new FormatError("canon: no object");
  if (!equal(encodeCanon(value as CanonObject), bytes)) throw new FormatError("canon: another spelling");
  return value as CanonObject;
}
