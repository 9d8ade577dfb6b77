/** Byte strings as docs/protocol.md writes them: `||`, u8 u16 u32 u64 big-endian, b64 with padding, b64url without. */

/** Backed by an ArrayBuffer, as WebCrypto wants it; libraries give `Uint8Array` over anything. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** Bytes from outside that are not what they say they are. */
export class FormatError extends Error {
  override readonly name = "FormatError";
}

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export function utf8(text: string): Bytes {
  return encoder.encode(text);
}

export function text(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new FormatError("not UTF-8");
  }
}

/** @throws FormatError */
export function json(bytes: Uint8Array): unknown {
  const source = text(bytes);
  try {
    return JSON.parse(source);
  } catch {
    throw new FormatError("not JSON");
  }
}

export function copy(bytes: Uint8Array): Bytes {
  return new Uint8Array(bytes);
}

export function concat(...parts: readonly Uint8Array[]): Bytes {
  const out = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

export function u8(value: number): Bytes {
  return Uint8Array.of(value);
}

export function u16(value: number): Bytes {
  const out = new Uint8Array(2);
  new DataView(out.buffer).setUint16(0, value);
  return out;
}

export function u32(value: number): Bytes {
  const out = new Uint8Array(4);
  new DataView(out.buffer).setUint32(0, value);
  return out;
}

/** Sequence numbers and epochs stay under 2^53, so they are numbers everywhere but on the wire. */
export function u64(value: number): Bytes {
  const out = new Uint8Array(8);
  new DataView(out.buffer).setBigUint64(0, BigInt(value));
  return out;
}

export function equal(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let i = 0; i < a.length; i++) difference |= (a[i] ?? 0) ^ (b[i] ?? 0);
  return difference === 0;
}

/** A key for Map and Set. */
export function hex(bytes: Uint8Array): string {
  let out = "";
  for (const byte of bytes) out += byte.toString(16).padStart(2, "0");
  return out;
}

// String.fromCharCode takes its bytes as arguments, of which engines allow some ten thousand.
const CHUNK = 8192;

export function toBase64(bytes: Uint8Array): string {
  let binary = "";
  for (let at = 0; at < bytes.length; at += CHUNK) binary += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  return btoa(binary);
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Strict: padded, no white space, no stray bits at the end, so that one byte string has one spelling. */
export function fromBase64(source: string): Bytes {
  if (!BASE64.test(source)) throw new FormatError("not base64");
  const binary = atob(source);
  const out = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) out[i] = binary.charCodeAt(i);
  const tail = out.length % 3;
  if (tail !== 0 && toBase64(out.subarray(out.length - tail)) !== source.slice(-4)) throw new FormatError("not base64");
  return out;
}

export function toBase64url(bytes: Uint8Array): string {
  return toBase64(bytes).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

const BASE64URL = /^[A-Za-z0-9_-]*$/;

export function fromBase64url(source: string): Bytes {
  if (!BASE64URL.test(source) || source.length % 4 === 1) throw new FormatError("not base64url");
  return fromBase64(source.replaceAll("-", "+").replaceAll("_", "/") + "=".repeat((4 - (source.length % 4)) % 4));
}

/** Ids, identities and secrets: 16 bytes in 22 characters. null: it is none. */
export function sixteen(source: string): Bytes | null {
  if (source.length !== 22) return null;
  try {
    return fromBase64url(source);
  } catch (error) {
    if (error instanceof FormatError) return null;
    throw error;
  }
}
