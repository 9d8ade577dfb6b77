import { type Bytes, FormatError, fromBase64, toBase64 } from "./bytes.ts";
import { type Entry, ENTRY_CODES, type EntryKind } from "./log.ts";

/** Frames between browser and delivery service, decoded and checked once: docs/protocol.md section 3. */

export type Presence = "here" | "away" | "left";

export interface PresentMember {
  readonly identity: string;
  readonly state: Presence;
}

export interface EngineAccess {
  readonly path: string;
  readonly token: string;
  /** Seconds. */
  readonly validFor: number;
  /** Which start of the engine it is. */
  readonly run: string;
}

/** The group as the service has it. `epoch` null: nobody has made it yet. */
export interface GroupNews {
  readonly epoch: number | null;
  readonly groupInfo: Bytes | null;
  readonly seq: number;
  readonly head: Bytes;
  readonly members: readonly PresentMember[];
  /** The newest charter's envelope; null: no moderator has decided anything. */
  readonly charter: Bytes | null;
}

export type ServerFrame =
  /** `link`: the version of the link that opens the room now. */
  | { readonly t: "challenge"; readonly nonce: Bytes; readonly link: number }
  | { readonly t: "welcome"; readonly identity: string; readonly news: GroupNews; readonly capacity: number; readonly full: boolean; readonly engine: EngineAccess | null }
  | { readonly t: "group"; readonly news: GroupNews; readonly full: boolean }
  | { readonly t: "entry"; readonly entry: Entry }
  | { readonly t: "committed"; readonly id: string; readonly seq: number; readonly head: Bytes; readonly members: readonly PresentMember[] }
  | { readonly t: "conflict"; readonly id: string; readonly news: GroupNews }
  | { readonly t: "accepted"; readonly id: string; readonly seq: number }
  | { readonly t: "refused"; readonly id: string; readonly code: string }
  | { readonly t: "signal"; readonly from: string; readonly epoch: number; readonly body: Bytes }
  | { readonly t: "presence"; readonly identity: string; readonly state: Presence }
  /** Somebody waits at the door; with null they wait no longer. */
  | { readonly t: "knock"; readonly identity: string; readonly body: Bytes | null }
  | { readonly t: "admitted" }
  | { readonly t: "declined" }
  | { readonly t: "token"; readonly way: Omit<EngineAccess, "path"> }
  /** The engine has been started anew. */
  | { readonly t: "engine"; readonly engine: EngineAccess }
  | { readonly t: "pong" }
  | { readonly t: "error"; readonly code: string };

class Reader {
  readonly #object: object;

  constructor(value: unknown) {
    if (typeof value !== "object" || value === null || Array.isArray(value)) throw new FormatError("not an object");
    this.#object = value;
  }

  raw(name: string): unknown {
    return Object.hasOwn(this.#object, name) ? Reflect.get(this.#object, name) : undefined;
  }

  string(name: string): string {
    const value = this.raw(name);
    if (typeof value !== "string") throw new FormatError(name);
    return value;
  }

  /** On our own origin: put after a host, `@` would make a user name of that host and go elsewhere. */
  path(name: string): string {
    const value = this.string(name);
    if (!/^(?:\/[\w-]+)+$/.test(value)) throw new FormatError(name);
    return value;
  }

  count(name: string): number {
    const value = this.raw(name);
    if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0) throw new FormatError(name);
    return value;
  }

  boolean(name: string): boolean {
    const value = this.raw(name);
    if (typeof value !== "boolean") throw new FormatError(name);
    return value;
  }

  bytes(name: string): Bytes {
    return fromBase64(this.string(name));
  }

  /** null, or not there at all. */
  bytesOrNull(name: string): Bytes | null {
    const value = this.raw(name);
    return value === undefined || value === null ? null : this.bytes(name);
  }

  hash(name: string): Bytes {
    const value = this.bytes(name);
    if (value.length !== 32) throw new FormatError(name);
    return value;
  }

  object(name: string): Reader {
    return new Reader(this.raw(name));
  }

  list(name: string): readonly unknown[] {
    const value = this.raw(name);
    if (!Array.isArray(value)) throw new FormatError(name);
    return value;
  }

  presence(name: string): Presence {
    const value = this.string(name);
    if (value !== "here" && value !== "away" && value !== "left") throw new FormatError(name);
    return value;
  }

  members(): readonly PresentMember[] {
    return this.list("members").map((item) => {
      const member = new Reader(item);
      return { identity: member.string("identity"), state: member.presence("state") };
    });
  }

  way(): Omit<EngineAccess, "path"> {
    return { token: this.string("token"), validFor: this.count("expires_in"), run: this.string("run") };
  }

  engine(): EngineAccess {
    return { path: this.path("path"), ...this.way() };
  }

  /** A group has both, or there is none yet. */
  news(): GroupNews {
    const none = this.raw("epoch") === null;
    if (none !== (this.raw("group_info") === null)) throw new FormatError("group_info");
    return {
      epoch: none ? null : this.count("epoch"),
      groupInfo: none ? null : this.bytes("group_info"),
      seq: this.count("seq"),
      head: this.hash("head"),
      members: this.members(),
      charter: this.bytesOrNull("charter"),
    };
  }
}

function entryKind(kind: string): EntryKind {
  if (!Object.hasOwn(ENTRY_CODES, kind)) throw new FormatError("kind");
  return kind as EntryKind;
}

const READ: { readonly [T in ServerFrame["t"]]: (frame: Reader) => ServerFrame } = {
  challenge: (frame) => {
    if (frame.count("version") !== 1) throw new FormatError("version");
    return { t: "challenge", nonce: frame.hash("nonce"), link: frame.raw("link") === undefined ? 1 : frame.count("link") };
  },
  welcome: (frame) => {
    return {
      t: "welcome",
      identity: frame.string("identity"),
      news: frame.news(),
      capacity: frame.count("capacity"),
      full: frame.boolean("full"),
      engine: frame.raw("engine") === null ? null : frame.object("engine").engine(),
    };
  },
  group: (frame) => ({ t: "group", news: frame.news(), full: frame.boolean("full") }),
  entry: (frame) => ({
    t: "entry",
    entry: {
      seq: frame.count("seq"),
      kind: entryKind(frame.string("kind")),
      epoch: frame.count("epoch"),
      from: frame.string("from"),
      body: frame.bytes("body"),
    },
  }),
  committed: (frame) => ({ t: "committed", id: frame.string("id"), seq: frame.count("seq"), head: frame.hash("head"), members: frame.members() }),
  conflict: (frame) => ({ t: "conflict", id: frame.string("id"), news: frame.news() }),
  accepted: (frame) => ({ t: "accepted", id: frame.string("id"), seq: frame.count("seq") }),
  refused: (frame) => ({ t: "refused", id: frame.string("id"), code: frame.string("code") }),
  signal: (frame) => ({ t: "signal", from: frame.string("from"), epoch: frame.count("epoch"), body: frame.bytes("body") }),
  presence: (frame) => ({ t: "presence", identity: frame.string("identity"), state: frame.presence("state") }),
  knock: (frame) => ({ t: "knock", identity: frame.string("identity"), body: frame.bytesOrNull("body") }),
  admitted: () => ({ t: "admitted" }),
  declined: () => ({ t: "declined" }),
  token: (frame) => ({ t: "token", way: frame.way() }),
  engine: (frame) => ({ t: "engine", engine: frame.engine() }),
  pong: () => ({ t: "pong" }),
  error: (frame) => ({ t: "error", code: frame.string("code") }),
};

/** @throws FormatError for anything that is not a frame of the protocol. */
export function readFrame(source: string): ServerFrame {
  let value: unknown;
  try {
    value = JSON.parse(source);
  } catch {
    throw new FormatError("not JSON");
  }
  const frame = new Reader(value);
  const kind = frame.string("t");
  if (!Object.hasOwn(READ, kind)) throw new FormatError("t");
  return READ[kind as ServerFrame["t"]](frame);
}

/** What a removal's commit brings: the hash of the new link's token, and that link's version. */
export interface NewLink {
  readonly auth: Bytes;
  readonly version: number;
}

export type ClientFrame =
  | { readonly t: "hello"; readonly token: Bytes; readonly key: Bytes; readonly signature: Bytes; readonly resume: number | null }
  | { readonly t: "commit"; readonly id: string; readonly epoch: number | null; readonly message: Bytes | null; readonly groupInfo: Bytes; readonly link: NewLink | null }
  | { readonly t: "message"; readonly id: string; readonly epoch: number; readonly body: Bytes }
  | { readonly t: "signal"; readonly epoch: number; readonly to: string | null; readonly body: Bytes }
  | { readonly t: "charter"; readonly id: string; readonly body: Bytes }
  | { readonly t: "knock"; readonly id: string; readonly body: Bytes | null }
  | { readonly t: "decline"; readonly identity: string }
  | { readonly t: "reject"; readonly epoch: number; readonly hash: Bytes }
  | { readonly t: "token" }
  | { readonly t: "leave" }
  | { readonly t: "ping" };

function shape(frame: ClientFrame): object {
  switch (frame.t) {
    case "hello": {
      const { t, token, key, signature, resume } = frame;
      const from = resume === null ? null : { seq: resume };
      return { t, token: toBase64(token), key: toBase64(key), signature: toBase64(signature), resume: from };
    }
    case "commit": {
      const { t, id, epoch, message, groupInfo, link } = frame;
      const changed = link === null ? {} : { auth: toBase64(link.auth), link: link.version };
      return { t, id, epoch, message: message && toBase64(message), group_info: toBase64(groupInfo), ...changed };
    }
    case "knock":
      return { ...frame, body: frame.body && toBase64(frame.body) };
    case "message":
    case "charter":
    case "signal":
      return { ...frame, body: toBase64(frame.body) };
    case "reject":
      return { ...frame, hash: toBase64(frame.hash) };
    default:
      return frame;
  }
}

export function writeFrame(frame: ClientFrame): string {
  return JSON.stringify(shape(frame));
}
