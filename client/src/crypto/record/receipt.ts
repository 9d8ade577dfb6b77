import { type Bytes, FormatError, fromBase64, json } from "../bytes.ts";

import { type CanonObject, decodeCanon, LONGEST_CANON } from "./canon.ts";
import { openCheckpoint, type Opened, parseCheckpoint, type Policy } from "./checkpoint.ts";
import { includes, leafHash } from "./merkle.ts";
import { parseNote, SignatureError } from "./note.ts";
import { parseProof, type Proof } from "./proof.ts";
import { SALT_LENGTH, sealText } from "./seal.ts";

/** What somebody keeps of an entry of theirs: a tlog-proof whose extra data are the entry and what opens its seal. docs/protocol.md section 10. */
export interface Receipt {
  readonly text: string;
  readonly proof: Proof;
  readonly entry: Bytes;
  /** What the entry says; null when it is not in the form that the record has. */
  readonly fields: CanonObject | null;
  readonly opening: Opening | null;
}

export interface Opening {
  readonly salt: Bytes;
  readonly content: Bytes;
}

/** In bytes: a statement and its act are far shorter. */
const LONGEST_CONTENT = 32_768;

function member(source: object, name: string): unknown {
  return Object.hasOwn(source, name) ? Reflect.get(source, name) : undefined;
}

function bytesOf(value: unknown, longest: number): Bytes {
  if (typeof value !== "string" || value.length > Math.ceil(longest / 3) * 4) throw new FormatError("not a receipt");
  const bytes = fromBase64(value);
  if (bytes.length > longest) throw new FormatError("not a receipt");
  return bytes;
}

/** What may stand in the extra data, and nothing else. */
const MEMBERS: readonly string[] = ["v", "entry", "salt", "content"];

function fieldsOf(entry: Bytes): CanonObject | null {
  try {
    return decodeCanon(entry);
  } catch (error) {
    if (error instanceof FormatError) return null;
    throw error;
  }
}

function openingOf(extra: object): Opening | null {
  const salt = member(extra, "salt");
  const content = member(extra, "content");
  if (salt === undefined && content === undefined) return null;
  const opening = { salt: bytesOf(salt, SALT_LENGTH), content: bytesOf(content, LONGEST_CONTENT) };
  if (opening.salt.length !== SALT_LENGTH) throw new FormatError("not a receipt");
  return opening;
}

/** @throws FormatError for what is no receipt of ours; whether it is a good one is `Checker`'s to say */
export function parseReceipt(source: string): Receipt {
  const proof = parseProof(source);
  if (proof.extra === null) throw new FormatError("a proof, but not a receipt: it does not say of what");
  const extra = json(proof.extra);
  if (typeof extra !== "object" || extra === null || member(extra, "v") !== 1 || Object.keys(extra).some((name) => !MEMBERS.includes(name))) throw new FormatError("not a receipt");
  const entry = bytesOf(member(extra, "entry"), LONGEST_CANON);
  // The log's name is read before any signature is: a receipt of another service is not a bad one of this.
  parseCheckpoint(parseNote(proof.checkpoint).body);
  return { text: source, proof, entry, fields: fieldsOf(entry), opening: openingOf(extra) };
}

/** `none`: there is nothing to check here, as with the seal of an entry that has none. */
export type Finding = "good" | "bad" | "none";

export interface Verdict {
  readonly receipt: Receipt;
  readonly opening: Finding;
  readonly inclusion: Finding;
  readonly checkpoint: Finding;
  /** `bad`: fewer than the policy asks for. */
  readonly witnesses: Finding;
  readonly opened: Opened | null;
}

/** `unwitnessed`: the log signed it, but not enough of the witnesses. `other`: it is of a log that this policy does not speak of. */
export type Outcome = "valid" | "unwitnessed" | "other" | "invalid";

function openingFinding({ fields, opening }: Receipt): Finding {
  if (fields === null) return "bad";
  const { seal } = fields;
  if (seal === undefined) return opening === null ? "none" : "bad";
  return opening !== null && sealText(opening.salt, opening.content) === seal ? "good" : "bad";
}

export function outcomeOf(verdict: Verdict, policy: Policy): Outcome {
  if (parseCheckpoint(parseNote(verdict.receipt.proof.checkpoint).body).origin !== policy.log.name) return "other";
  const { opening, inclusion, checkpoint, witnesses } = verdict;
  if ([opening, inclusion, checkpoint].includes("bad")) return "invalid";
  return witnesses === "bad" ? "unwitnessed" : "valid";
}

/** Checks receipts by one policy. Many of one evening stand under the same few checkpoints, whose signatures are looked at once. */
export class Checker {
  readonly #opened = new Map<string, Promise<Opened | null>>();

  constructor(readonly policy: Policy) {}

  /** null: a signature that claims to be of a key we know does not hold. */
  #open(checkpoint: string): Promise<Opened | null> {
    const known = this.#opened.get(checkpoint);
    if (known !== undefined) return known;
    const opening = openCheckpoint(checkpoint, this.policy).catch((error: unknown) => {
      if (error instanceof SignatureError) return null;
      throw error;
    });
    this.#opened.set(checkpoint, opening);
    return opening;
  }

  async check(receipt: Receipt): Promise<Verdict> {
    const { proof, entry } = receipt;
    const opened = await this.#open(proof.checkpoint);
    const head = opened?.checkpoint ?? parseCheckpoint(parseNote(proof.checkpoint).body);
    const count = opened?.signed === true ? opened.witnesses.length : 0;
    return {
      receipt,
      opening: openingFinding(receipt),
      inclusion: includes(head.root, head.size, leafHash(entry), proof.index, proof.path) ? "good" : "bad",
      checkpoint: opened?.signed === true ? "good" : "bad",
      witnesses: count < this.policy.needed ? "bad" : count > 0 ? "good" : "none",
      opened,
    };
  }
}
