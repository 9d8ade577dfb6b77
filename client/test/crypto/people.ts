import { generateKeyPackageWithKey } from "ts-mls";

import { equal, toBase64url, utf8 } from "../../src/crypto/bytes.ts";
import { identityOf, linkPsk, pskId } from "../../src/crypto/derive.ts";
import type { LinkPsk, OwnKeyPackage } from "../../src/crypto/external.ts";
import { Group, makeKeyPackage, type Step } from "../../src/crypto/group.ts";
import { readGroupInfo } from "../../src/crypto/groupinfo.ts";
import { makeSuite, type Suite } from "../../src/crypto/suite.ts";

/** People with real keys, for tests of the group. */

export const ROOM = toBase64url(Uint8Array.from({ length: 16 }, (_, i) => i));
export const SECRET = Uint8Array.from({ length: 16 }, (_, i) => 255 - i);

export interface Someone {
  readonly keys: CryptoKeyPair;
  readonly suite: Suite;
  readonly own: OwnKeyPackage;
  readonly identity: string;
}

export function pskFor(room: string, secret: Uint8Array): LinkPsk {
  return { id: pskId(room), secret: linkPsk(secret, room) };
}

export const PSK = pskFor(ROOM, SECRET);

export async function keyPair(): Promise<CryptoKeyPair> {
  const keys = await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"]);
  if (!("privateKey" in keys)) throw new Error("no pair");
  return keys;
}

export async function someone(keys?: CryptoKeyPair, room = ROOM): Promise<Someone> {
  const pair = keys ?? (await keyPair());
  const suite = await makeSuite(pair);
  return { keys: pair, suite, own: await makeKeyPackage(room, suite, Date.now()), identity: identityOf(room, suite.publicKey) };
}

/** A key package that claims another identity than its key gives. */
export function packageClaiming(identity: string, who: Someone): Promise<OwnKeyPackage> {
  const { leafNode } = who.own.publicPackage;
  const { capabilities, lifetime } = leafNode;
  const keys = { signKey: who.suite.signKey, publicKey: who.suite.publicKey };
  return generateKeyPackageWithKey({ credentialType: "basic", identity: utf8(identity) }, capabilities, lifetime, [], keys, who.suite.impl);
}

export async function joinStep(through: Group, who: Someone, psk = PSK): Promise<Step> {
  const offer = await readGroupInfo(await through.groupInfo(), through.room, who.suite, Date.now());
  return Group.join(through.room, offer, who.own, psk, who.suite);
}

export async function processed(group: Group, message: Uint8Array, left: readonly string[] = []): Promise<Group> {
  const outcome = await group.process(message, new Set(left), Date.now());
  if (outcome.kind !== "epoch") throw new Error(outcome.kind === "refused" ? outcome.reason : outcome.kind);
  return outcome.next;
}

/** Everybody joins through the first; all end at the same epoch. */
export async function room(size: number): Promise<{ people: Someone[]; groups: Group[] }> {
  const first = await someone();
  const people = [first];
  const groups = [await Group.create(ROOM, first.own, PSK, first.suite)];
  while (people.length < size) {
    const who = await someone();
    const through = groups[people.length % groups.length];
    if (through === undefined) throw new Error("empty");
    const step = await joinStep(through, who);
    for (const [i, group] of groups.entries()) groups[i] = await processed(group, step.message);
    people.push(who);
    groups.push(step.next);
  }
  return { people, groups };
}

export function agree(groups: readonly Group[]): boolean {
  const [first, ...others] = groups;
  return first !== undefined && others.every((group) => group.epoch === first.epoch && equal(group.authenticator, first.authenticator));
}

export function hexToBytes(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: hex.length / 2 }, (_, i) => Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16));
}

/** RFC 8410: the fixed part of an Ed25519 private key in PKCS #8, before its 32 bytes. */
const PKCS8 = hexToBytes("302e020100300506032b657004220420");

/** A fixed pair, for vectors. Exportable only on the way: the public half comes out of the private one's JWK. */
export async function keysFromSeed(seed: Uint8Array<ArrayBuffer>): Promise<CryptoKeyPair> {
  const pkcs8 = new Uint8Array([...PKCS8, ...seed]);
  const exportable = await crypto.subtle.importKey("pkcs8", pkcs8, "Ed25519", true, ["sign"]);
  const { x } = await crypto.subtle.exportKey("jwk", exportable);
  if (x === undefined) throw new Error("no public half");
  const publicKey = await crypto.subtle.importKey("jwk", { kty: "OKP", crv: "Ed25519", x }, "Ed25519", true, ["verify"]);
  const privateKey = await crypto.subtle.importKey("pkcs8", pkcs8, "Ed25519", false, ["sign"]);
  return { publicKey, privateKey };
}
