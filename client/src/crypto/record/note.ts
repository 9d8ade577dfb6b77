import { sha256 } from "@noble/hashes/sha2.js";

import { type Bytes, concat, copy, FormatError, fromBase64, u8, utf8 } from "../bytes.ts";

/** Signed notes (C2SP signed-note v1.0.0) and cosignatures (C2SP tlog-cosignature v1.0.1), Ed25519 only. */

/** Sixteen signatures must be taken, and those that withstand quantum computers have up to 5 kB each. In characters. */
export const LONGEST_NOTE = 131_072;
const MOST_SIGNATURES = 64;
const LONGEST_NAME = 255;

/** `log`: over the text. `witness`: over the time and the text. */
export type KeyKind = "log" | "witness";

const KINDS: Readonly<Record<number, KeyKind>> = { 1: "log", 4: "witness" };

export interface VerifierKey {
  readonly name: string;
  readonly id: number;
  readonly kind: KeyKind;
  /** Ed25519, 32 bytes. */
  readonly key: Bytes;
}

export interface NoteSignature {
  readonly name: string;
  readonly id: number;
  readonly bytes: Bytes;
}

export interface SignedNote {
  /** With the newline at its end. */
  readonly body: string;
  readonly signatures: readonly NoteSignature[];
}

function number32(bytes: Uint8Array): number {
  return new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0);
}

function keyId(name: string, type: number, key: Uint8Array): number {
  return number32(sha256(concat(utf8(`${name}\n`), u8(type), key)).slice(0, 4));
}

const SPACE = /[\s+\u0085]/u;

function isName(name: string): boolean {
  return name !== "" && name.length <= LONGEST_NAME && !SPACE.test(name) && !hasControls(name);
}

/** `NAME+ID+b64(TYPE || KEY)`. @throws FormatError */
export function parseKey(source: string): VerifierKey {
  const parts = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]{44})$/.exec(source);
  const [, name = "", id = "", encoded = ""] = parts ?? [];
  if (parts === null || !isName(name)) throw new FormatError("not a verifier key");
  const bytes = fromBase64(encoded);
  const type = bytes[0] ?? 0;
  const kind = KINDS[type];
  const key = copy(bytes.subarray(1));
  if (kind === undefined || key.length !== 32 || keyId(name, type, key) !== Number.parseInt(id, 16)) throw new FormatError("not a verifier key");
  return { name, id: Number.parseInt(id, 16), kind, key };
}

/** ASCII control characters but the newline. */
function hasControls(source: string): boolean {
  for (let at = 0; at < source.length; at++) {
    const code = source.charCodeAt(at);
    if (code < 32 && code !== 10) return true;
  }
  return false;
}

/** @throws FormatError for what is not a note; whose signatures hold is another question */
export function parseNote(source: string): SignedNote {
  if (source.length > LONGEST_NOTE || hasControls(source) || !source.endsWith("\n")) throw new FormatError("not a signed note");
  const end = source.lastIndexOf("\n\n");
  if (end < 0) throw new FormatError("not a signed note");
  const lines = source.slice(end + 2, -1).split("\n");
  if (lines.length > MOST_SIGNATURES) throw new FormatError("too many signatures");
  return { body: source.slice(0, end + 1), signatures: lines.map(parseSignature) };
}

function parseSignature(line: string): NoteSignature {
  const parts = /^— ([^ ]+) ([A-Za-z0-9+/=]+)$/.exec(line);
  const [, name = "", encoded = ""] = parts ?? [];
  if (parts === null || !isName(name)) throw new FormatError("not a signature line");
  const bytes = fromBase64(encoded);
  if (bytes.length < 5) throw new FormatError("not a signature line");
  return { name, id: number32(bytes), bytes: copy(bytes.subarray(4)) };
}

/** What a witness signed, and when in seconds since 1970; null: no cosignature. */
function timed(body: string, bytes: Bytes): { readonly at: number; readonly message: Bytes; readonly signature: Bytes } | null {
  if (bytes.length !== 72) return null;
  const at = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0));
  if (!Number.isSafeInteger(at)) return null;
  return { at, message: utf8(`cosignature/v1\ntime ${at}\n${body}`), signature: copy(bytes.subarray(8)) };
}

/** `at`: of a witness, seconds since 1970; of a log, null. */
export interface Signed {
  readonly key: VerifierKey;
  readonly at: number | null;
}

export class SignatureError extends Error {
  override readonly name = "SignatureError";
}

/** Of keys that signed many notes: one import each. */
const handles = new WeakMap<VerifierKey, Promise<CryptoKey>>();

function handleOf(key: VerifierKey): Promise<CryptoKey> {
  const handle = handles.get(key) ?? crypto.subtle.importKey("raw", key.key, "Ed25519", false, ["verify"]);
  handles.set(key, handle);
  return handle;
}

/** Whether that is the key's Ed25519 signature over these bytes. */
export async function holds(key: VerifierKey, signature: Bytes, message: Bytes): Promise<boolean> {
  return crypto.subtle.verify("Ed25519", await handleOf(key), signature, message);
}

/**
 * Which of these keys have signed the note. Signatures of others mean nothing here.
 *
 * @throws SignatureError when one that claims to be of these keys does not hold: then the note is worth nothing
 */
export async function signers(note: SignedNote, keys: readonly VerifierKey[]): Promise<Signed[]> {
  const found = new Map<VerifierKey, number | null>();
  for (const { name, id, bytes } of note.signatures) {
    const key = keys.find((one) => one.name === name && one.id === id);
    if (key === undefined) continue;
    const at = await signedAt(note.body, key, bytes);
    found.set(key, at === null ? null : Math.max(at, found.get(key) ?? 0));
  }
  return [...found].map(([key, at]) => ({ key, at }));
}

async function signedAt(body: string, key: VerifierKey, bytes: Bytes): Promise<number | null> {
  const cosigned = key.kind === "witness" ? timed(body, bytes) : null;
  const good = key.kind === "log" ? await holds(key, bytes, utf8(body)) : cosigned !== null && (await holds(key, cosigned.signature, cosigned.message));
  if (!good) throw new SignatureError(`the signature of ${key.name} does not hold`);
  return cosigned?.at ?? null;
}
