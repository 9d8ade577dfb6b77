import { type Bytes, fromBase64, fromBase64url, hex, toBase64 } from "../../../src/crypto/bytes.ts";
import { parseAct } from "../../../src/crypto/voices/acts.ts";
import type { Gate } from "../../../src/crypto/voices/held.ts";
import { type IssuerKey, spendText, tokenMessage } from "../../../src/crypto/voices/token.ts";
import { ServerError } from "../../../src/api/request.ts";
import { sealText } from "../../../src/crypto/record/seal.ts";
import { History } from "../record/history.ts";

/** A gate in memory that signs blindly with plain arithmetic, checks what is spent, and writes receipts. It answers the same question with the same answer. */

type Body<Name extends keyof Gate> = Parameters<Gate[Name]>[1];

function number(bytes: Uint8Array): bigint {
  return BigInt(`0x${hex(bytes)}`);
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  for (let [square, rest] = [base % modulus, exponent]; rest > 0n; rest >>= 1n, square = (square * square) % modulus) {
    if ((rest & 1n) === 1n) result = (result * square) % modulus;
  }
  return result;
}

function bytesOf(value: bigint, length: number): Bytes {
  return Uint8Array.from(value.toString(16).padStart(length * 2, "0").match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
}

const refuse = (status: number, code: string): ServerError => new ServerError(status, code, code, null);

export class MemoryGate implements Gate {
  readonly codes = new Map<string, string | null>([["RV407KQM3XTD", null]]);
  readonly #requests = new Map<string, string>();
  readonly #voices = new Map<string, number>();
  /** The next answers are lost on the way. */
  lost = 0;
  released = false;

  static #keys: Promise<CryptoKeyPair> | null = null;

  private constructor(
    readonly issuer: IssuerKey,
    private readonly secret: { readonly n: bigint; readonly d: bigint },
    private readonly open: CryptoKey,
    readonly history: History,
  ) {}

  static async make(campaign: string, history: History): Promise<MemoryGate> {
    const parameters = { name: "RSA-PSS", modulusLength: 3072, publicExponent: Uint8Array.of(1, 0, 1), hash: "SHA-384" };
    // Made once: primes take seconds.
    MemoryGate.#keys ??= crypto.subtle.generateKey(parameters, true, ["sign", "verify"]);
    const { privateKey, publicKey } = await MemoryGate.#keys;
    const { n = "", d = "" } = await crypto.subtle.exportKey("jwk", privateKey);
    const issuer = { campaign, round: 1, modulus: n, exponent: 65_537 };
    return new MemoryGate(issuer, { n: number(fromBase64url(n)), d: number(fromBase64url(d)) }, publicKey, history);
  }

  #answer<T>(value: T): T {
    if (this.lost === 0) return value;
    this.lost -= 1;
    throw new TypeError("lost on the way");
  }

  ask(_campaign: string, { credential, blinded, ticket }: Body<"ask">): Promise<unknown> {
    return Promise.resolve().then(() => {
      const code = "code" in credential ? credential.code : "";
      const used = this.codes.get(code);
      if (used === undefined) throw refuse(403, "credential_unknown");
      if (used !== null && used !== `${blinded} ${ticket}`) throw refuse(409, "credential_used");
      this.codes.set(code, `${blinded} ${ticket}`);
      this.#requests.set(ticket, blinded);
      return this.#answer({ state: "waiting", at: 1_790_000_000, others: 0 });
    });
  }

  collect(_campaign: string, ticket: string): Promise<unknown> {
    return Promise.resolve().then(() => {
      const blinded = this.#requests.get(ticket);
      if (blinded === undefined) throw refuse(404, "request_unknown");
      if (!this.released) return this.#answer({ state: "waiting", at: 1_790_000_000, others: 3 });
      const { n, d } = this.secret;
      return this.#answer({ state: "issued", signature: toBase64(bytesOf(power(number(fromBase64(blinded)), d, n), 384)), batch: 1, count: 4, entry: 9 });
    });
  }

  async spend(campaign: string, { key, prefix, token, proof }: Body<"spend">): Promise<unknown> {
    const voice = fromBase64(key);
    const message = new Uint8Array([...fromBase64(prefix), ...tokenMessage(campaign, 1, voice)]);
    const good = await crypto.subtle.verify({ name: "RSA-PSS", saltLength: 48 }, this.open, fromBase64(token), message);
    const handle = await crypto.subtle.importKey("raw", voice, "Ed25519", false, ["verify"]);
    if (!good || !(await crypto.subtle.verify("Ed25519", handle, fromBase64(proof), spendText(campaign, voice)))) throw refuse(403, "voice_invalid");
    const opening = { salt: voice.slice(0, 16), content: voice };
    if (!this.#voices.has(key)) {
      this.history.add({ v: 1, kind: "voice", at: 1_790_000_000, campaign, round: 1, marked: 0, seal: sealText(opening.salt, opening.content) });
      this.#voices.set(key, this.history.entries.length - 1);
    }
    return this.#answer({ receipt: await this.history.receipt(this.#voices.get(key) ?? 0, opening) });
  }

  get voices(): number {
    return this.#voices.size;
  }

  /** As the server takes it: by a voice that is in use, about that campaign, newer than the last. */
  async takes(key: Bytes, act: Bytes, signature: Bytes, text: Bytes): Promise<boolean> {
    const handle = await crypto.subtle.importKey("raw", key, "Ed25519", false, ["verify"]);
    return this.#voices.has(toBase64(key)) && parseAct(act).campaign === this.issuer.campaign && crypto.subtle.verify("Ed25519", handle, signature, text);
  }
}
