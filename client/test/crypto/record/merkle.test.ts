import fc from "fast-check";
import { expect, test } from "vitest";

import { type Bytes, fromBase64, hex, toBase64, u32 } from "../../../src/crypto/bytes.ts";
import { EMPTY_ROOT, grewFrom, includes, leafHash } from "../../../src/crypto/record/merkle.ts";
import { tileNumber, tilePath, TileTree, tileWidth } from "../../../src/crypto/record/tiles.ts";

import { growth, History, makeSigner, path, root, served } from "./history.ts";

const leaves = Array.from({ length: 40 }, (_, i) => leafHash(u32(i)));
const roots = leaves.map((_, i) => root(leaves.slice(0, i)));

test("the published roots of RFC 6962's test trees", () => {
  // The eight inputs and the roots are those of the Certificate Transparency sources (merkletree tests).
  const inputs = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
  const hashes = inputs.map((one) => leafHash(Uint8Array.from(one.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16))));
  expect(hex(EMPTY_ROOT)).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  expect(hex(root(hashes.slice(0, 1)))).toBe("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
  expect(hex(root(hashes.slice(0, 7)))).toBe("ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c");
  expect(hex(root(hashes))).toBe("5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
});

test("every leaf of every small tree is shown by its path, and by no other", () => {
  for (let size = 1; size < leaves.length; size++) {
    for (let index = 0; index < size; index++) {
      const leaf = leaves[index] ?? EMPTY_ROOT;
      const steps = path(index, leaves.slice(0, size));
      expect(includes(roots[size] ?? EMPTY_ROOT, size, leaf, index, steps)).toBe(true);
      for (const other of [index - 1, index + 1, size]) expect(includes(roots[size] ?? EMPTY_ROOT, size, leaf, other, steps)).toBe(false);
      expect(includes(roots[size] ?? EMPTY_ROOT, size, leaf, index, [...steps, EMPTY_ROOT])).toBe(false);
      if (steps.length > 0) expect(includes(roots[size] ?? EMPTY_ROOT, size, leaf, index, steps.slice(1))).toBe(false);
    }
  }
});

test("every tree is shown to go on from every smaller one, and from no other", () => {
  for (let size = 0; size < leaves.length; size++) {
    for (let older = 0; older <= size; older++) {
      const steps = older === 0 ? [] : growth(older, leaves.slice(0, size));
      const [before, after] = [{ size: older, root: roots[older] ?? EMPTY_ROOT }, { size, root: roots[size] ?? EMPTY_ROOT }];
      expect(grewFrom(before, after, steps)).toBe(true);
      expect(grewFrom({ ...before, root: leaves[39] ?? EMPTY_ROOT }, after, steps)).toBe(false);
      if (older > 0) expect(grewFrom(before, { ...after, root: leaves[39] ?? EMPTY_ROOT }, steps)).toBe(false);
      if (steps.length > 0) expect(grewFrom(before, after, steps.slice(1))).toBe(false);
      expect(grewFrom(before, after, [...steps, EMPTY_ROOT])).toBe(false);
    }
  }
});

test("numbers beyond 32 bits are whole numbers still", () => {
  const size = 2 ** 52 + 1;
  const steps = [leaves[0] ?? EMPTY_ROOT];
  // The last leaf of that tree stands alone beside a whole half, so its path is one step.
  expect(includes(EMPTY_ROOT, size, leaves[1] ?? EMPTY_ROOT, size - 1, steps)).toBe(false);
  expect(grewFrom({ size: 2 ** 52, root: leaves[0] ?? EMPTY_ROOT }, { size, root: root([leaves[0] ?? EMPTY_ROOT, leaves[1] ?? EMPTY_ROOT]) }, [leaves[1] ?? EMPTY_ROOT])).toBe(true);
  expect(grewFrom({ size: 2 ** 52 - 1, root: leaves[0] ?? EMPTY_ROOT }, { size, root: leaves[1] ?? EMPTY_ROOT }, [leaves[1] ?? EMPTY_ROOT])).toBe(false);
});

test("names of tiles are those of the specification", () => {
  expect([0, 999, 1000, 1_234_067].map(tileNumber)).toEqual(["000", "999", "x001/000", "x001/x234/067"]);
  // Its example: a tree of 70,000 entries.
  expect([tileWidth(0, 272, 70_000), tileWidth(0, 273, 70_000), tileWidth(0, 274, 70_000), tileWidth(1, 1, 70_000), tileWidth(2, 0, 70_000)]).toEqual([256, 112, 0, 17, 1]);
  expect([tilePath(0, 273, 112), tilePath(1, 0, 256)]).toEqual(["tile/0/273.p/112", "tile/1/000"]);
});

test("proofs made out of tiles are those of the definition", async () => {
  const history = new History(await makeSigner("log.example/record/log", 1));
  for (let i = 0; i < 700; i++) history.add({ v: 1, kind: "count", at: i, campaign: "AAAAAAAAAAAAAAAAAAAAAA", round: 1, issued: i, used: 0 });
  const all = history.leaves;
  for (const size of [1, 2, 255, 256, 257, 511, 512, 513, 700]) {
    const tree = new TileTree(served(await history.files(size)), size);
    const [some, whole] = [all.slice(0, size), root(all.slice(0, size))];
    for (const index of [0, 1, 254, 255, 256, 400, size - 1].filter((one) => one < size)) {
      expect(await tree.entry(index)).toEqual(history.entries[index]);
      expect((await tree.path(index)).map(toBase64)).toEqual(path(index, some).map(toBase64));
    }
    for (const older of [1, 3, 128, 255, 256, 300, 512, size].filter((one) => one <= size)) {
      const steps = await tree.growth(older);
      expect(steps.map(toBase64)).toEqual(growth(older, some).map(toBase64));
      expect(grewFrom({ size: older, root: root(all.slice(0, older)) }, { size, root: whole }, steps)).toBe(true);
    }
  }
});

test("tiles that lie prove nothing", async () => {
  const history = new History(await makeSigner("log.example/record/log", 1));
  for (let i = 0; i < 300; i++) history.add({ v: 1, kind: "erasure", at: i, entry: i, reason: "law" });
  const files = await history.files();
  const [whole, older] = [root(history.leaves), root(history.leaves.slice(0, 257))];
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...[...files.keys()].filter((one) => /^tile\/[01]/.test(one))), fc.nat(8191), fc.integer({ min: 1, max: 255 }), async (name, where, by) => {
      const changed = new Map(files);
      const tile: Bytes = (files.get(name) ?? new Uint8Array(1)).slice();
      const at = where % tile.length;
      tile[at] = (tile[at] ?? 0) ^ by;
      changed.set(name, tile);
      const tree = new TileTree(served(changed), 300);
      const same = (one: readonly Bytes[], other: readonly Bytes[]): boolean => one.map(toBase64).join() === other.map(toBase64).join();
      const steps = await tree.growth(257);
      expect(grewFrom({ size: 257, root: older }, { size: 300, root: whole }, steps)).toBe(same(steps, growth(257, history.leaves)));
    }),
    { numRuns: 60 },
  );
  const short = new Map(files).set("tile/1/000.p/1", fromBase64("AAAA"));
  await expect(new TileTree(served(short), 300).growth(257)).rejects.toThrow("another size");
});
