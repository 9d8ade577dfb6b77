import { readFileSync } from "node:fs";

import { expect, test } from "vitest";

import { FormatError, fromBase64, fromBase64url, utf8 } from "../../../src/crypto/bytes.ts";
import { decodeCanon } from "../../../src/crypto/record/canon.ts";
import { openCheckpoint, type Policy } from "../../../src/crypto/record/checkpoint.ts";
import { grewFrom, includes } from "../../../src/crypto/record/merkle.ts";
import { parseKey, SignatureError, type VerifierKey } from "../../../src/crypto/record/note.ts";
import { writeProof } from "../../../src/crypto/record/proof.ts";
import { Checker, type Finding, outcomeOf, parseReceipt } from "../../../src/crypto/record/receipt.ts";
import { handsOver } from "../../../src/crypto/record/succession.ts";

/** tests/vectors/receipts.json holds the verdicts of the server's own checker: whoever checks in a browser must read the same. */

type Check = "opening" | "inclusion" | "checkpoint" | "witnesses";
type Found = "holds" | "fails" | "absent";

interface Vectors {
  log: string;
  witnesses: string[];
  needed: number;
  again: string;
  bad_keys: string[];
  notes: { why: string; note: string }[];
  bad_notes: { why: string; note: string }[];
  receipts: { why: string; text: string; index: number; holds: boolean; checks: Record<Check, Found>; witnesses: string[] }[];
  no_receipts: { why: string; text: string }[];
  successions: { why: string; origin: string; entry: string; signed: [boolean, boolean] }[];
  consistency: { old: number; new: number; old_root: string; new_root: string; path: string[] }[];
  inclusion: { index: number; size: number; leaf: string; root: string; path: string[] }[];
}

const vectors = JSON.parse(readFileSync(new URL("../../../../tests/vectors/receipts.json", import.meta.url), "utf8")) as Vectors;
const policy: Policy = { log: parseKey(vectors.log), witnesses: vectors.witnesses.map(parseKey), needed: vectors.needed };
const SAID: Record<Finding, Found> = { good: "holds", bad: "fails", none: "absent" };

test.each(vectors.receipts)("receipt: $why", async ({ text, index, holds, checks, witnesses }) => {
  const receipt = parseReceipt(text);
  expect(receipt.proof.index).toBe(index);
  expect(writeProof(receipt.proof)).toBe(text);
  const verdict = await new Checker(policy).check(receipt);
  const { opening, inclusion, checkpoint, witnesses: countersigned } = verdict;
  expect({ opening: SAID[opening], inclusion: SAID[inclusion], checkpoint: SAID[checkpoint], witnesses: SAID[countersigned] }).toEqual(checks);
  const signed = verdict.opened?.signed === true ? verdict.opened.witnesses : [];
  expect(signed.map(({ key }) => key.name)).toEqual(witnesses);
  expect(outcomeOf(verdict, policy) === "valid").toBe(holds);
});

test.each(vectors.no_receipts)("no receipt: $why", ({ text }) => {
  expect(() => parseReceipt(text)).toThrow(FormatError);
});

test.each(vectors.notes)("note: $why", async ({ note }) => {
  const opened = await openCheckpoint(note, { ...policy, witnesses: [...policy.witnesses, parseKey(vectors.again)] });
  expect(opened.signed).toBe(true);
  expect(opened.witnesses.length).toBeLessThanOrEqual(2);
});

test.each(vectors.bad_notes)("note that does not count: $why", async ({ note }) => {
  const opened = await openCheckpoint(note, policy).catch((error: unknown) => error);
  if (opened instanceof FormatError || opened instanceof SignatureError) return;
  expect(opened).toMatchObject({ signed: false });
});

test.each(vectors.bad_keys)("no key: %j", (source) => {
  expect(() => parseKey(source)).toThrow(FormatError);
});

test.each(vectors.successions)("another key for the log: $why", async ({ origin, entry, signed }) => {
  const fields = decodeCanon(utf8(entry));
  const keyOf = (field: unknown): VerifierKey => ({ name: origin, id: 0, kind: "log", key: fromBase64url(typeof field === "string" ? field : "") });
  const [before, after] = [keyOf(fields["before"]), keyOf(fields["after"])];
  expect(await handsOver(fields, before, after)).toBe(signed[0] && signed[1]);
  expect(await handsOver(fields, after, before)).toBe(false);
});

test("proofs", () => {
  for (const step of vectors.consistency) {
    const [older, newer] = [
      { size: step.old, root: fromBase64(step.old_root) },
      { size: step.new, root: fromBase64(step.new_root) },
    ];
    expect(grewFrom(older, newer, step.path.map(fromBase64))).toBe(true);
  }
  for (const { index, size, leaf, root, path } of vectors.inclusion) expect(includes(fromBase64(root), size, fromBase64(leaf), index, path.map(fromBase64))).toBe(true);
});
