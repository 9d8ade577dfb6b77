import { readFileSync } from "node:fs";

import { expect, test } from "vitest";

import { fromBase64 } from "../../src/crypto/bytes.ts";
import { appointment, bodyOf, type Charter, CharterError, charterIn, FIRST, follows, makeEnvelope, readEnvelope } from "../../src/crypto/charter.ts";
import { knockKey } from "../../src/crypto/derive.ts";
import { openName, sealName } from "../../src/crypto/knocks.ts";
import { type EntryKind, nextHead } from "../../src/crypto/log.ts";

import { keysFromSeed } from "./people.ts";

/**
 * tests/vectors/charter.json is what the service is held to. Were there a charter that one end takes and the other does not, the room would
 * stand still for who does not.
 */

interface Plain extends Omit<Charter, "moderators"> {
  readonly moderators: readonly { readonly identity: string; readonly signature: string }[];
}

interface Vectors {
  readonly room: string;
  readonly creator: string;
  readonly keys: readonly { readonly name: string; readonly seed: string; readonly key: string; readonly identity: string }[];
  readonly appointments: readonly { readonly identity: string; readonly signature: string }[];
  readonly valid: readonly { readonly signer: string; readonly charter: Plain; readonly body: string; readonly envelope: string }[];
  readonly invalid: readonly { readonly name: string; readonly envelope: string }[];
  readonly follows: readonly { readonly name: string; readonly before: string | null; readonly after: string; readonly follows: boolean }[];
  readonly entry: { readonly seq: number; readonly kind: EntryKind; readonly epoch: number; readonly from: string; readonly body: string; readonly head_before: string; readonly head: string };
  readonly knocks: readonly { readonly room: string; readonly version: number; readonly secret: string; readonly identity: string; readonly name: string; readonly nonce: string; readonly body: string }[];
}

const vectors = JSON.parse(readFileSync(new URL("../../../tests/vectors/charter.json", import.meta.url), "utf8")) as Vectors;
const { room, creator } = vectors;

function keyOf(identity: string): Vectors["keys"][number] {
  const found = vectors.keys.find((key) => key.identity === identity);
  if (found === undefined) throw new Error("unknown key");
  return found;
}

test.each(vectors.valid.map((line) => [line.charter.n, line] as const))("charter %d: read, and written alike", async (_n, line) => {
  const signed = await readEnvelope(fromBase64(line.envelope), room, creator);
  const moderators = line.charter.moderators.map(({ identity, signature }) => ({ identity, signature: fromBase64(signature) }));
  expect(signed.charter).toEqual({ ...line.charter, moderators });
  expect(signed.signer).toBe(line.signer);
  expect(bodyOf(signed.charter)).toEqual(fromBase64(line.body));
  const { seed, key } = keyOf(line.signer);
  const again = await makeEnvelope(room, signed.charter, await keysFromSeed(fromBase64(seed)), fromBase64(key), fromBase64(keyOf(creator).key));
  expect(again).toEqual(signed);
});

test.each(vectors.invalid.map(({ name, envelope }) => [name, envelope] as const))("not a charter: %s", async (_name, envelope) => {
  await expect(readEnvelope(fromBase64(envelope), room, creator)).rejects.toThrow(CharterError);
});

test.each(vectors.follows.map((line) => [line.name, line] as const))("what follows: %s", async (_name, line) => {
  const before = line.before === null ? FIRST : charterIn(fromBase64(line.before));
  expect(follows(await readEnvelope(fromBase64(line.after), room, creator), before, creator)).toBe(line.follows);
});

test("appointments, and a charter in the log", async () => {
  const keys = await keysFromSeed(fromBase64(keyOf(creator).seed));
  for (const { identity, signature } of vectors.appointments) expect((await appointment(room, identity, keys)).signature).toEqual(fromBase64(signature));
  const { head_before, head, body, ...entry } = vectors.entry;
  const next = nextHead({ n: entry.seq - 1, hash: fromBase64(head_before) }, { ...entry, body: fromBase64(body) });
  expect(next).toEqual({ n: entry.seq, hash: fromBase64(head) });
});

test.each(vectors.knocks.map((knock) => [knock.name, knock] as const))("the knock of %s", async (name, knock) => {
  const key = await knockKey(fromBase64(knock.secret), knock.room, knock.version);
  expect(await sealName(key, knock.identity, name, fromBase64(knock.nonce))).toEqual(fromBase64(knock.body));
  expect(await openName(key, knock.identity, fromBase64(knock.body))).toBe(name);
});
