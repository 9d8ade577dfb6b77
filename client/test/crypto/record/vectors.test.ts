import { readFileSync } from "node:fs";

import { expect, test } from "vitest";

import { FormatError, fromBase64, text, toBase64, utf8 } from "../../../src/crypto/bytes.ts";
import { type CanonObject, decodeCanon, encodeCanon } from "../../../src/crypto/record/canon.ts";
import { leafHash } from "../../../src/crypto/record/merkle.ts";
import { sealText } from "../../../src/crypto/record/seal.ts";

/** tests/vectors/record.json is made by the server's own encoder: both languages must come to the same bytes. */

interface Vectors {
  canon: { valid: { bytes: string; value: CanonObject }[]; invalid: { bytes: string; why: string }[] };
  entries: { bytes: string; fields: CanonObject; kind: string; leaf: string }[];
  seals: { content: string; salt: string; seal: string }[];
}

const vectors = JSON.parse(readFileSync(new URL("../../../../tests/vectors/record.json", import.meta.url), "utf8")) as Vectors;

test("canonical form", () => {
  for (const { bytes, value } of vectors.canon.valid) {
    expect(decodeCanon(utf8(bytes))).toEqual(value);
    expect(text(encodeCanon(value))).toBe(bytes);
  }
});

test.each(vectors.canon.invalid)("no canonical form: $why", ({ bytes }) => {
  expect(() => decodeCanon(utf8(bytes))).toThrow(FormatError);
});

test.each(vectors.entries)("entry: $kind", ({ bytes, fields, leaf }) => {
  expect(decodeCanon(utf8(bytes))).toEqual(fields);
  expect(text(encodeCanon(fields))).toBe(bytes);
  expect(toBase64(leafHash(utf8(bytes)))).toBe(leaf);
});

test("seals", () => {
  for (const { content, salt, seal } of vectors.seals) expect(sealText(fromBase64(salt), fromBase64(content))).toBe(seal);
});
