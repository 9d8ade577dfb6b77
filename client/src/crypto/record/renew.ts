import { FormatError } from "../bytes.ts";

import type { Opened } from "./checkpoint.ts";
import { includes, leafHash } from "./merkle.ts";
import { writeProof } from "./proof.ts";
import type { Receipt } from "./receipt.ts";
import { TileTree, type TileSource } from "./tiles.ts";

/**
 * The same receipt up to a newer checkpoint, as when witnesses have countersigned since. Nobody has to be asked for it: the path is in the
 * log's files.
 *
 * @throws FormatError when the newer tree does not have the entry at that place
 */
export async function renewed({ proof, entry }: Receipt, { checkpoint: { size, root }, text }: Opened, tree: TileTree): Promise<string> {
  if (proof.index >= size) throw new FormatError("beyond the tree");
  const path = await tree.path(proof.index);
  if (!includes(root, size, leafHash(entry), proof.index, path)) throw new FormatError("not the entry of that place");
  return writeProof({ ...proof, path, checkpoint: text });
}

/** The tree of a checkpoint, for many receipts. */
export function treeOf({ checkpoint }: Opened, source: TileSource): TileTree {
  return new TileTree(source, checkpoint.size);
}
