import { readFileSync } from "node:fs";

import { expect, test } from "vitest";

import { fromBase64 } from "../../src/crypto/bytes.ts";
import { helloText, identityOf, linkPsk, pskId, roomToken, tokenHash } from "../../src/crypto/derive.ts";
import { type EntryKind, firstHead, nextHead } from "../../src/crypto/log.ts";
import { sign, verifySignature } from "../../src/crypto/suite.ts";

import { keysFromSeed } from "./people.ts";

/** tests/vectors/delivery.json is what the server is held to; both ends must derive the same. */

interface Vectors {
  links: { room: string; version: number; secret: string; token: string; auth: string; psk: string; psk_id: string }[];
  hellos: { room: string; seed: string; key: string; identity: string; nonce: string; signed: string; signature: string }[];
  log: { room: string; first_head: string; entries: { seq: number; kind: EntryKind; epoch: number; from: string; body: string; head: string }[] };
}

const vectors = JSON.parse(readFileSync(new URL("../../../tests/vectors/delivery.json", import.meta.url), "utf8")) as Vectors;
const bytes = fromBase64;

test.each(vectors.links)("link of $room, version $version", ({ room, version, ...link }) => {
  const secret = bytes(link.secret);
  expect(roomToken(secret, room, version)).toEqual(bytes(link.token));
  expect(tokenHash(bytes(link.token))).toEqual(bytes(link.auth));
  expect(linkPsk(secret, room, version)).toEqual(bytes(link.psk));
  expect(pskId(room, version)).toEqual(bytes(link.psk_id));
});

test.each(vectors.hellos)("hello of $identity", async ({ room, ...hello }) => {
  const signed = helloText(bytes(hello.nonce), room);
  expect(signed).toEqual(bytes(hello.signed));
  expect(identityOf(room, bytes(hello.key))).toBe(hello.identity);
  expect(await sign(await keysFromSeed(bytes(hello.seed)), signed)).toEqual(bytes(hello.signature));
  expect(await verifySignature(bytes(hello.key), signed, bytes(hello.signature))).toBe(true);
});

test("the running hash", () => {
  let head = firstHead(vectors.log.room);
  expect(head.hash).toEqual(bytes(vectors.log.first_head));
  for (const entry of vectors.log.entries) {
    head = nextHead(head, { ...entry, body: bytes(entry.body) });
    expect(head.hash).toEqual(bytes(entry.head));
  }
});
