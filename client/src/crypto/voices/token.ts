import { RSABSSA } from "@cloudflare/blindrsa-ts";

import { type Bytes, concat, copy, FormatError, fromBase64url, toBase64url, u32, u8, utf8 } from "../bytes.ts";

/** The token that makes a voice good: RFC 9474, RSABSSA-SHA384-PSS-Randomized. docs/protocol.md section 11. */

const SUITE = RSABSSA.SHA384.PSS.Randomized();

/** Random bytes before the message (RFC 9474 section 4.1). */
export const PREFIX_LENGTH = 32;
const MODULUS_LENGTH = 384;
const EXPONENT = 65_537;

/** The key of one campaign and round, as the server tells it and the record has it. */
export interface IssuerKey {
  readonly campaign: string;
  readonly round: number;
  /** b64url. */
  readonly modulus: string;
  readonly exponent: number;
}

/** What is signed: good for this public key, in this campaign and round, and nothing else. */
export function tokenMessage(campaign: string, round: number, key: Uint8Array): Bytes {
  return concat(utf8("folkmoot voice v1"), u8(0), utf8(campaign), u32(round), key);
}

/** What is signed with the voice's key when the token is spent. */
export function spendText(campaign: string, key: Uint8Array): Bytes {
  return concat(utf8("folkmoot spend v1"), u8(0), utf8(campaign), key);
}

/** @throws FormatError when the key is not of our kind; DOMException when the numbers are no key */
export async function importIssuer({ modulus, exponent }: IssuerKey): Promise<CryptoKey> {
  if (fromBase64url(modulus).length !== MODULUS_LENGTH || exponent !== EXPONENT) throw new FormatError("not a key of 3072 bits");
  const jwk = { kty: "RSA", n: modulus, e: toBase64url(u32(exponent).subarray(1)), alg: "PS384", ext: true };
  return crypto.subtle.importKey("jwk", jwk, { name: "RSA-PSS", hash: "SHA-384" }, true, ["verify"]);
}

/** What must be kept until the signature has come: without it the voice is lost. */
export interface Blinding {
  readonly prefix: Bytes;
  readonly blinded: Bytes;
  readonly inverse: Bytes;
}

export async function blind(issuer: IssuerKey, key: Uint8Array): Promise<Blinding> {
  const prepared = SUITE.prepare(tokenMessage(issuer.campaign, issuer.round, key));
  const { blindedMsg, inv } = await SUITE.blind(await importIssuer(issuer), prepared);
  return { prefix: copy(prepared.subarray(0, PREFIX_LENGTH)), blinded: copy(blindedMsg), inverse: copy(inv) };
}

/** @throws Error when what came is not a signature of this issuer over what was blinded */
export async function unblind(issuer: IssuerKey, key: Uint8Array, { prefix, inverse }: Blinding, signature: Bytes): Promise<Bytes> {
  return finish(await importIssuer(issuer), concat(prefix, tokenMessage(issuer.campaign, issuer.round, key)), inverse, signature);
}

/** RFC 9474 section 4.4, which ends with the check of the signature. */
export async function finish(issuer: CryptoKey, prepared: Bytes, inverse: Bytes, signature: Bytes): Promise<Bytes> {
  return copy(await SUITE.finalize(issuer, prepared, signature, inverse));
}
