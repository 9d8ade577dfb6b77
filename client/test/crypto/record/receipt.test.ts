import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";

import { type Bytes, FormatError, text, toBase64, utf8 } from "../../../src/crypto/bytes.ts";
import { type CanonObject, decodeCanon, encodeCanon, LONGEST_CANON } from "../../../src/crypto/record/canon.ts";
import { openCheckpoint, parseCheckpoint, type Policy } from "../../../src/crypto/record/checkpoint.ts";
import { parseKey, parseNote, SignatureError } from "../../../src/crypto/record/note.ts";
import { parseProof, writeProof } from "../../../src/crypto/record/proof.ts";
import { Checker, outcomeOf, parseReceipt } from "../../../src/crypto/record/receipt.ts";
import { sealText } from "../../../src/crypto/record/seal.ts";

import { History, makeSigner, type Signer } from "./history.ts";

const LOG = "log.example/record/log";
const CAMPAIGN = "AAAAAAAAAAAAAAAAAAAAAA";
const salt: Bytes = new Uint8Array(16).fill(7);
const content: Bytes = new Uint8Array(32).fill(9);
const voice = (at: number): CanonObject => ({ v: 1, kind: "voice", at, campaign: CAMPAIGN, round: 1, marked: 0, seal: sealText(salt, content) });
const opening = { salt, content };

let log: Signer;
let first: Signer;
let second: Signer;
let history: History;
let policy: Policy;

beforeAll(async () => {
  [log, first, second] = await Promise.all([makeSigner(LOG, 1), makeSigner("one.example/w", 4), makeSigner("two.example/w", 4)]);
  history = new History(log, [first, second]).add(...Array.from({ length: 20 }, (_, i) => voice(i)), { v: 1, kind: "state", at: 20, campaign: CAMPAIGN, state: "opened" });
  policy = { log: log.verifier, witnesses: [first.verifier, second.verifier], needed: 1 };
});

async function outcome(receipt: string, by: Policy = policy): Promise<string> {
  return outcomeOf(await new Checker(by).check(parseReceipt(receipt)), by);
}

test("a receipt is good: opened, in the tree, signed, countersigned", async () => {
  const verdict = await new Checker(policy).check(parseReceipt(await history.receipt(3, opening)));
  expect(verdict).toMatchObject({ opening: "good", inclusion: "good", checkpoint: "good", witnesses: "good" });
  expect(verdict.opened?.witnesses.map(({ key, at }) => [key.name, at])).toEqual([
    ["one.example/w", 1_790_000_000],
    ["two.example/w", 1_790_000_000],
  ]);
  expect(verdict.receipt.fields).toEqual(voice(3));
});

test("an entry without a seal has nothing to open", async () => {
  const verdict = await new Checker(policy).check(parseReceipt(await history.receipt(20, null)));
  expect(verdict).toMatchObject({ opening: "none", inclusion: "good" });
  expect(outcomeOf(verdict, policy)).toBe("valid");
  expect(await outcome(await history.receipt(20, opening))).toBe("invalid");
});

test("what is missing or wrong is named", async () => {
  expect(await outcome(await history.receipt(3, opening, await history.checkpoint(21, 5, [])))).toBe("unwitnessed");
  expect(await outcome(await history.receipt(3, opening), { ...policy, needed: 3 })).toBe("unwitnessed");
  expect(await outcome(await history.receipt(3, opening, await history.checkpoint(21, 5, [])), { ...policy, needed: 0 })).toBe("valid");
  // Opened with something else; of another place; of a smaller tree.
  expect(await outcome(await history.receipt(3, { salt, content: salt }))).toBe("invalid");
  expect(await outcome(await history.receipt(3, null))).toBe("invalid");
  expect(await outcome((await history.receipt(3, opening)).replace("index 3\n", "index 4\n"))).toBe("invalid");
  expect(await outcome(await history.receipt(3, opening, await history.checkpoint(20)))).toBe("invalid");
  // Signed by somebody else in the log's name, and by nobody.
  const stranger = new History(await makeSigner(LOG, 1), []).add(...Array.from({ length: 21 }, (_, i) => voice(i)));
  expect(await outcome(await stranger.receipt(3, opening))).toBe("invalid");
  const elsewhere = new History(await makeSigner("other.example/log", 1), []).add(voice(0));
  expect(await outcome(await elsewhere.receipt(0, opening))).toBe("other");
});

test("a signature that claims to be of a known key and is not spoils the checkpoint", async () => {
  const receipt = await history.receipt(3, opening);
  for (const name of [LOG, "one.example/w"]) {
    const lines = receipt.split("\n");
    const at = lines.findIndex((one) => one.startsWith(`— ${name} `));
    lines[at] = (lines[at] ?? "").replace(/.{3}=*$/, (end) => (end.startsWith("AAA") ? `BBB${end.slice(3)}` : `AAA${end.slice(3)}`)).replace(/A=$/, "A=");
    const changed = lines.join("\n");
    const verdict = await new Checker(policy).check(parseReceipt(changed)).catch((error: unknown) => error);
    if (verdict instanceof FormatError) continue;
    expect(verdict).toMatchObject({ checkpoint: "bad", witnesses: "bad", opened: null });
  }
  const note = await history.checkpoint();
  await expect(openCheckpoint(note.replace(`\n21\n`, `\n22\n`), policy)).rejects.toThrow(SignatureError);
});

test("many receipts under one checkpoint: its signatures are looked at once", async () => {
  const checkpoint = await history.checkpoint();
  const receipts = await Promise.all(Array.from({ length: 20 }, (_, i) => history.receipt(i, opening, checkpoint)));
  const checker = new Checker(policy);
  const verdicts = await Promise.all(receipts.map((one) => checker.check(parseReceipt(one))));
  expect(verdicts.every((one) => outcomeOf(one, policy) === "valid")).toBe(true);
  expect(new Set(verdicts.map(({ opened }) => opened)).size).toBe(1);
});

/** Whatever comes: what the parser gives, or a FormatError. */
function named<T>(act: () => T): T | null {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return null;
  }
}

const plain = fc.stringMatching(/^[ !#-[\]-~]{0,20}$/);
const key = fc.stringMatching(/^[a-z_]{1,32}$/);
const leaf = fc.oneof(plain, fc.nat(Number.MAX_SAFE_INTEGER));
const canon: fc.Arbitrary<CanonObject> = fc.dictionary(key, fc.oneof(leaf, fc.array(leaf, { maxLength: 4 }), fc.dictionary(key, fc.oneof(leaf, fc.array(leaf, { maxLength: 3 })), { maxKeys: 3, noNullPrototype: true })), { maxKeys: 5, noNullPrototype: true });

test("canon: there and back, and one spelling only", () => {
  fc.assert(
    fc.property(canon, (value) => {
      expect(decodeCanon(encodeCanon(value))).toEqual(value);
    }),
  );
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (source) => {
      const value = named(() => decodeCanon(utf8(source)));
      if (value !== null) expect(text(encodeCanon(value))).toBe(source);
    }),
    { numRuns: 500 },
  );
  const bad = ['{"b":1,"a":2}', '{"a":1 }', '{"a":1.0}', '{"a":-1}', '{"a":-0}', '{"a":1e3}', '{"a":null}', '{"a":true}', '{"A":1}', '{"a":"\\u0041"}', '{"a":"é"}', '{"a":9007199254740992}', '{"a":1,"a":1}', "[]", "1", '{"":1}', '{"a":[[[1]]]}', '{"a":{"a":{"a":{}}}}', `{"a":"${"x".repeat(LONGEST_CANON)}"}`];
  for (const source of bad) expect(() => decodeCanon(utf8(source)), source.slice(0, 40)).toThrow(FormatError);
  expect(decodeCanon(utf8('{"a":[[1]],"b":{"c":{}}}'))).toEqual({ a: [[1]], b: { c: {} } });
  expect(() => decodeCanon(Uint8Array.of(0x7b, 0xff, 0x7d))).toThrow(FormatError);
});

test("notes, checkpoints, proofs, receipts, keys: whatever comes, a FormatError or what it says", async () => {
  const good = await history.receipt(3, opening);
  const edit = fc.tuple(fc.nat(good.length), fc.nat(8), fc.oneof(fc.string({ maxLength: 4 }), fc.constantFrom("\n", "\n\n", "—", " ", "=", "index ", "\u0000", "99999999999999999999")));
  fc.assert(
    fc.property(edit, ([at, over, piece]) => {
      const changed = good.slice(0, at) + piece + good.slice(at + over);
      named(() => parseReceipt(changed));
      const proof = named(() => parseProof(changed));
      if (proof !== null) expect(named(() => writeProof(proof))).toBe(changed);
      const note = named(() => parseNote(changed.slice(changed.indexOf("\n\n") + 2)));
      if (note !== null) named(() => parseCheckpoint(note.body));
      named(() => parseKey(changed.slice(0, 60)));
    }),
    { numRuns: 1000 },
  );
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), (source) => {
      named(() => parseProof(`c2sp.org/tlog-proof@v1\n${source}`));
      named(() => parseKey(source));
      named(() => parseCheckpoint(source));
    }),
  );
});

test("sizes are bounded", async () => {
  const good = await history.receipt(3, opening);
  const hashes = (count: number): string => `${toBase64(content)}\n`.repeat(count);
  expect(() => parseProof(`c2sp.org/tlog-proof@v1\nindex 0\n${hashes(60)}\nx\n`)).toThrow(FormatError);
  expect(() => parseProof(`${good}${"x".repeat(70_000)}`)).toThrow(FormatError);
  expect(() => parseProof(good.replace("index 3", "index 03"))).toThrow(FormatError);
  const line = (await history.checkpoint()).split("\n")[4] ?? "";
  expect(() => parseNote(`a\n\n${`${line}\n`.repeat(65)}`)).toThrow(FormatError);
  expect(parseNote(`a\n\n${`${line}\n`.repeat(64)}`).signatures).toHaveLength(64);
});
