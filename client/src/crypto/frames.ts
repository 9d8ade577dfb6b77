import { type Bytes, concat, FormatError, u16, u32, u64, u8, utf8 } from "./bytes.ts";
import type { Head } from "./log.ts";
import { type Carrier, carrierOf, decodePayload, encodePayload, type Payload, TYPES, typeOfCode } from "./payloads.ts";
import { sign, verifySignature } from "./suite.ts";

/** Messages and signals under keys from the exporter: docs/protocol.md section 6. */

export const CHAT_LABEL = "folkmoot/chat/v1";
export const CHAT_KEY_LENGTH = 16;

const VERSION = 1;
const HEADER_LENGTH = 17;
const HASH_LENGTH = 32;
const FIXED_LENGTH = 1 + 8 + HASH_LENGTH + 4;
const SIGNATURE_LENGTH = 64;
const TAG_LENGTH = 16;
export const SIZE_CLASSES: readonly number[] = [256, 1024, 4096, 16_384, 65_000];
const LAST_COUNTER = 0xffff_ffff;

/** Why a frame does not count. `seal`: the AEAD refuses it, as it does when the epochs' secrets differ. */
export type FrameFault = "format" | "epoch" | "leaf" | "replay" | "seal" | "signature" | "padding" | "carrier" | "payload";

export class FrameError extends Error {
  override readonly name = "FrameError";

  constructor(
    readonly fault: FrameFault,
    options?: ErrorOptions,
  ) {
    super(fault, options);
  }
}

interface Header {
  readonly epoch: number;
  readonly leaf: number;
  readonly counter: number;
}

/** The key of one sender in one epoch. */
export function chatKey(raw: Bytes): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
}

function headerBytes({ epoch, leaf, counter }: Header): Bytes {
  return concat(u8(VERSION), u64(epoch), u32(leaf), u32(counter));
}

function aead(room: string, header: Bytes, counter: number): { name: "AES-GCM"; iv: Bytes; additionalData: Bytes } {
  const id = utf8(room);
  return { name: "AES-GCM", iv: concat(u64(0), u32(counter)), additionalData: concat(u16(id.length), id, header) };
}

function signedText(room: string, header: Header, content: Uint8Array): Bytes {
  const id = utf8(room);
  const { epoch, leaf, counter } = header;
  return concat(utf8("folkmoot frame v1"), u8(0), u16(id.length), id, u64(epoch), u32(leaf), u32(counter), content);
}

function padded(plain: Bytes): Bytes {
  const size = SIZE_CLASSES.find((candidate) => candidate >= plain.length);
  if (size === undefined) throw new FrameError("payload");
  return concat(plain, new Uint8Array(size - plain.length));
}

/** One's own frames of one epoch. The counter grows with each attempt, so that no nonce is used twice whatever becomes of a frame. */
export class Sealer {
  #counter: number;

  constructor(
    private readonly room: string,
    private readonly epoch: number,
    private readonly leaf: number,
    private readonly key: CryptoKey,
    private readonly keys: CryptoKeyPair,
    firstCounter = 0,
  ) {
    this.#counter = firstCounter;
  }

  async seal(payload: Payload, head: Head): Promise<Bytes> {
    if (this.#counter > LAST_COUNTER) throw new FrameError("replay");
    const header = { epoch: this.epoch, leaf: this.leaf, counter: this.#counter++ };
    const body = encodePayload(payload);
    const content = concat(u8(TYPES[payload.type]), u64(head.n), head.hash, u32(body.length), body);
    const plain = padded(concat(content, await sign(this.keys, signedText(this.room, header, content))));
    const bytes = headerBytes(header);
    const sealed = await crypto.subtle.encrypt(aead(this.room, bytes, header.counter), this.key, plain);
    return concat(bytes, new Uint8Array(sealed));
  }
}

export interface Sender {
  readonly identity: string;
  readonly signatureKey: Uint8Array;
  readonly key: CryptoKey;
}

export interface Opened {
  readonly identity: string;
  readonly leaf: number;
  readonly head: Head;
  readonly payload: Payload;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** A number under 2^53, or null. */
function count(view: DataView, at: number): number | null {
  const value = view.getBigUint64(at);
  return value > BigInt(Number.MAX_SAFE_INTEGER) ? null : Number(value);
}

function readHeader(frame: Bytes): Header {
  const sizes = SIZE_CLASSES.map((size) => HEADER_LENGTH + size + TAG_LENGTH);
  if (!sizes.includes(frame.length) || frame[0] !== VERSION) throw new FrameError("format");
  const view = viewOf(frame);
  const epoch = count(view, 1);
  if (epoch === null) throw new FrameError("format");
  return { epoch, leaf: view.getUint32(9), counter: view.getUint32(13) };
}

interface Content {
  readonly head: Head;
  readonly signed: Bytes;
  readonly payload: Bytes;
  readonly code: number;
  readonly signature: Bytes;
}

function readContent(plain: Bytes): Content {
  const view = viewOf(plain);
  const n = count(view, 1);
  const length = view.getUint32(FIXED_LENGTH - 4);
  const end = FIXED_LENGTH + length;
  if (n === null || end + SIGNATURE_LENGTH > plain.length) throw new FrameError("format");
  const rest = plain.subarray(end + SIGNATURE_LENGTH);
  // One plaintext has one size: zeros only, and no larger class than it needs.
  const needed = SIZE_CLASSES.find((size) => size >= end + SIGNATURE_LENGTH);
  if (rest.some((byte) => byte !== 0) || needed !== plain.length) throw new FrameError("padding");
  return {
    head: { n, hash: plain.slice(9, 9 + HASH_LENGTH) },
    signed: plain.subarray(0, end),
    payload: plain.subarray(FIXED_LENGTH, end),
    code: plain[0] ?? 0,
    signature: plain.subarray(end, end + SIGNATURE_LENGTH),
  };
}

/** Others' frames of one epoch. */
export class Opener {
  readonly #last = new Map<string, number>();

  constructor(
    private readonly room: string,
    private readonly epoch: number,
    private readonly senders: ReadonlyMap<number, Sender>,
  ) {}

  /** @throws FrameError */
  async open(frame: Bytes, carrier: Carrier): Promise<Opened> {
    const header = readHeader(frame);
    if (header.epoch !== this.epoch) throw new FrameError("epoch");
    const sender = this.senders.get(header.leaf);
    if (sender === undefined) throw new FrameError("leaf");
    const stream = `${carrier} ${header.leaf}`;
    if (header.counter <= (this.#last.get(stream) ?? -1)) throw new FrameError("replay");
    const content = readContent(await this.#decrypt(frame, header, sender));
    const signed = signedText(this.room, header, content.signed);
    if (!(await verifySignature(sender.signatureKey, signed, content.signature))) throw new FrameError("signature");
    const payload = readPayload(content, carrier);
    // Only now: a forged frame must not lock out the true one.
    this.#last.set(stream, header.counter);
    return { identity: sender.identity, leaf: header.leaf, head: content.head, payload };
  }

  async #decrypt(frame: Bytes, header: Header, sender: Sender): Promise<Bytes> {
    const parameters = aead(this.room, frame.slice(0, HEADER_LENGTH), header.counter);
    try {
      return new Uint8Array(await crypto.subtle.decrypt(parameters, sender.key, frame.subarray(HEADER_LENGTH)));
    } catch (error) {
      throw new FrameError("seal", { cause: error });
    }
  }
}

function readPayload(content: Content, carrier: Carrier): Payload {
  try {
    const type = typeOfCode(content.code);
    if (carrierOf(type) !== carrier) throw new FrameError("carrier");
    return decodePayload(type, content.payload);
  } catch (error) {
    if (error instanceof FormatError) throw new FrameError("payload", { cause: error });
    throw error;
  }
}
