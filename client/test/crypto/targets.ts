import { encodeMlsMessage } from "ts-mls";
import { signGroupInfo } from "ts-mls/groupInfo.js";
import { decodeRatchetTree, encodeRatchetTree } from "ts-mls/ratchetTree.js";
import { treeHashRoot } from "ts-mls/treeHash.js";

import { type Bytes, concat, copy, equal, FormatError, toBase64, u16, u32, u64, u8, utf8 } from "../../src/crypto/bytes.ts";
import { bodyOf, type Charter, CharterError, FIRST, makeEnvelope, readEnvelope } from "../../src/crypto/charter.ts";
import { identityOf } from "../../src/crypto/derive.ts";
import { chatKey, FrameError, Opener, Sealer } from "../../src/crypto/frames.ts";
import { decodeMessage, GroupError, readGroupInfo } from "../../src/crypto/groupinfo.ts";
import { openName, sealName } from "../../src/crypto/knocks.ts";
import { formatLink, parseFragment, parseLink } from "../../src/crypto/link.ts";
import { firstHead } from "../../src/crypto/log.ts";
import { decodePayload, encodePayload, LONGEST_NAME, type Payload, type PayloadType, TYPES } from "../../src/crypto/payloads.ts";
import { sign } from "../../src/crypto/suite.ts";
import { TreeError } from "../../src/crypto/tree.ts";
import { readFrame } from "../../src/crypto/wire.ts";

import { room, ROOM, someone } from "./people.ts";

/**
 * Everything in the browser that reads what others write. A target takes any bytes; what it throws is a fault of ours. Where a signature or a
 * seal stands before a parser, an input whose first byte says so is signed or sealed first, as somebody inside could.
 */

export interface Target {
  /** Right ones, made with keys of this run. */
  readonly seeds: readonly Bytes[];
  readonly attempt: (bytes: Bytes) => Promise<void>;
}

type Kind = abstract new (...given: never[]) => Error;

const INSIDE = 1;
const OUTSIDE = 0;
const marked = (mark: number, bytes: Uint8Array): Bytes => concat(u8(mark), bytes);

/** Null when it is refused by one of the named errors. */
async function refusable<T>(read: () => T | Promise<T>, ...named: readonly Kind[]): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    if (named.some((kind) => error instanceof kind)) return null;
    throw error;
  }
}

function must(held: boolean, what: string): void {
  if (!held) throw new Error(what);
}

const decoder = new TextDecoder();

function wire(): Target {
  const engine = { path: "/engine", token: "t", expires_in: 600, run: "1" };
  const head = toBase64(new Uint8Array(32));
  const news = { epoch: 3, group_info: "AAAA", seq: 9, head, members: [{ identity: "i", state: "here" }], charter: null };
  const frames = [
    { t: "challenge", nonce: head, version: 1, link: 3 },
    { t: "welcome", identity: "i", capacity: 12, full: false, engine, ...news },
    { t: "group", full: true, ...news },
    { t: "entry", seq: 2, kind: "left", epoch: 1, from: "i", body: "" },
    { t: "committed", id: "c0", ...news },
    { t: "conflict", id: "c0", code: 409, ...news },
    { t: "signal", from: "i", epoch: 1, body: "AAAA" },
    { t: "knock", identity: "i", body: "AAAA" },
    { t: "engine", ...engine },
    { t: "error", code: "replaced", message: "Another window took over." },
  ];
  return {
    seeds: frames.map((frame) => utf8(JSON.stringify(frame))),
    attempt: async (bytes) => {
      const frame = await refusable(() => readFrame(decoder.decode(bytes)), FormatError);
      must(frame === null || typeof frame.t === "string", "a frame has a kind");
    },
  };
}

const PAYLOADS: readonly Payload[] = [
  { type: "profile", name: "Ana", hand: 3, charter: { n: 1, hash: copy(new Uint8Array(32)) } },
  { type: "profile", name: "Bo", hand: null, charter: null },
  { type: "chat", id: "a", text: "hello \u{1f44b}", at: 1 },
  { type: "hand", up: true },
  { type: "keyframe" },
  { type: "heartbeat", authenticator: copy(new Uint8Array(32)) },
  { type: "mute" },
  { type: "typing", id: "a", text: "" },
];
const KINDS = Object.keys(TYPES) as PayloadType[];

function payloads(): Target {
  return {
    seeds: PAYLOADS.map((payload) => marked(KINDS.indexOf(payload.type), encodePayload(payload))),
    attempt: async (bytes) => {
      const kind = KINDS[(bytes[0] ?? 0) % KINDS.length] ?? "chat";
      const payload = await refusable(() => decodePayload(kind, bytes.subarray(1)), FormatError);
      if (payload === null) return;
      const again = encodePayload(payload);
      must(equal(encodePayload(decodePayload(kind, again)), again), "what was read is written and read the same");
    },
  };
}

const EPOCH = 3;
const LEAF = 1;

async function frames(): Promise<Target> {
  const who = await someone();
  const key = await chatKey(copy(new Uint8Array(16).fill(7)));
  const head = firstHead(ROOM);
  const opener = (): Opener => new Opener(ROOM, EPOCH, new Map([[LEAF, { identity: who.identity, signatureKey: who.suite.publicKey, key }]]));
  const carrier = (payload: Payload): "message" | "signal" => (["profile", "chat", "hand"].includes(payload.type) ? "message" : "signal");
  const id = utf8(ROOM);
  const numbers = concat(u64(EPOCH), u32(LEAF), u32(0));
  const header = concat(u8(1), numbers);
  const parameters = { name: "AES-GCM", iv: concat(u64(0), u32(0)), additionalData: concat(u16(id.length), id, header) };
  /** As a member's own program might: the plaintext sealed, and its first part signed. */
  const crafted = async (content: Bytes): Promise<Bytes> => {
    const signature = await sign(who.keys, concat(utf8("folkmoot frame v1"), u8(0), u16(id.length), id, numbers, content));
    const plain = new Uint8Array([256, 1024, 4096, 16_384, 65_000].find((size) => size >= content.length + 64) ?? 65_000);
    plain.set(content);
    plain.set(signature, content.length);
    return concat(header, new Uint8Array(await crypto.subtle.encrypt(parameters, key, plain)));
  };
  const contentOf = (payload: Payload): Bytes => {
    const body = encodePayload(payload);
    return concat(u8(TYPES[payload.type]), u64(head.n), head.hash, u32(body.length), body);
  };
  const outside = await Promise.all(PAYLOADS.map(async (payload) => marked(OUTSIDE, await new Sealer(ROOM, EPOCH, LEAF, key, who.keys).seal(payload, head))));
  return {
    seeds: [...outside, ...PAYLOADS.map((payload) => marked(INSIDE, contentOf(payload)))],
    attempt: async (bytes) => {
      const frame = bytes[0] === INSIDE ? await crafted(bytes.slice(1)) : bytes.slice(1);
      for (const way of ["message", "signal"] as const) {
        const opened = await refusable(() => opener().open(frame, way), FrameError);
        must(opened === null || (opened.identity === who.identity && carrier(opened.payload) === way), "who signed is who said it, on its carrier");
      }
    },
  };
}

async function groupinfo(): Promise<Target> {
  const { people, groups } = await room(5);
  const [first, group] = [people[0], groups[0]];
  if (first === undefined || group === undefined) throw new Error("nobody");
  const { suite } = first;
  const info = await group.groupInfo();
  const offer = await readGroupInfo(info, ROOM, suite, Date.now());
  const tree = encodeRatchetTree(offer.tree);
  /** The whole GroupInfo of a member who puts another tree into it, with the hash that this tree has. */
  const insider = async (bytes: Bytes): Promise<Bytes | null> => {
    let decoded: ReturnType<typeof decodeRatchetTree>;
    let treeHash: Uint8Array;
    try {
      decoded = decodeRatchetTree(bytes, 0);
      if (decoded === undefined) return null;
      treeHash = await treeHashRoot(decoded[0], suite.impl.hash);
    } catch {
      // No tree for the library either, which throws errors of many kinds: then an insider has nothing to sign.
      return null;
    }
    const { groupContext, confirmationTag, signer } = offer.info;
    const extensions = offer.info.extensions.map((one) => (one.extensionType === "ratchet_tree" ? { ...one, extensionData: bytes } : one));
    const groupInfo = await signGroupInfo({ groupContext: { ...groupContext, treeHash }, extensions, confirmationTag, signer }, suite.signKey, suite.impl.signature);
    return copy(encodeMlsMessage({ version: "mls10", wireformat: "mls_group_info", groupInfo }));
  };
  return {
    seeds: [marked(OUTSIDE, info), marked(INSIDE, tree)],
    attempt: async (bytes) => {
      const given = bytes[0] === INSIDE ? await insider(bytes.slice(1)) : bytes.slice(1);
      if (given === null) return;
      await refusable(() => decodeMessage(given), GroupError);
      const read = await refusable(() => readGroupInfo(given, ROOM, suite, Date.now()), GroupError, TreeError);
      if (read === null) return;
      const identities = read.members.map(({ identity }) => identity);
      must(new Set(identities).size === identities.length, "nobody is in a tree twice");
      must(read.members.every(({ identity, signatureKey }) => identity === identityOf(ROOM, signatureKey)), "an identity is its key's");
    },
  };
}

async function charter(): Promise<Target> {
  const creator = await someone();
  const { publicKey } = creator.suite;
  const sealed = async (body: Bytes): Promise<Bytes> => {
    const signature = await sign(creator.keys, concat(utf8("folkmoot charter v1"), u8(0), utf8(ROOM), u32(body.length), body));
    const [bodyText, keyText] = [toBase64(body), toBase64(publicKey)];
    return utf8(JSON.stringify({ body: bodyText, key: keyText, creator: keyText, signature: toBase64(signature) }));
  };
  const other = await someone();
  const decided: readonly Charter[] = [
    { ...FIRST, n: 1, locked: true },
    { ...FIRST, n: 2, version: 2, removed: [other.identity] },
    { ...FIRST, n: 3, admitted: [other.identity], ended: true },
  ];
  const envelopes = await Promise.all(decided.map(async (each) => (await makeEnvelope(ROOM, each, creator.keys, publicKey, publicKey)).envelope));
  return {
    seeds: [...envelopes.map((each) => marked(OUTSIDE, each)), ...decided.map((each) => marked(INSIDE, bodyOf(each)))],
    attempt: async (bytes) => {
      const envelope = bytes[0] === INSIDE ? await sealed(bytes.slice(1)) : bytes.slice(1);
      const signed = await refusable(() => readEnvelope(envelope, ROOM, creator.identity), CharterError);
      if (signed !== null && bytes[0] === INSIDE) must(equal(bodyOf(signed.charter), bytes.subarray(1)), "there is one way to write a charter");
    },
  };
}

function link(): Target {
  const made = { room: ROOM, secret: copy(new Uint8Array(16)), creator: ROOM };
  const [path = "", fragment = ""] = formatLink(made).split("#");
  return {
    seeds: [`https://meet.example.org${path}#${fragment}`, `${path}#${fragment}`, path, `#${fragment}`, fragment].map(utf8),
    attempt: (bytes) => {
      const text = decoder.decode(bytes);
      for (const result of [parseLink(text), parseFragment(ROOM, text)]) {
        if (result.ok) must(JSON.stringify(parseLink(formatLink(result.link))) === JSON.stringify(result), "a link that was read is read again");
      }
      return Promise.resolve();
    },
  };
}

async function knocks(): Promise<Target> {
  const key = await chatKey(copy(new Uint8Array(16).fill(9)));
  const nonce = copy(new Uint8Array(12));
  const plain = (name: string): Bytes => concat(utf8(name), new Uint8Array(256 - utf8(name).length));
  const parameters = { name: "AES-GCM", iv: nonce, additionalData: utf8(ROOM) };
  const sealed = async (bytes: Bytes): Promise<Bytes> => concat(nonce, new Uint8Array(await crypto.subtle.encrypt(parameters, key, bytes)));
  return {
    seeds: [marked(OUTSIDE, await sealName(key, ROOM, "Ana", nonce)), ...["Ana", "\u{1f44b}".repeat(64)].map((name) => marked(INSIDE, plain(name)))],
    attempt: async (bytes) => {
      const name = await openName(key, ROOM, bytes[0] === INSIDE ? await sealed(bytes.slice(1)) : bytes.slice(1));
      const { length } = Array.from(name ?? "-");
      must(length > 0 && length <= LONGEST_NAME, "a name has 1 to 64 characters");
    },
  };
}

export const TARGETS: Readonly<Record<string, () => Target | Promise<Target>>> = { wire, payloads, frames, groupinfo, charter, link, knocks };
