import { type Bytes, equal, FormatError, fromBase64, hex } from "../bytes.ts";

import { EMPTY_ROOT, HASH_LENGTH, type TreeHead } from "./merkle.ts";
import { parseNote, type Signed, type SignedNote, signers, type VerifierKey } from "./note.ts";

/** A tree head as the log signs it: C2SP tlog-checkpoint v1.0.0. */
export interface Checkpoint extends TreeHead {
  readonly origin: string;
  readonly root: Bytes;
}

const SIZE = /^(?:0|[1-9][0-9]{0,15})$/;

/** @throws FormatError. Lines of extension are let through, and mean nothing to us. */
export function parseCheckpoint(body: string): Checkpoint {
  const [origin = "", size = "", root = "", ...more] = body.slice(0, -1).split("\n");
  if (!body.endsWith("\n") || origin === "" || !SIZE.test(size) || more.includes("")) throw new FormatError("not a checkpoint");
  const head = { origin, size: Number(size), root: fromBase64(root) };
  if (!Number.isSafeInteger(head.size) || head.root.length !== HASH_LENGTH) throw new FormatError("not a checkpoint");
  if (head.size === 0 && !equal(head.root, EMPTY_ROOT)) throw new FormatError("not a checkpoint");
  return head;
}

/** A key that the log had. `entry` is the index of the entry that put another in its place: no tree larger than up to there is its. */
export interface Former {
  readonly key: VerifierKey;
  readonly entry: number;
}

/** Whose word counts: the log's own key, and the witnesses of which `needed` must have countersigned. `formers`: the newest first. */
export interface Policy {
  readonly log: VerifierKey;
  readonly formers?: readonly Former[];
  readonly witnesses: readonly VerifierKey[];
  readonly needed: number;
}

export interface Opened {
  readonly checkpoint: Checkpoint;
  readonly text: string;
  /** Whether the log's own signature is there and holds. */
  readonly signed: boolean;
  readonly witnesses: readonly Signed[];
}

/**
 * Reads a checkpoint and finds out who signed it.
 *
 * @throws FormatError; SignatureError when a signature of a key that we know does not hold
 */
export async function openCheckpoint(source: string, policy: Policy): Promise<Opened> {
  const note = parseNote(source);
  const checkpoint = parseCheckpoint(note.body);
  const { own, until } = ownKey(note, policy);
  const found = await signers(note, [own, ...policy.witnesses]);
  // The log's key is named as the log is: a note about another log, signed by the same key, is none of this one.
  const signed = checkpoint.origin === own.name && checkpoint.size <= until && found.some(({ key }) => key === own);
  return { checkpoint, text: source, signed, witnesses: machines(found, own) };
}

/** Which of the log's keys says that it signed, and how large a tree it may. */
function ownKey({ signatures }: SignedNote, { log, formers = [] }: Policy): { readonly own: VerifierKey; readonly until: number } {
  const says = (key: VerifierKey): boolean => signatures.some(({ name, id }) => name === key.name && id === key.id);
  const former = says(log) ? undefined : formers.find(({ key }) => says(key));
  return former === undefined ? { own: log, until: Number.MAX_SAFE_INTEGER } : { own: former.key, until: former.entry + 1 };
}

/** Under two names one key is one machine, and the log's own is no witness. */
function machines(found: readonly Signed[], log: VerifierKey): Signed[] {
  const known = new Set([hex(log.key)]);
  return found.filter(({ key }) => {
    const name = hex(key.key);
    const fresh = !known.has(name);
    known.add(name);
    return fresh;
  });
}
