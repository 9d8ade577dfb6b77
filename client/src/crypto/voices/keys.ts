import type { Bytes } from "../bytes.ts";

/**
 * The key of a voice. It signs by a handle that cannot be exported, and lies beside it wrapped under a second handle that cannot either: so
 * it can be moved to another device, and is never bytes in a variable but in that one moment. Against a script that runs in this page that
 * is no help, since it could unwrap it too; it keeps the key out of logs, dumps of memory and copies of what this page stores by mistake.
 */
export interface VoiceKeys {
  /** Ed25519, 32 bytes. */
  readonly key: Bytes;
  /** For signing, not extractable. */
  readonly signing: CryptoKey;
  /** AES-GCM, not extractable, for wrapping only. */
  readonly cover: CryptoKey;
  readonly wrapped: Bytes;
  readonly iv: Bytes;
}

const IV_LENGTH = 12;

function pair(keys: CryptoKey | CryptoKeyPair): CryptoKeyPair {
  // The DOM types leave open whether an algorithm given by name makes one key or two.
  if (!("privateKey" in keys)) throw new Error("Ed25519 gave no pair");
  return keys;
}

async function covered(key: Bytes, secret: CryptoKey): Promise<VoiceKeys> {
  const cover = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["wrapKey", "unwrapKey"]);
  const iv = crypto.getRandomValues(new Uint8Array(IV_LENGTH));
  const wrapped = new Uint8Array(await crypto.subtle.wrapKey("pkcs8", secret, cover, { name: "AES-GCM", iv }));
  const signing = await crypto.subtle.unwrapKey("pkcs8", wrapped, cover, { name: "AES-GCM", iv }, "Ed25519", false, ["sign"]);
  return { key, signing, cover, wrapped, iv };
}

export async function freshVoiceKeys(): Promise<VoiceKeys> {
  const { publicKey, privateKey } = pair(await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"]));
  return covered(new Uint8Array(await crypto.subtle.exportKey("raw", publicKey)), privateKey);
}

/** PKCS #8, for the moment of moving. */
export async function takeOut({ cover, wrapped, iv }: VoiceKeys): Promise<Bytes> {
  const secret = await crypto.subtle.unwrapKey("pkcs8", wrapped, cover, { name: "AES-GCM", iv }, "Ed25519", true, ["sign"]);
  return new Uint8Array(await crypto.subtle.exportKey("pkcs8", secret));
}

/** @throws DOMException when the bytes are no key; Error when the two do not belong together */
export async function takeIn(key: Bytes, pkcs8: Bytes): Promise<VoiceKeys> {
  const secret = await crypto.subtle.importKey("pkcs8", pkcs8, "Ed25519", true, ["sign"]);
  const open = await crypto.subtle.importKey("raw", key, "Ed25519", false, ["verify"]);
  const probe = crypto.getRandomValues(new Uint8Array(32));
  if (!(await crypto.subtle.verify("Ed25519", open, await crypto.subtle.sign("Ed25519", secret, probe), probe))) throw new Error("not a pair");
  return covered(key, secret);
}
