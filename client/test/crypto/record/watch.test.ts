import { beforeAll, expect, test } from "vitest";

import type { CanonObject } from "../../../src/crypto/record/canon.ts";
import type { Policy } from "../../../src/crypto/record/checkpoint.ts";
import { entryUnder, look, trusted } from "../../../src/crypto/record/watch.ts";
import { recordedIssuer } from "../../../src/crypto/voices/announced.ts";

import { History, makeSigner, served, type Signer } from "./history.ts";

const LOG = "log.example/record/log";
const CAMPAIGN = "AAAAAAAAAAAAAAAAAAAAAA";
const state = (at: number): CanonObject => ({ v: 1, kind: "state", at, campaign: CAMPAIGN, state: "opened" });
const modulus = "q".repeat(512);

let log: Signer;
let policy: Policy;

beforeAll(async () => {
  log = await makeSigner(LOG, 1);
  policy = { log: log.verifier, witnesses: [], needed: 0 };
});

function grown(size: number, from = 0): History {
  return new History(log).add(...Array.from({ length: size }, (_, i) => state(i + from)));
}

test("the first look, then growth", async () => {
  const [small, large] = [grown(200), grown(600)];
  const first = await look(served(await small.files()), policy, log.vkey, null);
  expect([first.sight, trusted(first)]).toEqual(["first", true]);
  const before = { key: log.vkey, checkpoint: await small.checkpoint() };
  expect((await look(served(await small.files()), policy, log.vkey, before)).sight).toBe("same");
  expect((await look(served(await large.files()), policy, log.vkey, before)).sight).toBe("grown");
});

test("a record that was cut or written anew is noticed, and both checkpoints are kept as evidence", async () => {
  const before = { key: log.vkey, checkpoint: await grown(200).checkpoint() };
  for (const [history, sight] of [[grown(199), "shrunk"], [grown(200, 1), "other"], [grown(600, 1), "other"]] as const) {
    const seen = await look(served(await history.files()), policy, log.vkey, before);
    expect([seen.sight, trusted(seen), seen.before]).toEqual([sight, false, before.checkpoint]);
  }
});

test("another key, or none, is not the log's", async () => {
  const before = { key: log.vkey, checkpoint: await grown(200).checkpoint() };
  const other = await makeSigner(LOG, 1);
  const files = served(await new History(other).add(...Array.from({ length: 300 }, (_, i) => state(i))).files());
  expect((await look(files, policy, log.vkey, before)).sight).toBe("unsigned");
  expect((await look(files, { ...policy, log: other.verifier }, other.vkey, before)).sight).toBe("rekeyed");
});

test("a key that signs voices counts when the record has it", async () => {
  const history = grown(300).add({ v: 1, kind: "key", at: 300, campaign: CAMPAIGN, round: 1, modulus, exponent: 65_537 });
  const files = served(await history.files());
  const { newest } = await look(files, policy, log.vkey, null);
  const issuer = { campaign: CAMPAIGN, round: 1, modulus, exponent: 65_537 };
  expect(await recordedIssuer({ issuer, entry: 300 }, files, newest)).toEqual(issuer);
  await expect(recordedIssuer({ issuer: { ...issuer, modulus: `r${modulus.slice(1)}` }, entry: 300 }, files, newest)).rejects.toThrow("another key");
  await expect(recordedIssuer({ issuer: { ...issuer, round: 2 }, entry: 300 }, files, newest)).rejects.toThrow("another key");
  await expect(recordedIssuer({ issuer, entry: 7 }, files, newest)).rejects.toThrow("another key");
  await expect(recordedIssuer({ issuer, entry: 301 }, files, newest)).rejects.toThrow("beyond the tree");
  // The files tell of an entry that the signed tree has not.
  const lying = new Map(await history.files());
  const foreign = await grown(300).add({ v: 1, kind: "key", at: 301, campaign: CAMPAIGN, round: 1, modulus, exponent: 65_537 }).files();
  lying.set("tile/entries/001.p/45", foreign.get("tile/entries/001.p/45") ?? new Uint8Array());
  await expect(entryUnder(served(lying), newest, 300)).rejects.toThrow("not the entry of that place");
});
