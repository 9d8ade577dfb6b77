import { beforeAll, expect, test } from "vitest";

import { concat, toBase64url, u16, u8, utf8 } from "../../../src/crypto/bytes.ts";
import { type CanonObject, decodeCanon } from "../../../src/crypto/record/canon.ts";
import type { Policy } from "../../../src/crypto/record/checkpoint.ts";
import { Checker, outcomeOf, parseReceipt } from "../../../src/crypto/record/receipt.ts";
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

/** By the word of both, or of the new one alone. */
async function handedOver(before: Signer, after: Signer, given: Signer = before): Promise<CanonObject> {
  const said = concat(utf8("folkmoot log key v1"), u8(0), u16(LOG.length), utf8(LOG), before.verifier.key, after.verifier.key);
  return { v: 1, kind: "log_key", at: 200, before: toBase64url(before.verifier.key), after: toBase64url(after.verifier.key), given: toBase64url(await given.sign(said)), taken: toBase64url(await after.sign(said)) };
}

test("a key for which the one before has signed in the log is told as that, and its receipts go on counting", async () => {
  const [second, third] = [await makeSigner(LOG, 1), await makeSigner(LOG, 1)];
  const before = { key: log.vkey, checkpoint: await grown(200).checkpoint() };
  const [one, two] = [await handedOver(log, second), await handedOver(second, third)];
  const history = new History(third).add(...grown(200).entries.map(decodeCanon), one, state(201), two, state(203));
  const formers = [
    { key: second.verifier, entry: 202 },
    { key: log.verifier, entry: 200 },
  ];
  const now: Policy = { log: third.verifier, formers, witnesses: [], needed: 0 };
  const seen = await look(served(await history.files()), now, third.vkey, before);
  expect([seen.sight, trusted(seen), seen.before]).toEqual(["succeeded", true, null]);
  // Whom the pages do not name, whom the entry does not name, and who has not signed has handed over nothing.
  for (const told of [[], formers.slice(0, 1), formers.slice(1), formers.map((former) => ({ ...former, entry: 201 }))]) {
    expect((await look(served(await history.files()), { ...now, formers: told }, third.vkey, before)).sight).toBe("rekeyed");
  }
  const forged = new History(second).add(...grown(200).entries.map(decodeCanon), await handedOver(log, second, second));
  expect((await look(served(await forged.files()), { ...now, log: second.verifier, formers: formers.slice(1) }, second.vkey, before)).sight).toBe("rekeyed");
  // A new key is no leave to change what was before.
  const changed = new History(second).add(...grown(200, 1).entries.map(decodeCanon), one);
  const seenOther = await look(served(await changed.files()), { ...now, log: second.verifier, formers: formers.slice(1) }, second.vkey, before);
  expect([seenOther.sight, seenOther.before]).toEqual(["other", before.checkpoint]);
  // Receipts: of the time of each key, up to the entry that replaced it.
  const receiptOf = async (signer: Signer, size: number): Promise<string> => {
    const then = new History(signer).add(...history.entries.map(decodeCanon));
    const verdict = await new Checker(now).check(parseReceipt(await then.receipt(7, null, null, size)));
    return outcomeOf(verdict, now);
  };
  expect(await Promise.all([receiptOf(log, 200), receiptOf(log, 201), receiptOf(log, 202), receiptOf(second, 203), receiptOf(second, 204), receiptOf(third, 204)])).toEqual(["valid", "valid", "invalid", "valid", "invalid", "valid"]);
  // The newest checkpoint is the present key's alone.
  const old = new History(log).add(...history.entries.slice(0, 201).map(decodeCanon));
  expect((await look(served(await old.files()), now, third.vkey, before)).sight).toBe("unsigned");
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
