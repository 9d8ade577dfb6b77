import { type Bytes, concat, FormatError, fromBase64, fromBase64url, json, toBase64, toBase64url, u8, utf8 } from "../bytes.ts";

import type { About, Signed } from "./held.ts";
import { takeIn, takeOut } from "./keys.ts";
import type { IssuerKey } from "./token.ts";

/**
 * A voice on its way to another device: docs/protocol.md section 12. Eight words, or the same 88 bits in a picture, are all that the two
 * devices share; place and key on the server follow from them. Wholly in the picture it could not be taken back, run out or work only once,
 * and words could not hold it.
 */
export const SECRET_LENGTH = 11;
export const WORDS = 8;

const WORD_BITS = 11;
const ROUNDS = 600_000;
const LABEL = concat(utf8("folkmoot move v1"), u8(0));
const IV_LENGTH = 12;
/** Every package has this length, so that it tells nothing of what is in it. */
const PACKAGE_LENGTH = 8192;

/** Where the server keeps it, and the key that the server has not. */
export interface Meeting {
  /** 16 bytes. */
  readonly place: Bytes;
  readonly key: CryptoKey;
}

export function freshSecret(): Bytes {
  return crypto.getRandomValues(new Uint8Array(SECRET_LENGTH));
}

/** Stretched: 88 bits are few against somebody who keeps what the server was given. Takes some tenths of a second. */
export async function meetingOf(secret: Bytes): Promise<Meeting> {
  const source = await crypto.subtle.importKey("raw", secret, "PBKDF2", false, ["deriveBits"]);
  const bits = new Uint8Array(await crypto.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt: LABEL, iterations: ROUNDS }, source, 48 * 8));
  const key = await crypto.subtle.importKey("raw", bits.subarray(16), "AES-GCM", false, ["encrypt", "decrypt"]);
  return { place: bits.slice(0, 16), key };
}

/** `list`: the 2,048 English words of BIP 39. */
export function secretWords(secret: Uint8Array, list: readonly string[]): string[] {
  let number = 0n;
  for (const byte of secret) number = (number << 8n) | BigInt(byte);
  return Array.from({ length: WORDS }, (_, i) => list[Number((number >> BigInt((WORDS - 1 - i) * WORD_BITS)) & 0x7ffn)] ?? "");
}

/** Which of the words is in no list, from 1; 0: there are not eight. */
export class WordError extends Error {
  override readonly name = "WordError";

  constructor(readonly word: number) {
    super("not the words of a voice");
  }
}

/** Four letters are enough to tell any two words of the list apart. @throws WordError */
export function secretOfWords(typed: string, list: readonly string[]): Bytes {
  const words = typed.toLowerCase().match(/[a-z]+/g) ?? [];
  if (typed.length > 1000 || words.length !== WORDS) throw new WordError(0);
  let number = 0n;
  for (const [at, word] of words.entries()) {
    const index = list.findIndex((one) => one === word || (word.length >= 4 && one.slice(0, 4) === word.slice(0, 4)));
    if (index < 0) throw new WordError(at + 1);
    number = (number << BigInt(WORD_BITS)) | BigInt(index);
  }
  return Uint8Array.from({ length: SECRET_LENGTH }, (_, i) => Number((number >> BigInt((SECRET_LENGTH - 1 - i) * 8)) & 0xffn));
}

/** What the picture says; in the fragment, so that it is never sent. */
export function pictureText(origin: string, secret: Uint8Array): string {
  return `${origin}/voice#${toBase64url(secret)}`;
}

/** null: nothing of ours. */
export function secretOfFragment(fragment: string): Bytes | null {
  try {
    const secret = fromBase64url(fragment.replace(/^#/, "").slice(0, 100));
    return secret.length === SECRET_LENGTH ? secret : null;
  } catch (error) {
    if (error instanceof FormatError) return null;
    throw error;
  }
}

/** A voice with what belongs to it. */
export interface Carried {
  readonly voice: Signed;
  /** Of the entry that the voice began with; null before it has come into use. */
  readonly receipt: string | null;
}

function padded(bytes: Bytes): Bytes {
  if (bytes.length > PACKAGE_LENGTH) throw new FormatError("too much to move");
  // JSON may end in white space, so the filling needs no length beside it.
  return concat(bytes, new Uint8Array(PACKAGE_LENGTH - bytes.length).fill(0x20));
}

export async function packVoice({ voice, receipt }: Carried, { key, place }: Meeting): Promise<Bytes> {
  const { campaign, slug, title, issuer, keys, stage, prefix, token, seq } = voice;
  const pkcs8 = await takeOut(keys);
  const plain = {
    v: 1,
    ...{ campaign, slug, title, round: issuer.round, modulus: issuer.modulus, exponent: issuer.exponent, stage, seq, receipt },
    ...{ key: toBase64(keys.key), secret: toBase64(pkcs8), prefix: toBase64(prefix), token: toBase64(token) },
  };
  const iv = crypto.getRandomValues(new Uint8Array(IV_LENGTH));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: concat(LABEL, place) }, key, padded(utf8(JSON.stringify(plain))));
  return concat(iv, new Uint8Array(sealed));
}

/** @throws FormatError, DOMException when it was sealed with another key or changed */
export async function unpackVoice(sealed: Bytes, { key, place }: Meeting): Promise<Carried> {
  if (sealed.length !== IV_LENGTH + PACKAGE_LENGTH + 16) throw new FormatError("not a package");
  const iv = sealed.slice(0, IV_LENGTH);
  const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData: concat(LABEL, place) }, key, sealed.slice(IV_LENGTH));
  return readPackage(json(new Uint8Array(plain)));
}

async function readPackage(source: unknown): Promise<Carried> {
  const fields = new Fields(source);
  const about: About = { campaign: fields.text("campaign"), slug: fields.text("slug"), title: fields.text("title") };
  const issuer: IssuerKey = { campaign: about.campaign, round: fields.count("round"), modulus: fields.text("modulus"), exponent: fields.count("exponent") };
  const stage = fields.text("stage");
  if (stage !== "issued" && stage !== "spent") throw new FormatError("not a package");
  const keys = await takeIn(fields.bytes("key"), fields.bytes("secret"));
  const voice: Signed = { ...about, issuer, keys, stage, prefix: fields.bytes("prefix"), token: fields.bytes("token"), batch: null, seq: fields.count("seq") };
  return { voice, receipt: fields.has("receipt") ? fields.text("receipt") : null };
}

/** Members of something that says it is a package. */
class Fields {
  constructor(private readonly source: unknown) {
    if (typeof source !== "object" || source === null || this.#member("v") !== 1) throw new FormatError("not a package");
  }

  #member(name: string): unknown {
    const { source } = this;
    return typeof source === "object" && source !== null && Object.hasOwn(source, name) ? Reflect.get(source, name) : undefined;
  }

  has(name: string): boolean {
    return typeof this.#member(name) === "string";
  }

  text(name: string): string {
    const value = this.#member(name);
    if (typeof value !== "string") throw new FormatError("not a package");
    return value;
  }

  count(name: string): number {
    const value = this.#member(name);
    if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0) throw new FormatError("not a package");
    return value;
  }

  bytes(name: string): Bytes {
    return fromBase64(this.text(name));
  }
}
