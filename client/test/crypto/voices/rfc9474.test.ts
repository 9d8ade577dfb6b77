import { readFileSync } from "node:fs";

import { expect, test } from "vitest";

import { type Bytes, concat, fromBase64url, hex, toBase64url } from "../../../src/crypto/bytes.ts";
import { finish } from "../../../src/crypto/voices/token.ts";

/** The vector of RFC 9474 for our variant: what the issuer gave is unblinded to the published signature. */

interface Vector {
  name: string;
  n: string;
  e: string;
  prepared_msg: string;
  inv: string;
  blind_sig: string;
  sig: string;
}

const { vectors } = JSON.parse(readFileSync(new URL("../../../../tests/vectors/blindrsa.json", import.meta.url), "utf8")) as { vectors: Vector[] };
const mine = vectors.filter(({ name }) => name === "RSABSSA-SHA384-PSS-Randomized");

function bytes(digits: string): Bytes {
  return Uint8Array.from(digits.replace(/^0x/, "").match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
}

test("there is a vector", () => {
  expect(mine).toHaveLength(1);
});

test.each(mine)("$name", async ({ n, e, prepared_msg, inv, blind_sig, sig }) => {
  const jwk = { kty: "RSA", n: toBase64url(bytes(n)), e: toBase64url(bytes(e)) };
  expect(fromBase64url(jwk.n)).toHaveLength(512);
  const key = await crypto.subtle.importKey("jwk", jwk, { name: "RSA-PSS", hash: "SHA-384" }, true, ["verify"]);
  const [message, inverse] = [bytes(prepared_msg), bytes(inv)];
  expect(hex(await finish(key, message, inverse, bytes(blind_sig)))).toBe(sig);
  await expect(finish(key, concat(message, Uint8Array.of(0)), inverse, bytes(blind_sig))).rejects.toThrow("invalid signature");
});
