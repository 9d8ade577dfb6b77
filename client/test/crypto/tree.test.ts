import { type ClientState, createCommit, createGroup, type GroupContext, type RatchetTree } from "ts-mls";
import { defaultClientConfig } from "ts-mls/clientConfig.js";
import { treeHashRoot } from "ts-mls/treeHash.js";
import { expect, test } from "vitest";

import { utf8 } from "../../src/crypto/bytes.ts";
import { leafFault, LONGEST_LIFE_S, membersOf, TreeError, validateTree } from "../../src/crypto/tree.ts";

import { ROOM, someone, type Someone } from "./people.ts";

/** Groups made with the library alone: batches of Adds leave unmerged leaves, which its own validation refuses (docs/decisions). */
async function batchGroup(first: Someone, batches: readonly number[], removed: readonly number[] = []): Promise<ClientState> {
  const cipherSuite = first.suite.impl;
  let state = await createGroup(utf8(ROOM), first.own.publicPackage, first.own.privatePackage, [], cipherSuite, defaultClientConfig);
  for (const size of batches) {
    const newcomers = await Promise.all(Array.from({ length: size }, () => someone()));
    const extraProposals = newcomers.map(({ own }) => ({ proposalType: "add" as const, add: { keyPackage: own.publicPackage } }));
    ({ newState: state } = await createCommit({ state, cipherSuite }, { wireAsPublicMessage: true, extraProposals }));
    // An empty commit sets the keys of the path, above which the next batch stays unmerged.
    ({ newState: state } = await createCommit({ state, cipherSuite }, { wireAsPublicMessage: true }));
  }
  for (const leaf of removed) {
    const extraProposals = [{ proposalType: "remove" as const, remove: { removed: leaf } }];
    ({ newState: state } = await createCommit({ state, cipherSuite }, { wireAsPublicMessage: true, extraProposals }));
  }
  return state;
}

async function unmergedGroup(first: Someone): Promise<ClientState> {
  const state = await batchGroup(first, [5]);
  const newcomers = await Promise.all([someone(), someone(), someone()]);
  const extraProposals = newcomers.map(({ own }) => ({ proposalType: "add" as const, add: { keyPackage: own.publicPackage } }));
  const { newState } = await createCommit({ state, cipherSuite: first.suite.impl }, { wireAsPublicMessage: true, extraProposals });
  return newState;
}

function unmergedIn(tree: RatchetTree): number {
  return tree.reduce((count, node) => count + (node?.nodeType === "parent" ? node.parent.unmergedLeaves.length : 0), 0);
}

/** The fault found in a tree whose hash is right, so that the other checks must find it; null for none. */
async function faultOf(tree: RatchetTree, context: GroupContext, who: Someone): Promise<string | null> {
  const treeHash = await treeHashRoot(tree, who.suite.impl.hash).catch(() => context.treeHash);
  try {
    await validateTree(tree, { ...context, treeHash }, ROOM, who.suite, Date.now());
    return null;
  } catch (error) {
    if (error instanceof TreeError) return error.fault;
    throw error;
  }
}

test("trees of batches, with unmerged leaves and with blanks, are accepted", async () => {
  const first = await someone();
  const unmerged = await unmergedGroup(first);
  expect(unmergedIn(unmerged.ratchetTree)).toBeGreaterThan(0);
  for (const state of [unmerged, await batchGroup(first, [3, 4]), await batchGroup(first, [6], [3, 5])]) {
    await validateTree(state.ratchetTree, state.groupContext, ROOM, first.suite, Date.now());
    expect(membersOf(state.ratchetTree).length).toBeGreaterThan(4);
  }
});

function flipped(bytes: Uint8Array): Uint8Array {
  return bytes.map((byte, i) => (i === 0 ? byte ^ 1 : byte));
}

test("a tree with any one thing changed is refused, though its hash be right", async () => {
  const first = await someone();
  const { ratchetTree, groupContext } = await unmergedGroup(first);
  expect(await faultOf(ratchetTree, groupContext, first)).toBeNull();
  for (const [at, node] of ratchetTree.entries()) {
    if (node === undefined) continue;
    const variants: RatchetTree[number][] =
      node.nodeType === "leaf"
        ? [
            { nodeType: "leaf", leaf: { ...node.leaf, hpkePublicKey: flipped(node.leaf.hpkePublicKey) } },
            { nodeType: "leaf", leaf: { ...node.leaf, signaturePublicKey: flipped(node.leaf.signaturePublicKey) } },
            { nodeType: "leaf", leaf: { ...node.leaf, signature: flipped(node.leaf.signature) } },
            { nodeType: "leaf", leaf: { ...node.leaf, credential: { credentialType: "basic", identity: utf8("somebody") } } },
            { nodeType: "leaf", leaf: { ...node.leaf, extensions: [{ extensionType: 0x1234, extensionData: new Uint8Array() }] } },
          ]
        : [
            { nodeType: "parent", parent: { ...node.parent, hpkePublicKey: flipped(node.parent.hpkePublicKey) } },
            { nodeType: "parent", parent: { ...node.parent, parentHash: flipped(new Uint8Array(32)) } },
            { nodeType: "parent", parent: { ...node.parent, unmergedLeaves: [...node.parent.unmergedLeaves, 0] } },
            { nodeType: "parent", parent: { ...node.parent, unmergedLeaves: [...node.parent.unmergedLeaves, 99] } },
            ...(node.parent.unmergedLeaves.length > 0 ? [{ nodeType: "parent" as const, parent: { ...node.parent, unmergedLeaves: [] } }] : []),
          ];
    for (const variant of variants) {
      const tree = ratchetTree.map((old, i) => (i === at ? variant : old));
      expect(await faultOf(tree, groupContext, first), `node ${at}`).not.toBeNull();
    }
  }
});

test("a hash that is not the tree's, a node in the wrong place, a key twice", async () => {
  const first = await someone();
  const { ratchetTree, groupContext } = await batchGroup(first, [4]);
  const wrong = { ...groupContext, treeHash: flipped(groupContext.treeHash) };
  await expect(validateTree(ratchetTree, wrong, ROOM, first.suite, Date.now())).rejects.toMatchObject({ fault: "tree_hash" });
  const swapped = ratchetTree.map((node, i) => (i === 0 ? ratchetTree.find((other) => other?.nodeType === "parent") : node));
  expect(await faultOf(swapped, groupContext, first)).toBe("structure");
  const twice = ratchetTree.map((node, i) => (i === 2 ? ratchetTree[4] : node));
  expect(await faultOf(twice, groupContext, first)).toBe("duplicate_key");
});

test("a leaf is judged by its life, its credential and what it can do", async () => {
  const { leafNode } = (await someone()).own.publicPackage;
  const now = Date.now();
  expect(leafFault(leafNode, ROOM, now)).toBeNull();
  expect(leafFault(leafNode, ROOM.replace(/^./, "_"), now)).toBe("credential");
  expect(leafFault({ ...leafNode, credential: { credentialType: "x509", certificates: [] } }, ROOM, now)).toBe("credential");
  expect(leafFault(leafNode, ROOM, now + 2 * LONGEST_LIFE_S * 1000)).toBe("lifetime");
  expect(leafFault(leafNode, ROOM, now - 3 * 86_400_000)).toBe("lifetime");
  expect(leafFault({ ...leafNode, lifetime: { notBefore: 0n, notAfter: 2n ** 63n } }, ROOM, now)).toBe("lifetime");
  for (const nothing of [{ versions: [] }, { ciphersuites: [] }, { credentials: [] }]) {
    expect(leafFault({ ...leafNode, capabilities: { ...leafNode.capabilities, ...nothing } }, ROOM, now)).toBe("capabilities");
  }
});
