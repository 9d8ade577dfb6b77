import { type Bytes, concat, copy, FormatError, text, utf8 } from "./bytes.ts";
import type { Knock } from "./contract.ts";
import type { Context } from "./context.ts";
import type { Moderation } from "./moderation.ts";
import { LONGEST_NAME } from "./payloads.ts";

/** Who waits at a locked door: their name is sealed under the link, so that the service cannot read it. docs/protocol.md section 9. */

const NONCE_LENGTH = 12;
/** 64 characters of four bytes. */
const NAME_LENGTH = 256;
const KNOCK_LENGTH = NONCE_LENGTH + NAME_LENGTH + 16;

function parameters(nonce: Bytes, identity: string): { name: "AES-GCM"; iv: Bytes; additionalData: Bytes } {
  return { name: "AES-GCM", iv: nonce, additionalData: utf8(identity) };
}

/** `nonce`: random, for one knock. */
export async function sealName(key: CryptoKey, identity: string, name: string, nonce: Bytes): Promise<Bytes> {
  const plain = new Uint8Array(NAME_LENGTH);
  plain.set(utf8(name));
  return concat(nonce, new Uint8Array(await crypto.subtle.encrypt(parameters(nonce, identity), key, plain)));
}

/** null: not sealed by somebody who has the link, or not a name. */
export async function openName(key: CryptoKey, identity: string, body: Bytes): Promise<string | null> {
  if (body.length !== KNOCK_LENGTH) return null;
  let plain: Bytes;
  try {
    const sealed = body.subarray(NONCE_LENGTH);
    plain = new Uint8Array(await crypto.subtle.decrypt(parameters(copy(body.subarray(0, NONCE_LENGTH)), identity), key, sealed));
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
  return nameIn(plain);
}

function nameIn(plain: Bytes): string | null {
  const end = plain.indexOf(0);
  const [name, padding] = end < 0 ? [plain, plain.subarray(0, 0)] : [plain.subarray(0, end), plain.subarray(end)];
  if (name.length === 0 || padding.some((byte) => byte !== 0)) return null;
  try {
    const read = text(name);
    return Array.from(read).length > LONGEST_NAME ? null : read;
  } catch (error) {
    if (error instanceof FormatError) return null;
    throw error;
  }
}

/** Those who wait, as a member hears it. Only moderators are told. */
export class Knocks {
  readonly #waiting = new Map<string, string>();
  #shown: readonly Knock[] = [];

  constructor(
    private readonly context: Context,
    private readonly moderation: Moderation,
  ) {}

  async heard(identity: string, body: Bytes | null): Promise<void> {
    const name = body === null ? null : await openName(await this.context.record.knockKey(), identity, body);
    if (name === null) this.#waiting.delete(identity);
    else this.#waiting.set(identity, name);
    this.show();
  }

  /** A new line to the service, which tells anew who waits. */
  restart(): void {
    this.#waiting.clear();
  }

  show(): void {
    const { may, charter } = this.moderation;
    const settled = [...charter.admitted, ...charter.removed];
    const all = may === null ? [] : [...this.#waiting].map(([identity, name]) => ({ identity, name }));
    const waiting = all.filter(({ identity }) => !settled.includes(identity));
    const same = waiting.length === this.#shown.length && waiting.every(({ identity, name }, at) => sameKnock({ identity, name }, this.#shown[at]));
    if (same) return;
    this.#shown = waiting;
    this.context.post({ t: "knocks", waiting });
  }
}

function sameKnock(a: Knock, b: Knock | undefined): boolean {
  return a.identity === b?.identity && a.name === b.name;
}
