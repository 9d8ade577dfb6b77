import { type Bytes, FormatError, fromBase64, json, toBase64, utf8 } from "./bytes.ts";

/** What frames say, as JSON: the table of docs/protocol.md section 6. */

export const TYPES = { profile: 1, chat: 2, hand: 3, keyframe: 4, heartbeat: 5, mute: 6, typing: 7 } as const;

/** Which charter somebody knows: section 9. */
export interface Mark {
  readonly n: number;
  /** SHA-256 of its body. */
  readonly hash: Bytes;
}

export type Payload =
  | { readonly type: "profile"; readonly name: string; readonly hand: number | null; readonly charter: Mark | null }
  | { readonly type: "chat"; readonly id: string; readonly text: string; readonly at: number }
  | { readonly type: "hand"; readonly up: boolean }
  | { readonly type: "keyframe" }
  | { readonly type: "heartbeat"; readonly authenticator: Bytes }
  /** A moderator asks: section 9. */
  | { readonly type: "mute" }
  | { readonly type: "typing"; readonly id: string; readonly text: string };

export type PayloadType = Payload["type"];

/** Messages are kept in the log, signals are not. */
export type Carrier = "message" | "signal";

export type Signal = Extract<Payload, { type: "keyframe" | "heartbeat" | "mute" | "typing" }>;

const SIGNALS: ReadonlySet<PayloadType> = new Set<Signal["type"]>(["keyframe", "heartbeat", "mute", "typing"]);

export const LONGEST_NAME = 64;
export const LONGEST_TEXT = 4000;
export const LONGEST_ID = 64;
const DIGEST_LENGTH = 32;
/** In base64, with room to say that it is too long. */
const LONGEST_DIGEST = 64;

export function carrierOf(type: PayloadType): Carrier {
  return SIGNALS.has(type) ? "signal" : "message";
}

export function encodePayload(payload: Payload): Bytes {
  switch (payload.type) {
    case "profile":
      return utf8(JSON.stringify({ name: payload.name, hand: payload.hand, charter: payload.charter && { n: payload.charter.n, hash: toBase64(payload.charter.hash) } }));
    case "chat":
      return utf8(JSON.stringify({ id: payload.id, text: payload.text, at: payload.at }));
    case "hand":
      return utf8(JSON.stringify({ up: payload.up }));
    case "keyframe":
    case "mute":
      return utf8("{}");
    case "typing":
      return utf8(JSON.stringify({ id: payload.id, text: payload.text }));
    case "heartbeat":
      return utf8(JSON.stringify({ authenticator: toBase64(payload.authenticator) }));
  }
}

export function typeOfCode(code: number): PayloadType {
  for (const [type, known] of Object.entries(TYPES)) if (known === code) return type as PayloadType;
  throw new FormatError("unknown type");
}

/** At most `longest` code points, and no half of one. */
export function limited(text: string, longest: number): string {
  return Array.from(text.toWellFormed().trim()).slice(0, longest).join("");
}

class Fields {
  readonly #object: object;

  constructor(value: unknown, names: readonly string[]) {
    if (typeof value !== "object" || value === null || Array.isArray(value)) throw new FormatError("not an object");
    if (Object.keys(value).length !== names.length || !names.every((name) => Object.hasOwn(value, name))) throw new FormatError("fields");
    this.#object = value;
  }

  /** `shortest` and `longest` in code points, as other languages count; lone surrogates would not survive the way through UTF-8. */
  string(name: string, longest: number, shortest = 1): string {
    const value: unknown = Reflect.get(this.#object, name);
    if (typeof value !== "string" || !value.isWellFormed()) throw new FormatError(name);
    const { length } = Array.from(value);
    if (length < shortest || length > longest) throw new FormatError(name);
    return value;
  }

  boolean(name: string): boolean {
    const value: unknown = Reflect.get(this.#object, name);
    if (typeof value !== "boolean") throw new FormatError(name);
    return value;
  }

  count(name: string): number {
    const value: unknown = Reflect.get(this.#object, name);
    if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0) throw new FormatError(name);
    return value;
  }

  digest(name: string): Bytes {
    const digest = fromBase64(this.string(name, LONGEST_DIGEST));
    if (digest.length !== DIGEST_LENGTH) throw new FormatError(name);
    return digest;
  }

  fieldsOrNull(name: string, names: readonly string[]): Fields | null {
    const value: unknown = Reflect.get(this.#object, name);
    return value === null ? null : new Fields(value, names);
  }

  countOrNull(name: string): number | null {
    return Reflect.get(this.#object, name) === null ? null : this.count(name);
  }
}

/** @throws FormatError */
export function decodePayload(type: PayloadType, bytes: Uint8Array): Payload {
  const value = json(bytes);
  switch (type) {
    case "profile": {
      const fields = new Fields(value, ["name", "hand", "charter"]);
      const mark = fields.fieldsOrNull("charter", ["n", "hash"]);
      const charter = mark && { n: mark.count("n"), hash: mark.digest("hash") };
      return { type, name: fields.string("name", LONGEST_NAME), hand: fields.countOrNull("hand"), charter };
    }
    case "chat": {
      const fields = new Fields(value, ["id", "text", "at"]);
      return { type, id: fields.string("id", LONGEST_ID), text: fields.string("text", LONGEST_TEXT), at: fields.count("at") };
    }
    case "hand":
      return { type, up: new Fields(value, ["up"]).boolean("up") };
    case "keyframe":
    case "mute":
      new Fields(value, []);
      return { type };
    case "typing": {
      const fields = new Fields(value, ["id", "text"]);
      return { type, id: fields.string("id", LONGEST_ID), text: fields.string("text", LONGEST_TEXT, 0) };
    }
    case "heartbeat":
      return { type, authenticator: new Fields(value, ["authenticator"]).digest("authenticator") };
  }
}
