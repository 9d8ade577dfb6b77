import "fake-indexeddb/auto";

import { wordlist } from "@scure/bip39/wordlists/english.js";
import fc from "fast-check";
import { expect, test } from "vitest";

import { type Bytes, copy, FormatError } from "../../../src/crypto/bytes.ts";
import type { Signed } from "../../../src/crypto/voices/held.ts";
import { freshVoiceKeys } from "../../../src/crypto/voices/keys.ts";
import { freshSecret, type Meeting, meetingOf, packVoice, pictureText, SECRET_LENGTH, secretOfFragment, secretOfWords, secretWords, unpackVoice, WordError } from "../../../src/crypto/voices/moving.ts";

const secrets = fc.uint8Array({ minLength: SECRET_LENGTH, maxLength: SECRET_LENGTH }).map(copy);

async function voice(): Promise<Signed> {
  const issuer = { campaign: "AAAAAAAAAAAAAAAAAAAAAA", round: 1, modulus: "q".repeat(512), exponent: 65_537 };
  const about = { campaign: issuer.campaign, slug: "river", title: "Wie soll unser Fluss aussehen? — كيف" };
  return { ...about, issuer, keys: await freshVoiceKeys(), stage: "spent", prefix: new Uint8Array(32).fill(1), token: new Uint8Array(384).fill(2), batch: null, seq: 41 };
}

test("eight words and the picture say the same secret", () => {
  fc.assert(
    fc.property(secrets, (secret) => {
      const words = secretWords(secret, wordlist);
      expect(words).toHaveLength(8);
      expect(secretOfWords(` ${words.join(" , ").toUpperCase()}\n`, wordlist)).toEqual(secret);
      expect(secretOfWords(words.map((word) => word.slice(0, 4)).join("-"), wordlist)).toEqual(secret);
      const picture = pictureText("https://varnholm.example", secret);
      expect(secretOfFragment(new URL(picture).hash)).toEqual(secret);
      // In the part of the address that is never sent.
      expect(new URL(picture).pathname + new URL(picture).search).toBe("/voice");
    }),
  );
});

test("a word that is none is named, and whatever is typed is no other error", () => {
  const words = secretWords(new Uint8Array(SECRET_LENGTH), wordlist);
  expect(() => secretOfWords([...words.slice(0, 3), "qqqq", ...words.slice(4)].join(" "), wordlist)).toThrow(expect.objectContaining({ word: 4 }));
  expect(() => secretOfWords(words.slice(1).join(" "), wordlist)).toThrow(expect.objectContaining({ word: 0 }));
  fc.assert(
    fc.property(fc.string({ maxLength: 2000 }), (typed) => {
      try {
        expect(secretOfWords(typed, wordlist)).toHaveLength(SECRET_LENGTH);
      } catch (error) {
        if (!(error instanceof WordError)) throw error;
      }
      const found = secretOfFragment(typed);
      expect(found === null || found.length === SECRET_LENGTH).toBe(true);
    }),
  );
});

test("a voice comes out on the other device as it went in, and its key signs", async () => {
  const secret = freshSecret();
  const [here, there] = [await meetingOf(secret), await meetingOf(copy(secret))];
  expect(there.place).toEqual(here.place);
  const moved = await voice();
  const { voice: found, receipt } = await unpackVoice(await packVoice({ voice: moved, receipt: "a receipt" }, here), there);
  expect({ ...found, keys: null }).toEqual({ ...moved, keys: null });
  expect([receipt, found.keys.signing.extractable]).toEqual(["a receipt", false]);
  const handle = await crypto.subtle.importKey("raw", moved.keys.key, "Ed25519", false, ["verify"]);
  const message = new Uint8Array([1, 2, 3]);
  expect(await crypto.subtle.verify("Ed25519", handle, await crypto.subtle.sign("Ed25519", found.keys.signing, message), message)).toBe(true);
});

test("every package is as long as every other, and opens with its own words only", async () => {
  const [one, other] = [await meetingOf(freshSecret()), await meetingOf(freshSecret())];
  const moved = await voice();
  const sealed = await packVoice({ voice: moved, receipt: null }, one);
  expect(sealed.length).toBe((await packVoice({ voice: { ...moved, title: "x" }, receipt: "y".repeat(3000) }, one)).length);
  await expect(unpackVoice(sealed, other)).rejects.toThrow(DOMException);
  const moved2: Meeting = { ...one, place: other.place };
  await expect(unpackVoice(sealed, moved2)).rejects.toThrow(DOMException);
  await expect(packVoice({ voice: moved, receipt: "y".repeat(8192) }, one)).rejects.toThrow(FormatError);
});

test("a package that was changed, or is none, does not open", async () => {
  const meeting = await meetingOf(freshSecret());
  const sealed = await packVoice({ voice: await voice(), receipt: null }, meeting);
  await fc.assert(
    fc.asyncProperty(fc.nat(sealed.length - 1), fc.integer({ min: 1, max: 255 }), async (at, by) => {
      const changed: Bytes = sealed.map((byte, i) => (i === at ? byte ^ by : byte));
      await expect(unpackVoice(changed, meeting)).rejects.toThrow();
    }),
    { numRuns: 50 },
  );
  await expect(unpackVoice(sealed.slice(1), meeting)).rejects.toThrow(FormatError);
  await expect(unpackVoice(new Uint8Array(), meeting)).rejects.toThrow(FormatError);
});
