import { equal } from "../bytes.ts";

import { grewFrom, type TreeHead } from "./merkle.ts";
import { TileTree, type TileSource } from "./tiles.ts";

/** `grown`, `same`: the newer begins with the older. `shrunk`: it is shorter. `other`: it is another history. */
export type Growth = "grown" | "same" | "shrunk" | "other";

/** Compares heads with one newer head, out of the log's own files. What the files say is checked against both roots. */
export class Growths {
  readonly #tree: TileTree;

  constructor(
    private readonly newest: TreeHead,
    source: TileSource,
  ) {
    this.#tree = new TileTree(source, newest.size);
  }

  async since(older: TreeHead): Promise<Growth> {
    if (older.size > this.newest.size) return "shrunk";
    if (older.size === this.newest.size) return equal(older.root, this.newest.root) ? "same" : "other";
    return grewFrom(older, this.newest, await this.#tree.growth(older.size)) ? "grown" : "other";
  }
}
