import { type Bytes, FormatError, text } from "../bytes.ts";

import { openCheckpoint, type Opened, parseCheckpoint, type Policy } from "./checkpoint.ts";
import { type Growth, Growths } from "./growth.ts";
import { includes, leafHash } from "./merkle.ts";
import { parseNote } from "./note.ts";
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

/** `first`: nothing was remembered. `unsigned`: the log's signature is missing. `rekeyed`: it is signed with another key than before. */
export type Sight = Growth | "first" | "unsigned" | "rekeyed";

export interface Seeing {
  readonly sight: Sight;
  readonly newest: Opened;
  /** What was remembered, as it came, when the two do not go together: both are evidence. */
  readonly before: string | null;
}

/** Whether what was seen may take the place of what was remembered. */
export function trusted({ sight }: Seeing): boolean {
  return sight === "first" || sight === "grown" || sight === "same";
}

/**
 * Fetches the newest checkpoint and compares.
 *
 * @throws FormatError, SignatureError, and what `files` throws when the network is gone
 */
export async function look(files: LogFiles, policy: Policy, key: string, remembered: Remembered | null): Promise<Seeing> {
  const newest = await openCheckpoint(text(await files("checkpoint")), policy);
  if (!newest.signed) return { sight: "unsigned", newest, before: remembered?.checkpoint ?? null };
  if (remembered === null) return { sight: "first", newest, before: null };
  if (remembered.key !== key) return { sight: "rekeyed", newest, before: remembered.checkpoint };
  const sight = await new Growths(newest.checkpoint, files).since(parseCheckpoint(parseNote(remembered.checkpoint).body));
  return { sight, newest, before: sight === "grown" || sight === "same" ? null : remembered.checkpoint };
}

/** An entry out of the log's files, shown to be in the tree of that checkpoint. @throws FormatError when it is not */
export async function entryUnder(files: LogFiles, { checkpoint: { size, root } }: Opened, index: number): Promise<Bytes> {
  if (index >= size) throw new FormatError("beyond the tree");
  const tree = new TileTree(files, size);
  const [entry, path] = await Promise.all([tree.entry(index), tree.path(index)]);
  if (!includes(root, size, leafHash(entry), index, path)) throw new FormatError("not the entry of that place");
  return entry;
}
