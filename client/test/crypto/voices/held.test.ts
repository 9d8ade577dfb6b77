import "fake-indexeddb/auto";

import { beforeEach, expect, test } from "vitest";

import { utf8 } from "../../../src/crypto/bytes.ts";
import { parseReceipt } from "../../../src/crypto/record/receipt.ts";
import { actText, contentHash, encodeAct, openAct, parseAct, sealedAct, signAct } from "../../../src/crypto/voices/acts.ts";
import { askFor, collect, drop, type HeldVoice, prepareVoice, type Signed, spend, withCredential } from "../../../src/crypto/voices/held.ts";
import { forgetReceipts, heldVoice, heldVoices, keepReceipt, keptReceipts } from "../../../src/crypto/voices/shelf.ts";
import { blind, importIssuer, unblind } from "../../../src/crypto/voices/token.ts";
import { History, makeSigner } from "../record/history.ts";

import { MemoryGate } from "./issuer.ts";

const CODE = { code: "RV407KQM3XTD" };
let campaigns = 0;
let gate: MemoryGate;
let about: { campaign: string; slug: string; title: string };

beforeEach(async () => {
  campaigns += 1;
  about = { campaign: `${String(campaigns).padStart(21, "A")}A`, slug: "river", title: "How should our river look in 2040?" };
  gate = await MemoryGate.make(about.campaign, new History(await makeSigner("log.example/record/log", 1)));
});

async function kept<Stage extends HeldVoice["stage"]>(stage: Stage): Promise<Extract<HeldVoice, { readonly stage: Stage }>> {
  const voice = await heldVoice(about.campaign);
  if (voice?.stage !== stage) throw new Error(`kept as ${voice?.stage ?? "nothing"}`);
  return voice as Extract<HeldVoice, { readonly stage: Stage }>;
}

/** All the way to a voice in use. */
async function whole(): Promise<Signed> {
  const pending = await askFor(await prepareVoice(about, gate.issuer, CODE), gate);
  gate.released = true;
  const signed = await collect(pending, gate);
  if (signed.stage === "pending") throw new Error("not issued");
  return spend(signed, gate);
}

test("from a code to a voice in use", async () => {
  const pending = await askFor(await prepareVoice(about, gate.issuer, CODE), gate);
  expect(pending).toMatchObject({ stage: "pending", waiting: { others: 0 } });
  expect(await collect(pending, gate)).toMatchObject({ stage: "pending", waiting: { others: 3 } });
  gate.released = true;
  const signed = await collect(await kept("pending"), gate);
  expect(signed).toMatchObject({ stage: "issued", batch: { batch: 1, count: 4, entry: 9 }, seq: 0 });
  expect(await spend(await kept("issued"), gate)).toMatchObject({ stage: "spent" });
  const [receipt] = await keptReceipts();
  expect(parseReceipt(receipt?.text ?? "").fields).toMatchObject({ kind: "voice", campaign: about.campaign });
  expect(receipt?.title).toBe(about.title);
  await forgetReceipts();
});

test("every answer may be lost once, and the page closed each time: one voice comes out", async () => {
  await prepareVoice(about, gate.issuer, CODE);
  gate.lost = 1;
  await expect(askFor(await kept("asking"), gate)).rejects.toThrow("lost");
  await askFor(await kept("asking"), gate);
  gate.released = true;
  gate.lost = 1;
  await expect(collect(await kept("pending"), gate)).rejects.toThrow("lost");
  await collect(await kept("pending"), gate);
  gate.lost = 1;
  await expect(spend(await kept("issued"), gate)).rejects.toThrow("lost");
  await spend(await kept("issued"), gate);
  expect(gate.voices).toBe(1);
  expect((await keptReceipts()).length).toBe(1);
  await forgetReceipts();
});

test("the code is not kept when it is not needed any more, and a refused one can be corrected", async () => {
  const asking = await prepareVoice(about, gate.issuer, { code: "WRONG" });
  await expect(askFor(asking, gate)).rejects.toMatchObject({ code: "credential_unknown" });
  await askFor(await withCredential(await kept("asking"), CODE), gate);
  expect(JSON.stringify(await kept("pending"))).not.toContain(CODE.code);
});

test("two tabs make one voice", async () => {
  await prepareVoice(about, gate.issuer, CODE);
  await expect(prepareVoice(about, gate.issuer, CODE)).rejects.toThrow(DOMException);
  expect((await heldVoices()).filter(({ campaign }) => campaign === about.campaign)).toHaveLength(1);
});

test("what is sent at the gate and what is sent when it is spent have nothing in common", async () => {
  const asking = await prepareVoice(about, gate.issuer, CODE);
  const { blinding, ticket, keys } = asking;
  await askFor(asking, gate);
  gate.released = true;
  const signed = await collect(await kept("pending"), gate);
  if (signed.stage === "pending") throw new Error("not issued");
  const [before, after] = [[blinding.blinded, ticket], [signed.token, signed.prefix, keys.key]];
  const text = (bytes: Uint8Array): string => [...bytes].join();
  for (const one of before) for (const other of after) expect(text(one)).not.toContain(text(other.subarray(0, 8)));
});

test("a signature of another key, or over something else, is refused", async () => {
  const key = new Uint8Array(32).fill(5);
  const blinding = await blind(gate.issuer, key);
  await expect(unblind(gate.issuer, key, blinding, new Uint8Array(384).fill(1))).rejects.toThrow("invalid signature");
  await expect(importIssuer({ ...gate.issuer, modulus: "AAAA" })).rejects.toThrow("3072");
  await expect(importIssuer({ ...gate.issuer, exponent: 3 })).rejects.toThrow("3072");
});

test("the key is not to be had from what is kept", async () => {
  const { keys } = await whole();
  expect([keys.signing.extractable, keys.cover.extractable, keys.signing.usages, keys.cover.usages]).toEqual([false, false, ["sign"], ["wrapKey", "unwrapKey"]]);
  await expect(crypto.subtle.exportKey("pkcs8", keys.signing)).rejects.toThrow();
  await forgetReceipts();
});

test("taken off this device", async () => {
  await drop(await prepareVoice(about, gate.issuer, CODE));
  expect(await heldVoice(about.campaign)).toBeNull();
});

test("an act is signed by the voice, about its campaign, in its order", async () => {
  const { keys } = await whole();
  const content = utf8('{"reason":"none"}');
  const act = encodeAct({ kind: "give_up", campaign: about.campaign, content: contentHash(content), seq: 1 });
  const signature = await signAct(keys.signing, act);
  expect(await gate.takes(keys.key, act, signature, actText(act))).toBe(true);
  const opened = openAct(sealedAct(act, signature, content));
  expect([opened.act.seq, opened.content, opened.signature]).toEqual([1, content, signature]);
  expect(() => openAct(sealedAct(act, signature, utf8("other")))).toThrow("something else");
  expect(() => parseAct(utf8('{"act":"vote","campaign":"short","content":"x","seq":1,"v":1}'))).toThrow("not an act");
  await forgetReceipts();
});

test("a newer receipt of the same entry takes the place of the older", async () => {
  await whole();
  const [before] = await keptReceipts();
  gate.history.add({ v: 1, kind: "erasure", at: 1, entry: 0, reason: "law" });
  const { proof, opening } = parseReceipt(before?.text ?? "");
  const newer = await gate.history.receipt(proof.index, opening);
  await keepReceipt(newer, about.title);
  expect((await keptReceipts()).map(({ text }) => text)).toEqual([newer]);
  await forgetReceipts();
});
