import { sha256 } from "@noble/hashes/sha2.js";
import type { GroupContext, LeafNode, ParentNode, RatchetTree } from "ts-mls";
import { encode } from "ts-mls/codec/tlsEncoder.js";
import { verifyLeafNodeSignature } from "ts-mls/leafNode.js";
import { parentHashInputEncoder } from "ts-mls/parentHash.js";
import { leafNodeHashInputEncoder, parentNodeHashInputEncoder } from "ts-mls/treeHash.js";
import { directPath, isLeaf, leafToNodeIndex, leafWidth, left, nodeToLeafIndex, right, root, toLeafIndex, toNodeIndex } from "ts-mls/treemath.js";

import { equal, hex, text, utf8 } from "./bytes.ts";
import { identityOf } from "./derive.ts";
import { SUITE, type Suite } from "./suite.ts";

/**
 * What a newcomer checks of a ratchet tree before it joins: RFC 9420 sections 7.3, 7.9.2 and 12.4.3.1. ts-mls 1.6.4 checks the same, but in
 * more than O(N) and refusing valid trees that have unmerged leaves.
 */

export type TreeFault =
  | "structure"
  | "tree_hash"
  | "parent_hash"
  | "unmerged_leaves"
  | "duplicate_key"
  | "leaf_signature"
  | "credential"
  | "capabilities"
  | "lifetime"
  | "extensions";

export class TreeError extends Error {
  override readonly name = "TreeError";

  constructor(readonly fault: TreeFault) {
    super(fault);
  }
}

/** A leaf as the rest of our code sees it. */
export interface Member {
  readonly leaf: number;
  readonly identity: string;
  /** Ed25519. */
  readonly signatureKey: Uint8Array;
}

/** Longest life of a leaf that came from a key package, and how far two browsers' clocks may be apart. */
export const LONGEST_LIFE_S = 100 * 86_400;

export function membersOf(tree: RatchetTree): Member[] {
  const members: Member[] = [];
  for (const [index, node] of tree.entries()) {
    if (node?.nodeType !== "leaf" || node.leaf.credential.credentialType !== "basic") continue;
    members.push({ leaf: index / 2, identity: text(node.leaf.credential.identity), signatureKey: node.leaf.signaturePublicKey });
  }
  return members;
}

/**
 * What a leaf must be by itself. Asked of every tree we join and of every commit we process: were a commit judged more mildly than a
 * tree, one member could make the room impossible to join.
 */
export function leafFault(leaf: LeafNode, room: string, now: number): TreeFault | null {
  const { capabilities, credential } = leaf;
  if (credential.credentialType !== "basic") return "credential";
  if (!equal(credential.identity, utf8(identityOf(room, leaf.signaturePublicKey)))) return "credential";
  if (!capabilities.versions.includes("mls10") || !capabilities.ciphersuites.includes(SUITE)) return "capabilities";
  if (!capabilities.credentials.includes("basic")) return "capabilities";
  // Names are the default types, which need no listing; the others are numbers.
  const listed = leaf.extensions.every(({ extensionType }) => typeof extensionType === "string" || capabilities.extensions.includes(extensionType));
  if (!listed) return "extensions";
  if (leaf.leafNodeSource === "key_package") {
    const { notBefore, notAfter } = leaf.lifetime;
    const second = BigInt(Math.floor(now / 1000));
    if (notBefore > second || notAfter < second || notAfter - notBefore > BigInt(LONGEST_LIFE_S)) return "lifetime";
  }
  return null;
}

function encryptionKey(node: NonNullable<RatchetTree[number]>): Uint8Array {
  return node.nodeType === "leaf" ? node.leaf.hpkePublicKey : node.parent.hpkePublicKey;
}

/** One tree with what is computed of it once. `removed` leaves count as blank, as parent hashes need it. */
class Tree {
  readonly width: number;
  readonly #hashes: Uint8Array[] = [];
  readonly #resolutions: (readonly number[])[] = [];

  constructor(readonly nodes: RatchetTree) {
    this.width = leafWidth(nodes.length);
  }

  parent(index: number): ParentNode | undefined {
    const node = this.nodes[index];
    return node?.nodeType === "parent" ? node.parent : undefined;
  }

  hash(index: number): Uint8Array {
    return (this.#hashes[index] ??= this.#digest(index, NONE, (child) => this.hash(child)));
  }

  /** The tree hash of a subtree with some leaves taken out; only the branches to those are computed anew. */
  hashWithout(index: number, removed: ReadonlySet<number>): Uint8Array {
    if (!this.#covers(index, removed)) return this.hash(index);
    return this.#digest(index, removed, (child) => this.hashWithout(child, removed));
  }

  #covers(index: number, leaves: ReadonlySet<number>): boolean {
    const reach = isLeaf(toNodeIndex(index)) ? 0 : (right(toNodeIndex(index)) - left(toNodeIndex(index))) - 1;
    for (const leaf of leaves) if (Math.abs(leaf * 2 - index) <= reach) return true;
    return false;
  }

  #digest(index: number, removed: ReadonlySet<number>, child: (index: number) => Uint8Array): Uint8Array {
    const at = toNodeIndex(index);
    const node = this.nodes[index];
    if (isLeaf(at)) {
      const leafIndex = nodeToLeafIndex(at);
      const leafNode = node?.nodeType === "leaf" && !removed.has(leafIndex) ? node.leaf : undefined;
      return sha256(encode(leafNodeHashInputEncoder)({ nodeType: "leaf", leafIndex, leafNode }));
    }
    const parent = this.parent(index);
    const parentNode = parent && { ...parent, unmergedLeaves: parent.unmergedLeaves.filter((leaf) => !removed.has(leaf)) };
    const [leftHash, rightHash] = [child(left(at)), child(right(at))];
    return sha256(encode(parentNodeHashInputEncoder)({ nodeType: "parent", parentNode, leftHash, rightHash }));
  }

  /** RFC 9420 section 4.1.1. */
  resolution(index: number): readonly number[] {
    return (this.#resolutions[index] ??= this.#resolve(index));
  }

  #resolve(index: number): readonly number[] {
    const at = toNodeIndex(index);
    const node = this.nodes[index];
    if (node?.nodeType === "leaf") return [index];
    if (node !== undefined) return [index, ...node.parent.unmergedLeaves.map((leaf) => leaf * 2)];
    return isLeaf(at) ? [] : [...this.resolution(left(at)), ...this.resolution(right(at))];
  }
}

const NONE: ReadonlySet<number> = new Set();

/** Each node where its kind belongs, and no key twice: RFC 9420 sections 7.3 and 12.4.3.1. */
function checkShape(tree: Tree): void {
  const encryption = new Set<string>();
  const signature = new Set<string>();
  for (const [index, node] of tree.nodes.entries()) {
    if (node === undefined) continue;
    if ((node.nodeType === "leaf") !== isLeaf(toNodeIndex(index))) throw new TreeError("structure");
    encryption.add(hex(encryptionKey(node)));
    if (node.nodeType === "leaf") signature.add(hex(node.leaf.signaturePublicKey));
  }
  const filled = tree.nodes.filter((node) => node !== undefined);
  if (encryption.size !== filled.length) throw new TreeError("duplicate_key");
  if (signature.size !== filled.filter((node) => node.nodeType === "leaf").length) throw new TreeError("duplicate_key");
}

/** RFC 9420 sections 7.1 (sorted) and 12.4.3.1 (descendants, listed by every parent between). */
function checkUnmerged(tree: Tree, index: number, unmerged: readonly number[]): void {
  let before = -1;
  for (const leaf of unmerged) {
    const at = leafToNodeIndex(toLeafIndex(leaf));
    if (leaf <= before || at >= tree.nodes.length || tree.nodes[at] === undefined) throw new TreeError("unmerged_leaves");
    before = leaf;
    const path: readonly number[] = directPath(at, tree.width);
    const height = path.indexOf(index);
    if (height < 0) throw new TreeError("unmerged_leaves");
    const between = path.slice(0, height).map((step) => tree.parent(step));
    if (!between.every((parent) => parent === undefined || parent.unmergedLeaves.includes(leaf))) throw new TreeError("unmerged_leaves");
  }
}

function parentHashOf(tree: Tree, index: number): Uint8Array | null {
  const node = tree.nodes[index];
  if (node?.nodeType === "parent") return node.parent.parentHash;
  return node?.leaf.leafNodeSource === "commit" ? node.leaf.parentHash : null;
}

/** RFC 9420 section 7.9.2, top down: exactly one descendant vouches for each parent. */
function checkParentHash(tree: Tree, index: number, parent: ParentNode): void {
  const at = toNodeIndex(index);
  const unmerged: ReadonlySet<number> = new Set(parent.unmergedLeaves);
  let vouching = 0;
  for (const [child, sibling] of [
    [left(at), right(at)],
    [right(at), left(at)],
  ] as const) {
    // The resolution of the child must be one node and leaves that P has not merged either; so there is one candidate at most.
    const candidates = tree.resolution(child).filter((node) => !(isLeaf(toNodeIndex(node)) && unmerged.has(node / 2)));
    const [candidate] = candidates;
    if (candidate === undefined || candidates.length !== 1) continue;
    const expected = sha256(
      encode(parentHashInputEncoder)({
        encryptionKey: parent.hpkePublicKey,
        parentHash: parent.parentHash,
        originalSiblingTreeHash: tree.hashWithout(sibling, unmerged),
      }),
    );
    const found = parentHashOf(tree, candidate);
    if (found !== null && equal(found, expected)) vouching++;
  }
  if (vouching !== 1) throw new TreeError("parent_hash");
}

async function checkLeaf(leaf: LeafNode, index: number, context: GroupContext, room: string, suite: Suite, now: number): Promise<void> {
  const fault = leafFault(leaf, room, now);
  if (fault !== null) throw new TreeError(fault);
  if (!(await verifyLeafNodeSignature(leaf, context.groupId, index, suite.impl.signature))) throw new TreeError("leaf_signature");
}

/**
 * Throws TreeError when the tree is not one that a correct group could have. `now` in ms since 1970.
 *
 * Our groups have no extensions in the GroupContext, hence no required_capabilities to compare.
 */
export async function validateTree(nodes: RatchetTree, context: GroupContext, room: string, suite: Suite, now: number): Promise<void> {
  const tree = new Tree(nodes);
  checkShape(tree);
  if (!equal(tree.hash(root(tree.width)), context.treeHash)) throw new TreeError("tree_hash");
  for (const [index, node] of nodes.entries()) {
    if (node?.nodeType !== "parent") continue;
    checkUnmerged(tree, index, node.parent.unmergedLeaves);
    checkParentHash(tree, index, node.parent);
  }
  const leaves = nodes.map((node, index) =>
    node?.nodeType === "leaf" ? checkLeaf(node.leaf, index / 2, context, room, suite, now) : Promise.resolve(),
  );
  await Promise.all(leaves);
}
