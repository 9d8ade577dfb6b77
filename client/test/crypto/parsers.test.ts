import fc from "fast-check";
import { expect, test } from "vitest";

import { FormatError, fromBase64, fromBase64url, toBase64, toBase64url, utf8 } from "../../src/crypto/bytes.ts";
import { formatLink, parseFragment, parseLink } from "../../src/crypto/link.ts";
import { carrierOf, decodePayload, encodePayload, LONGEST_NAME, LONGEST_TEXT, type Payload, TYPES, typeOfCode } from "../../src/crypto/payloads.ts";
import { readFrame, writeFrame } from "../../src/crypto/wire.ts";

/** Every parser of outside text or bytes: round trips, and no exception but the named one. */

function named(act: () => unknown): void {
  try {
    act();
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
  }
}

const some = (length: number): fc.Arbitrary<Uint8Array<ArrayBuffer>> =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((bytes) => new Uint8Array(bytes));
const count = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
const wellFormed = (maxLength: number): fc.Arbitrary<string> => fc.string({ unit: "binary", minLength: 1, maxLength });

test("base64, both alphabets: round trips, one spelling for each byte string", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 20_000 }), (bytes) => {
      expect(fromBase64(toBase64(bytes))).toEqual(new Uint8Array(bytes));
      expect(fromBase64url(toBase64url(bytes))).toEqual(new Uint8Array(bytes));
    }),
    { numRuns: 50 },
  );
  fc.assert(
    fc.property(fc.string({ maxLength: 12 }), (text) => {
      named(() => {
        expect(toBase64(fromBase64(text))).toBe(text);
      });
      named(() => {
        expect(toBase64url(fromBase64url(text))).toBe(text);
      });
    }),
  );
  for (const bad of ["AB==", "A", "AA=", "A A=", "AAA=\n", "AA_="]) expect(() => fromBase64(bad)).toThrow(FormatError);
});

const anyLink = fc.record({ room: some(16).map(toBase64url), secret: some(16), creator: some(16).map(toBase64url) });

test("a link is read as it was written, with or without an address before it", () => {
  fc.assert(
    fc.property(anyLink, fc.constantFrom("", "https://meet.example.org", "http://localhost:8000", "HTTPS://MEET.example.org".toLowerCase()), (link, origin) => {
      expect(parseLink(` ${origin}${formatLink(link)}\n`)).toEqual({ ok: true, link });
      const [, fragment = ""] = formatLink(link).split("#");
      expect(parseFragment(link.room, fragment)).toEqual({ ok: true, link });
      expect(parseFragment(link.room, `#${fragment}`)).toEqual({ ok: true, link });
    }),
  );
});

test("a link that was cut, or is none, says which", () => {
  fc.assert(
    fc.property(anyLink, fc.nat(100), (link, cut) => {
      const whole = `https://meet.example.org${formatLink(link)}`;
      const part = whole.slice(0, Math.max(0, whole.length - 1 - cut));
      const result = parseLink(part);
      const roomThere = part.includes(`/r/${link.room}`);
      expect(result).toEqual({ ok: false, code: roomThere ? "incomplete" : "not_a_link" });
    }),
  );
  fc.assert(
    fc.property(fc.string({ maxLength: 300 }), (text) => {
      expect(parseLink(text).ok).toBe(false);
    }),
  );
  for (const bad of ["https://meet.example.org/", "javascript:/r/x", `ftp://x/r/${"A".repeat(22)}#a.b`]) {
    expect(parseLink(bad)).toEqual({ ok: false, code: "not_a_link" });
  }
});

const anyPayload: fc.Arbitrary<Payload> = fc.oneof(
  fc.record({ type: fc.constant("profile" as const), name: wellFormed(LONGEST_NAME / 2), hand: fc.option(count), charter: fc.option(fc.record({ n: count, hash: some(32) })) }),
  fc.record({ type: fc.constant("chat" as const), id: wellFormed(32), text: wellFormed(500), at: count }),
  fc.record({ type: fc.constant("hand" as const), up: fc.boolean() }),
  fc.constant({ type: "keyframe" as const }),
  fc.record({ type: fc.constant("heartbeat" as const), authenticator: some(32) }),
  fc.constant({ type: "mute" as const }),
  fc.record({ type: fc.constant("typing" as const), id: wellFormed(32), text: fc.oneof(fc.constant(""), wellFormed(500)) }),
);

test("payloads: round trips", () => {
  fc.assert(
    fc.property(anyPayload, (payload) => {
      expect(decodePayload(payload.type, encodePayload(payload))).toEqual(payload);
      expect(typeOfCode(TYPES[payload.type])).toBe(payload.type);
      expect(["message", "signal"]).toContain(carrierOf(payload.type));
    }),
  );
});

test("payloads: anything else is a FormatError", () => {
  const types = fc.constantFrom("profile", "chat", "hand", "keyframe", "heartbeat", "mute", "typing" as const);
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 60 }).map((some) => new Uint8Array(some)),
    fc.json().map(utf8),
    fc.dictionary(fc.constantFrom("name", "hand", "charter", "n", "hash", "id", "text", "at", "up", "authenticator", "__proto__"), fc.jsonValue()).map((value) => utf8(JSON.stringify(value))),
  );
  fc.assert(
    fc.property(types, bytes, (type, some) => {
      named(() => decodePayload(type, some));
    }),
    { numRuns: 1000 },
  );
  const chat = (text: string): Uint8Array => utf8(JSON.stringify({ id: "a", text, at: 0 }));
  expect(decodePayload("chat", chat("👋".repeat(LONGEST_TEXT)))).toMatchObject({ at: 0 });
  for (const bad of ["", "a".repeat(LONGEST_TEXT + 1), "👋".repeat(LONGEST_TEXT + 1)]) expect(() => decodePayload("chat", chat(bad))).toThrow(FormatError);
  expect(() => decodePayload("chat", utf8('{"id":"a","text":"\\ud800","at":0}'))).toThrow(FormatError);
  expect(() => decodePayload("hand", utf8('{"up":true,"more":1}'))).toThrow(FormatError);
  expect(() => decodePayload("profile", utf8('{"name":"a","hand":-1,"charter":null}'))).toThrow(FormatError);
  expect(() => decodePayload("profile", utf8('{"name":"a","hand":null,"charter":{"n":1}}'))).toThrow(FormatError);
  expect(() => decodePayload("profile", utf8('{"name":"a","hand":null,"charter":{"n":1,"hash":"AAAA"}}'))).toThrow(FormatError);
  expect(() => decodePayload("keyframe", utf8("[]"))).toThrow(FormatError);
  expect(() => decodePayload("typing", utf8('{"id":"","text":""}'))).toThrow(FormatError);
});

const head = toBase64(new Uint8Array(32));
const engine = { path: "/engine", token: "t", expires_in: 600, run: "1" };
const members = [{ identity: "i", state: "here" }];

test("server frames: each kind is read", () => {
  const frames = [
    { t: "challenge", nonce: head, version: 1 },
    { t: "challenge", nonce: head, version: 1, link: 3 },
    { t: "welcome", identity: "i", seq: 1, head, epoch: null, group_info: null, members, capacity: 12, full: false, engine },
    { t: "group", epoch: 3, group_info: "AAAA", seq: 9, head, members, full: true, charter: "AAAA" },
    { t: "entry", seq: 2, kind: "left", epoch: 1, from: "i", body: "" },
    { t: "committed", id: "c0", seq: 2, epoch: 1, head, members },
    { t: "conflict", id: "c0", code: 409, epoch: 2, group_info: "AAAA", seq: 3, head, members },
    { t: "accepted", id: "m0", seq: 4 },
    { t: "refused", id: "m0", code: "old_epoch", epoch: 2 },
    { t: "signal", from: "i", epoch: 1, body: "AAAA" },
    { t: "presence", identity: "i", state: "away" },
    { t: "token", token: "t", expires_in: 600, run: "1" },
    { t: "engine", ...engine },
    { t: "knock", identity: "i", body: "AAAA" },
    { t: "knock", identity: "i", body: null },
    { t: "admitted" },
    { t: "declined" },
    { t: "pong" },
    { t: "error", code: "replaced", message: "Another window took over." },
  ];
  for (const frame of frames) expect(readFrame(JSON.stringify(frame)).t).toBe(frame.t);
});

test("the engine is on our own origin", () => {
  for (const path of ["/engine", "/engine/a-b_1"]) expect(readFrame(JSON.stringify({ t: "engine", ...engine, path }))).toMatchObject({ t: "engine" });
  for (const path of ["", "engine", "@evil.example/engine", "//evil.example", "/a?b", "/../a", "/a\\b", ":80/"]) {
    expect(() => readFrame(JSON.stringify({ t: "engine", ...engine, path }))).toThrow(FormatError);
  }
});

test("server frames: anything else is a FormatError", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      named(() => readFrame(text));
    }),
  );
  const kinds = ["challenge", "welcome", "group", "entry", "committed", "conflict", "accepted", "refused", "signal", "presence", "knock", "token", "error", "constructor"];
  const names = ["id", "seq", "epoch", "head", "members", "group_info", "kind", "from", "body", "identity", "state", "nonce", "version", "engine", "code", "link", "charter"];
  const values = fc.oneof(fc.jsonValue(), fc.constantFrom(head, "AAAA", members, engine, 1, null, "here", "commit"));
  fc.assert(
    fc.property(fc.constantFrom(...kinds), fc.dictionary(fc.constantFrom(...names), values), (t, fields) => {
      named(() => readFrame(JSON.stringify({ ...fields, t })));
    }),
    { numRuns: 1000 },
  );
});

test("client frames: as the protocol writes them", () => {
  const bytes = Uint8Array.of(1, 2, 3);
  expect(JSON.parse(writeFrame({ t: "hello", token: bytes, key: bytes, signature: bytes, resume: 7 }))).toEqual({
    t: "hello",
    token: "AQID",
    key: "AQID",
    signature: "AQID",
    resume: { seq: 7 },
  });
  expect(JSON.parse(writeFrame({ t: "commit", id: "c", epoch: null, message: null, groupInfo: bytes, link: null }))).toEqual({
    t: "commit",
    id: "c",
    epoch: null,
    message: null,
    group_info: "AQID",
  });
  const commit = { t: "commit" as const, id: "c", epoch: 4, message: bytes, groupInfo: bytes };
  expect(JSON.parse(writeFrame({ ...commit, link: { auth: bytes, version: 2 } }))).toEqual({
    t: "commit",
    id: "c",
    epoch: 4,
    message: "AQID",
    group_info: "AQID",
    auth: "AQID",
    link: 2,
  });
  expect(JSON.parse(writeFrame({ t: "charter", id: "d", body: bytes }))).toEqual({ t: "charter", id: "d", body: "AQID" });
  expect(JSON.parse(writeFrame({ t: "knock", id: "k", body: null }))).toEqual({ t: "knock", id: "k", body: null });
  expect(JSON.parse(writeFrame({ t: "decline", identity: "i" }))).toEqual({ t: "decline", identity: "i" });
  expect(JSON.parse(writeFrame({ t: "signal", epoch: 1, to: null, body: bytes }))).toEqual({ t: "signal", epoch: 1, to: null, body: "AQID" });
  expect(JSON.parse(writeFrame({ t: "ping" }))).toEqual({ t: "ping" });
});
