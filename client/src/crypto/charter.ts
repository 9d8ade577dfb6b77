import { sha256 } from "@noble/hashes/sha2.js";

import { type Bytes, concat, copy, equal, FormatError, fromBase64, json, sixteen, toBase64, u32, u8, utf8 } from "./bytes.ts";
import { identityOf } from "./derive.ts";
import { sign, verifySignature } from "./suite.ts";

/** What moderators have decided, in one signed object: docs/protocol.md section 9. Nothing here knows of time, network or a group. */

/** The creator's word that somebody is a moderator. */
export interface Appointment {
  readonly identity: string;
  /** Ed25519, the creator's. */
  readonly signature: Bytes;
}

export interface Charter {
  /** Which one it is: they count up by one. */
  readonly n: number;
  /** Of the link. */
  readonly version: number;
  readonly locked: boolean;
  readonly ended: boolean;
  readonly admitted: readonly string[];
  readonly removed: readonly string[];
  readonly moderators: readonly Appointment[];
}

/** Before any moderator has decided anything. */
export const FIRST: Charter = { n: 0, version: 1, locked: false, ended: false, admitted: [], removed: [], moderators: [] };

export const MOST_ADMITTED = 64;
export const MOST_REMOVED = 256;
export const MOST_MODERATORS = 32;
const LARGEST_ENVELOPE = 48 * 1024;
const HIGHEST_VERSION = 0xffff_ffff;
const KEY_LENGTH = 32;
const SIGNATURE_LENGTH = 64;

/** Why an envelope counts for nothing. `creator`: it is not the creator of our link who stands behind it. */
export type CharterFault = "format" | "creator" | "appointment" | "signer" | "signature";

export class CharterError extends Error {
  override readonly name = "CharterError";

  constructor(readonly fault: CharterFault) {
    super(fault);
  }
}

/** A charter in an envelope that is valid in its room. */
export interface Signed {
  readonly charter: Charter;
  readonly envelope: Bytes;
  /** SHA-256 of the body. */
  readonly hash: Bytes;
  /** Identity. */
  readonly signer: string;
  /** Ed25519 public key. */
  readonly creator: Bytes;
}

/** The one way to write it. */
export function bodyOf({ n, version, locked, ended, admitted, removed, moderators }: Charter): Bytes {
  const appointed = moderators.map(({ identity, signature }) => ({ identity, signature: toBase64(signature) }));
  return utf8(JSON.stringify({ n, version, locked, ended, admitted, removed, moderators: appointed }));
}

interface Envelope {
  readonly body: Bytes;
  readonly key: Bytes;
  readonly creator: Bytes;
  readonly signature: Bytes;
}

function envelopeOf({ body, key, creator, signature }: Envelope): Bytes {
  return utf8(JSON.stringify({ body: toBase64(body), key: toBase64(key), creator: toBase64(creator), signature: toBase64(signature) }));
}

function charterText(room: string, body: Uint8Array): Bytes {
  return concat(utf8("folkmoot charter v1"), u8(0), utf8(room), u32(body.length), body);
}

function appointText(room: string, identity: string): Bytes {
  return concat(utf8("folkmoot appoint v1"), u8(0), utf8(room), utf8(identity));
}

/** By bytes, without doubles. Identities are ASCII, so code units compare as bytes. */
export function sorted(identities: readonly string[]): readonly string[] {
  return [...new Set(identities)].sort((a, b) => (a < b ? -1 : 1));
}

/** Only the creator's own key makes an appointment that anybody takes. */
export async function appointment(room: string, identity: string, keys: CryptoKeyPair): Promise<Appointment> {
  return { identity, signature: await sign(keys, appointText(room, identity)) };
}

/** `key` and `creator` are public keys; the signer's private one is in `keys`. */
export async function makeEnvelope(room: string, charter: Charter, keys: CryptoKeyPair, key: Bytes, creator: Bytes): Promise<Signed> {
  const body = bodyOf(charter);
  const envelope = envelopeOf({ body, key, creator, signature: await sign(keys, charterText(room, body)) });
  return { charter, envelope, hash: copy(sha256(body)), signer: identityOf(room, key), creator };
}

/** @throws CharterError unless the envelope is valid in this room, whose link names `creator`. */
export async function readEnvelope(envelope: Bytes, room: string, creator: string): Promise<Signed> {
  const { body, key, creator: creatorKey, signature } = shapeOf(envelope);
  const charter = charterIn(body);
  if (identityOf(room, creatorKey) !== creator) throw new CharterError("creator");
  const signer = identityOf(room, key);
  const moderators = charter.moderators.map(({ identity }) => identity);
  if ([creator, ...moderators].some((identity) => charter.removed.includes(identity))) throw new CharterError("format");
  if (signer !== creator && !moderators.includes(signer)) throw new CharterError("signer");
  const appointed = charter.moderators.map((each) => verifySignature(creatorKey, appointText(room, each.identity), each.signature));
  if (!(await Promise.all(appointed)).every(Boolean)) throw new CharterError("appointment");
  if (!(await verifySignature(key, charterText(room, body), signature))) throw new CharterError("signature");
  return { charter, envelope, hash: copy(sha256(body)), signer, creator: creatorKey };
}

/** Whether a valid charter may come after `before`. `creator`: identity. */
export function follows({ charter: next, signer }: Signed, before: Charter, creator: string): boolean {
  if (before.ended || next.n !== before.n + 1) return false;
  if (!before.removed.every((identity) => next.removed.includes(identity))) return false;
  const grown = next.removed.length > before.removed.length;
  if (next.version !== before.version + (grown ? 1 : 0)) return false;
  return signer === creator || sameModerators(next, before);
}

function sameModerators(a: Charter, b: Charter): boolean {
  return (
    a.moderators.length === b.moderators.length &&
    a.moderators.every(({ identity, signature }, at) => {
      const other = b.moderators[at];
      return other !== undefined && other.identity === identity && equal(other.signature, signature);
    })
  );
}

/** Our own objects have no prototype to hide behind: what JSON gave, with these fields and no others. */
function fieldsOf(value: unknown, names: readonly string[]): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new CharterError("format");
  const fields = Object.fromEntries(Object.entries(value));
  if (Object.keys(fields).join() !== names.join()) throw new CharterError("format");
  return fields;
}

/** What the reading of bytes calls a fault of format is one here too. */
function formed<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof FormatError) throw new CharterError("format");
    throw error;
  }
}

function bytesIn(value: unknown, length: number | null): Bytes {
  if (typeof value !== "string") throw new CharterError("format");
  const bytes = formed(() => fromBase64(value));
  if (length !== null && bytes.length !== length) throw new CharterError("format");
  return bytes;
}

function shapeOf(envelope: Bytes): Envelope {
  if (envelope.length > LARGEST_ENVELOPE) throw new CharterError("format");
  const fields = fieldsOf(formed(() => json(envelope)), ["body", "key", "creator", "signature"]);
  const shape = {
    body: bytesIn(fields["body"], null),
    key: bytesIn(fields["key"], KEY_LENGTH),
    creator: bytesIn(fields["creator"], KEY_LENGTH),
    signature: bytesIn(fields["signature"], SIGNATURE_LENGTH),
  };
  if (!equal(envelopeOf(shape), envelope)) throw new CharterError("format");
  return shape;
}

function isIdentity(value: unknown): value is string {
  return typeof value === "string" && sixteen(value) !== null;
}

function numberIn(value: unknown, highest: number): number {
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 1 || value > highest) throw new CharterError("format");
  return value;
}

function flagIn(value: unknown): boolean {
  if (typeof value !== "boolean") throw new CharterError("format");
  return value;
}

function listIn(value: unknown, most: number): readonly unknown[] {
  if (!Array.isArray(value) || value.length > most) throw new CharterError("format");
  return value;
}

function identitiesIn(value: unknown, most: number): readonly string[] {
  return inOrder(
    listIn(value, most).map((item) => {
      if (!isIdentity(item)) throw new CharterError("format");
      return item;
    }),
  );
}

function inOrder(identities: readonly string[]): readonly string[] {
  if (sorted(identities).join() !== identities.join()) throw new CharterError("format");
  return identities;
}

function appointmentsIn(value: unknown): readonly Appointment[] {
  const appointments = listIn(value, MOST_MODERATORS).map((item) => {
    const fields = fieldsOf(item, ["identity", "signature"]);
    const { identity } = fields;
    if (!isIdentity(identity)) throw new CharterError("format");
    return { identity, signature: bytesIn(fields["signature"], SIGNATURE_LENGTH) };
  });
  inOrder(appointments.map(({ identity }) => identity));
  return appointments;
}

/** @throws CharterError for what is not the one way to write a charter. */
export function charterIn(body: Uint8Array): Charter {
  const fields = fieldsOf(formed(() => json(body)), ["n", "version", "locked", "ended", "admitted", "removed", "moderators"]);
  const charter = {
    n: numberIn(fields["n"], Number.MAX_SAFE_INTEGER),
    version: numberIn(fields["version"], HIGHEST_VERSION),
    locked: flagIn(fields["locked"]),
    ended: flagIn(fields["ended"]),
    admitted: identitiesIn(fields["admitted"], MOST_ADMITTED),
    removed: identitiesIn(fields["removed"], MOST_REMOVED),
    moderators: appointmentsIn(fields["moderators"]),
  };
  if (charter.removed.some((identity) => charter.admitted.includes(identity))) throw new CharterError("format");
  // White space, another spelling of a number or a letter: one charter has one hash.
  if (!equal(bodyOf(charter), body)) throw new CharterError("format");
  return charter;
}
