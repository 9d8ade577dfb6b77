import { type Bytes, equal, FormatError, text } from "../bytes.ts";

import { decodeCanon } from "./canon.ts";
import { openCheckpoint, type Opened, parseCheckpoint, type Policy } from "./checkpoint.ts";
import { type Growth, Growths } from "./growth.ts";
import { includes, leafHash } from "./merkle.ts";
import { parseKey, parseNote } from "./note.ts";
import { handsOver } from "./succession.ts";
import { TileTree } from "./tiles.ts";

/** The record as a browser follows it: the newest checkpoint, and that it goes on from the one it saw last. */

/** A file of the log, by its path below the log's address. */
export type LogFiles = (path: string) => Promise<Bytes>;

/** What this browser kept of the log. */
export interface Remembered {
  /** Verifier key. */
  readonly key: string;
  readonly checkpoint: string;
}

/** `first`: nothing was remembered. `unsigned`: the log's signature is missing. `rekeyed`: it is signed with another key than before.
 * `succeeded`: so it is, and the key before has signed for it in the log, which goes on from what was remembered. */
export type Sight = Growth | "first" | "unsigned" | "rekeyed" | "succeeded";

export interface Seeing {
  readonly sight: Sight;
  readonly newest: Opened;
  /** What was remembered, as it came, when the two do not go together: both are evidence. */
  readonly before: string | null;
}

/** Whether what was seen may take the place of what was remembered. */
export function trusted({ sight }: Seeing): boolean {
  return sight === "first" || sight === "succeeded" || goesOn(sight);
}

function goesOn(sight: Sight): boolean {
  return sight === "grown" || sight === "same";
}

/**
 * Fetches the newest checkpoint and compares.
 *
 * @throws FormatError, SignatureError, and what `files` throws when the network is gone
 */
export async function look(files: LogFiles, policy: Policy, key: string, remembered: Remembered | null): Promise<Seeing> {
  const newest = await openCheckpoint(text(await files("checkpoint")), { ...policy, formers: [] });
  if (!newest.signed) return { sight: "unsigned", newest, before: remembered?.checkpoint ?? null };
  if (remembered === null) return { sight: "first", newest, before: null };
  const other = remembered.key !== key;
  if (other && !(await handedOver(files, policy, newest, remembered.key))) return { sight: "rekeyed", newest, before: remembered.checkpoint };
  const sight = await new Growths(newest.checkpoint, files).since(parseCheckpoint(parseNote(remembered.checkpoint).body));
  if (!goesOn(sight)) return { sight, newest, before: remembered.checkpoint };
  return { sight: other ? "succeeded" : sight, newest, before: null };
}

/** Whether each key from the remembered one on has signed for the next, in an entry of the tree that the last of them signs. */
async function handedOver(files: LogFiles, { log, formers = [] }: Policy, newest: Opened, remembered: string): Promise<boolean> {
  const known = parseKey(remembered);
  const keys = formers.toReversed();
  const line = keys.slice(keys.findIndex(({ key }) => equal(key.key, known.key)));
  if (!keys.some(({ key }) => equal(key.key, known.key))) return false;
  const steps = line.map(async ({ key, entry }, place) => {
    try {
      return await handsOver(decodeCanon(await entryUnder(files, newest, entry)), key, line[place + 1]?.key ?? log);
    } catch (error) {
      if (error instanceof FormatError) return false;
      throw error;
    }
  });
  return (await Promise.all(steps)).every(Boolean);
}

/** An entry out of the log's files, shown to be in the tree of that checkpoint. @throws FormatError when it is not */
export async function entryUnder(files: LogFiles, { checkpoint: { size, root } }: Opened, index: number): Promise<Bytes> {
  if (index >= size) throw new FormatError("beyond the tree");
  const tree = new TileTree(files, size);
  const [entry, path] = await Promise.all([tree.entry(index), tree.path(index)]);
  if (!includes(root, size, leafHash(entry), index, path)) throw new FormatError("not the entry of that place");
  return entry;
}
