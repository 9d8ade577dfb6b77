import { readFileSync } from "node:fs";

import { mlsExporter } from "ts-mls";
import { expect, test } from "vitest";

import { copy, fromBase64, utf8 } from "../../src/crypto/bytes.ts";
import { appointment, bodyOf, type Charter, FIRST, follows, makeEnvelope, readEnvelope } from "../../src/crypto/charter.ts";
import { gossip, helloText, identityOf, knockKey, linkPsk, pskId, roomToken, tokenHash } from "../../src/crypto/derive.ts";
import { chatKey, Opener, Sealer } from "../../src/crypto/frames.ts";
import { openName, sealName } from "../../src/crypto/knocks.ts";
import { formatLink, parseLink } from "../../src/crypto/link.ts";
import { type EntryKind, firstHead, nextHead } from "../../src/crypto/log.ts";
import { carrierOf, decodePayload, type PayloadType } from "../../src/crypto/payloads.ts";
import { makeSuite, sign } from "../../src/crypto/suite.ts";
import { safetyWords } from "../../src/crypto/words.ts";

import { hexToBytes, keysFromSeed } from "./people.ts";

/** tests/vectors/crypto.json comes from a second implementation, in Python (tests/crypto/vectors.py). */

type Written = Omit<Charter, "moderators"> & { moderators: { identity: string; signature: string }[] };

function charterOf({ moderators, ...rest }: Written): Charter {
  return { ...rest, moderators: moderators.map(({ identity, signature }) => ({ identity, signature: fromBase64(signature) })) };
}

interface Vectors {
  room: string;
  secret: string;
  link: string;
  token: string;
  auth: string;
  psk: string;
  psk_id: string;
  seed: string;
  public_key: string;
  identity: string;
  hello: { nonce: string; signature: string };
  exporter: { exporter_secret: string; outputs: { label: string; context: string; length: number; output: string }[] };
  log: { start: string; entries: { seq: number; kind: EntryKind; epoch: number; from: string; body: string; head: string }[] };
  frames: { epoch: number; leaf: number; counter: number; type: PayloadType; json: string; n: number; head: string; key: string; frame: string }[];
  gossip: { authenticator: string; digest: string };
  moderation: {
    seed: string;
    moderator: string;
    charters: { body: Written; envelope: string; hash: string }[];
    knock: { name: string; nonce: string; body: string };
    second_link: { auth: string; psk: string };
  };
  words: { authenticator: string; indexes: number[]; digits: string };
}

const vectors = JSON.parse(readFileSync(new URL("../../../tests/vectors/crypto.json", import.meta.url), "utf8")) as Vectors;
const { room } = vectors;
const bytes = hexToBytes;

test("section 1: link, token, pre-shared key", () => {
  const secret = bytes(vectors.secret);
  expect(formatLink({ room, secret, creator: vectors.identity })).toBe(vectors.link);
  expect(parseLink(vectors.link)).toEqual({ ok: true, link: { room, secret, creator: vectors.identity } });
  expect(roomToken(secret, room)).toEqual(bytes(vectors.token));
  expect(tokenHash(bytes(vectors.token))).toEqual(bytes(vectors.auth));
  expect(linkPsk(secret, room)).toEqual(bytes(vectors.psk));
  expect(pskId(room)).toEqual(bytes(vectors.psk_id));
});

test("sections 2 and 3.1: identity and hello", async () => {
  const keys = await keysFromSeed(bytes(vectors.seed));
  const { publicKey } = await makeSuite(keys);
  expect(publicKey).toEqual(bytes(vectors.public_key));
  expect(identityOf(room, publicKey)).toBe(vectors.identity);
  expect(await sign(keys, helloText(bytes(vectors.hello.nonce), room))).toEqual(bytes(vectors.hello.signature));
});

test("section 3.2: the running hash", () => {
  let head = firstHead(room);
  expect(head.hash).toEqual(bytes(vectors.log.start));
  for (const entry of vectors.log.entries) {
    head = nextHead(head, { ...entry, body: bytes(entry.body) });
    expect(head).toEqual({ n: entry.seq, hash: bytes(entry.head) });
  }
});

test("sections 6 and 7: the exporter, through the suite that leaves the secret tree out", async () => {
  const { impl } = await makeSuite(await keysFromSeed(bytes(vectors.seed)));
  const secret = bytes(vectors.exporter.exporter_secret);
  for (const { label, context, length, output } of vectors.exporter.outputs) {
    expect(copy(await mlsExporter(secret, label, bytes(context), length, impl))).toEqual(bytes(output));
  }
});

test.each(vectors.frames.map((frame) => [frame.type, frame] as const))("section 6: a %s frame", async (type, frame) => {
  const keys = await keysFromSeed(bytes(vectors.seed));
  const key = await chatKey(bytes(frame.key));
  const head = { n: frame.n, hash: bytes(frame.head) };
  const payload = decodePayload(type, utf8(frame.json));
  const sealer = new Sealer(room, frame.epoch, frame.leaf, key, keys, frame.counter);
  expect(await sealer.seal(payload, head)).toEqual(bytes(frame.frame));
  const sender = { identity: vectors.identity, signatureKey: bytes(vectors.public_key), key };
  const opener = new Opener(room, frame.epoch, new Map([[frame.leaf, sender]]));
  expect(await opener.open(bytes(frame.frame), carrierOf(type))).toEqual({ identity: vectors.identity, leaf: frame.leaf, head, payload });
});

test("section 6: what heartbeats tell", () => {
  expect(gossip(bytes(vectors.gossip.authenticator))).toEqual(bytes(vectors.gossip.digest));
});

test("section 8: safety words", async () => {
  const { indexes, digits, authenticator } = vectors.words;
  expect(await safetyWords(bytes(authenticator), room)).toEqual({ indexes, digits });
});

test("section 9: charters, appointments and their signatures", async () => {
  const { charters, moderator, seed } = vectors.moderation;
  const [creator, appointed] = [await keysFromSeed(bytes(vectors.seed)), await keysFromSeed(bytes(seed))];
  const [creatorKey, appointedKey] = [bytes(vectors.public_key), (await makeSuite(appointed)).publicKey];
  let before = FIRST;
  for (const { body, envelope, hash } of charters) {
    const charter = charterOf(body);
    const signed = await readEnvelope(bytes(envelope), room, vectors.identity);
    expect(signed.charter).toEqual(charter);
    expect(signed.hash).toEqual(bytes(hash));
    expect(follows(signed, before, vectors.identity)).toBe(true);
    const [keys, key] = signed.signer === moderator ? [appointed, appointedKey] : [creator, creatorKey];
    expect((await makeEnvelope(room, charter, keys, key, creatorKey)).envelope).toEqual(bytes(envelope));
    for (const each of charter.moderators) expect(await appointment(room, each.identity, creator)).toEqual(each);
    before = charter;
  }
  expect(before.n).toBe(3);
  expect(bodyOf(before).length).toBeGreaterThan(100);
});

test("section 9: knocking, and a link of version 2", async () => {
  const { knock, second_link } = vectors.moderation;
  const secret = bytes(vectors.secret);
  const key = await knockKey(secret, room, 2);
  expect(await sealName(key, vectors.identity, knock.name, bytes(knock.nonce))).toEqual(bytes(knock.body));
  expect(await openName(key, vectors.identity, bytes(knock.body))).toBe(knock.name);
  expect(tokenHash(roomToken(secret, room, 2))).toEqual(bytes(second_link.auth));
  expect(linkPsk(secret, room, 2)).toEqual(bytes(second_link.psk));
});
