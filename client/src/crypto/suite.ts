import { Aes128Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from "@hpke/core";
import { hmac } from "@noble/hashes/hmac.js";
import { expand, extract } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import type { CiphersuiteImpl } from "ts-mls";
import { makeGenericHpke } from "ts-mls/crypto/implementation/hpke.js";

import { type Bytes, copy, equal, text } from "./bytes.ts";
import { publicKeyOf } from "./link.ts";

/**
 * MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519 (RFC 9420 section 17.1, 0x0001) for one leaf key that cannot be exported. HPKE and
 * Ed25519 are WebCrypto's. Hashing is noble's and synchronous: an epoch takes hundreds of hashes of some hundred bytes, and each
 * WebCrypto call crosses threads.
 */
export interface Suite {
  readonly impl: CiphersuiteImpl;
  readonly publicKey: Bytes;
  /** Stands for the private key where ts-mls wants bytes; worth nothing outside this suite. */
  readonly signKey: Uint8Array;
}

export const SUITE = "MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519";

/** The suite was asked for what this protocol never does. */
export class SuiteError extends Error {
  override readonly name = "SuiteError";
}

const HASH_LENGTH = 32;

// Labels of RFC 9420 section 9: the secret tree and its ratchets, which only PrivateMessages use.
const SECRET_TREE = new Set(["MLS 1.0 tree", "MLS 1.0 application", "MLS 1.0 handshake"]);
const RATCHET = "MLS 1.0 secret";

/** The label of a KDFLabel (RFC 9420 section 8): u16 length, then a vector with a one-byte length, as all labels are shorter than 64. */
function labelOf(info: Uint8Array): string {
  const length = info[2] ?? 0;
  return length < 64 && info.length >= 3 + length ? text(info.subarray(3, 3 + length)) : "";
}

/**
 * The secret tree is 6N hashes an epoch that nobody reads, because no PrivateMessage is ever sent. Its labels give the same random bytes
 * every time, and the ratchet step, which every PrivateMessage must take to be made or read, is refused: docs/decisions tells why.
 */
function kdf(): CiphersuiteImpl["kdf"] {
  const unused = crypto.getRandomValues(new Uint8Array(HASH_LENGTH));
  return {
    size: HASH_LENGTH,
    extract: (salt, ikm) => Promise.resolve(extract(sha256, ikm, salt)),
    expand: (secret, info, length) => {
      const label = labelOf(info);
      if (label === RATCHET) return Promise.reject(new SuiteError("PrivateMessages are not used"));
      return Promise.resolve(SECRET_TREE.has(label) ? unused.slice() : expand(sha256, secret, info, length));
    },
  };
}

const hash: CiphersuiteImpl["hash"] = {
  digest: (data) => Promise.resolve(sha256(data)),
  mac: (key, data) => Promise.resolve(hmac(sha256, key, data)),
  verifyMac: (key, mac, data) => Promise.resolve(equal(hmac(sha256, key, data), mac)),
};

export async function verifySignature(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): Promise<boolean> {
  try {
    const key = await crypto.subtle.importKey("raw", copy(publicKey), "Ed25519", false, ["verify"]);
    return await crypto.subtle.verify("Ed25519", key, copy(signature), copy(message));
  } catch (error) {
    // A key that is no point on the curve is refused at import.
    if (error instanceof DOMException) return false;
    throw error;
  }
}

export async function sign(keys: CryptoKeyPair, message: Uint8Array): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.sign("Ed25519", keys.privateKey, copy(message)));
}

function signature(keys: CryptoKeyPair, handle: Uint8Array): CiphersuiteImpl["signature"] {
  return {
    sign: (signKey, message) => (signKey === handle ? sign(keys, message) : Promise.reject(new SuiteError("not our key"))),
    verify: verifySignature,
    keygen: () => Promise.reject(new SuiteError("leaf keys are made with the room")),
  };
}

export async function makeSuite(keys: CryptoKeyPair): Promise<Suite> {
  const cipher = new CipherSuite({ kem: new DhkemX25519HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes128Gcm() });
  // For the AEAD of Welcome and PrivateMessage. createCommit seals an unread GroupInfo with it even when it adds nobody.
  const aead = {
    encrypt: (key: Uint8Array, nonce: Uint8Array, aad: Uint8Array, plaintext: Uint8Array) => aesGcm("encrypt", key, nonce, aad, plaintext),
    decrypt: (key: Uint8Array, nonce: Uint8Array, aad: Uint8Array, ciphertext: Uint8Array) => aesGcm("decrypt", key, nonce, aad, ciphertext),
  };
  const hpke = await makeGenericHpke({ kem: "DHKEM-X25519-HKDF-SHA256", kdf: "HKDF-SHA256", aead: "AES128GCM" }, aead, cipher);
  const signKey = new Uint8Array(0);
  const rng = { randomBytes: (length: number) => crypto.getRandomValues(new Uint8Array(length)) };
  return { impl: { hash, hpke, kdf: kdf(), rng, signature: signature(keys, signKey), name: SUITE }, publicKey: await publicKeyOf(keys), signKey };
}

async function aesGcm(act: "encrypt" | "decrypt", raw: Uint8Array, nonce: Uint8Array, aad: Uint8Array, data: Uint8Array): Promise<Bytes> {
  const key = await crypto.subtle.importKey("raw", copy(raw), "AES-GCM", false, [act]);
  return new Uint8Array(await crypto.subtle[act]({ name: "AES-GCM", iv: copy(nonce), additionalData: copy(aad) }, key, copy(data)));
}
