import type { ClientConfig, ClientState, KeyPackage, PreSharedKeyID, PrivateKeyPackage, Proposal, RatchetTree } from "ts-mls";
import { exportSecret, nextEpochContext } from "ts-mls/clientState.js";
import { createConfirmationTag, createContentCommitSignature, type FramedContentCommit } from "ts-mls/framedContent.js";
import { initializeEpoch } from "ts-mls/keySchedule.js";
import { encodeMlsMessage } from "ts-mls/message.js";
import { protectPublicMessage } from "ts-mls/messageProtectionPublic.js";
import { getCommitSecret, pathToPathSecrets } from "ts-mls/pathSecrets.js";
import { toPrivateKeyPath, updateLeafKey } from "ts-mls/privateKeyPath.js";
import { accumulatePskSecret, type PskIndex } from "ts-mls/pskIndex.js";
import { addLeafNode, removeLeafNode } from "ts-mls/ratchetTree.js";
import { createSecretTree } from "ts-mls/secretTree.js";
import { treeHashRoot } from "ts-mls/treeHash.js";
import { leafWidth, nodeToLeafIndex, toLeafIndex, toNodeIndex } from "ts-mls/treemath.js";
import { createUpdatePath } from "ts-mls/updatePath.js";

import { type Bytes, copy } from "./bytes.ts";
import type { Offer } from "./groupinfo.ts";
import type { Suite } from "./suite.ts";

/**
 * External commit (RFC 9420 section 12.4.3.2) with one external pre-shared key. `joinGroupExternal` of ts-mls 1.6.4 has no place for a
 * PreSharedKey proposal, and without one whoever knows the room id could join.
 */

export interface LinkPsk {
  readonly id: Bytes;
  readonly secret: Bytes;
}

export interface OwnKeyPackage {
  readonly publicPackage: KeyPackage;
  readonly privatePackage: PrivateKeyPackage;
}

/** Finds the link's key and no other, so that a resumption key cannot stand in for it. */
export function pskIndexOf(psk: LinkPsk): PskIndex {
  const id = psk.id.join();
  return { findPsk: (asked) => (asked.psktype === "external" && asked.pskId.join() === id ? psk.secret : undefined) };
}

interface Path {
  readonly tree: RatchetTree;
  readonly commitSecret: Uint8Array;
  readonly privatePath: ClientState["privatePath"];
  readonly update: Awaited<ReturnType<typeof createUpdatePath>>[1];
}

/** ts-mls 1.6.4 cannot take the only leaf out of a tree, as who comes back alone must. */
function withoutLeaf(tree: RatchetTree, leaf: number): RatchetTree {
  const others = tree.some((node, index) => node?.nodeType === "leaf" && index !== leaf * 2);
  return others ? removeLeafNode(tree, toLeafIndex(leaf)) : [undefined];
}

/** The newcomer's leaf in its place, and new keys from there to the root. */
async function makePath(offer: Offer, own: OwnKeyPackage, replaces: number | null, suite: Suite): Promise<Path> {
  const base = replaces === null ? offer.tree : withoutLeaf(offer.tree, replaces);
  const [withLeaf, nodeIndex] = addLeafNode(base, own.publicPackage.leafNode);
  const leaf = nodeToLeafIndex(nodeIndex);
  const { impl } = suite;
  const [tree, update, pathSecrets, leafKey] = await createUpdatePath(withLeaf, leaf, offer.info.groupContext, suite.signKey, impl);
  const byNode = await toPrivateKeyPath(pathToPathSecrets(pathSecrets), leaf, impl);
  const privatePath = updateLeafKey(byNode, await impl.hpke.exportPrivateKey(leafKey));
  const last = pathSecrets.at(-1);
  const commitSecret =
    last === undefined ? new Uint8Array(impl.kdf.size) : await getCommitSecret(tree, toNodeIndex(last.nodeIndex), last.secret, impl.kdf);
  for (const { secret } of pathSecrets) secret.fill(0);
  return { tree, commitSecret, privatePath, update };
}

/**
 * A commit that joins the group of a checked offer, and the state after it. `replaces` is one's own old leaf, on a return. Nothing
 * of the offer is changed, so a commit that loses can simply be forgotten.
 */
export async function externalCommit(
  offer: Offer,
  own: OwnKeyPackage,
  replaces: number | null,
  psk: LinkPsk,
  suite: Suite,
  clientConfig: ClientConfig,
): Promise<{ readonly message: Bytes; readonly state: ClientState }> {
  const { impl } = suite;
  const { groupContext, confirmationTag: before } = offer.info;
  const { enc, secret: initSecret } = await exportSecret(offer.externalPub, impl);
  const path = await makePath(offer, own, replaces, suite);
  const id: PreSharedKeyID = { psktype: "external", pskId: psk.id, pskNonce: impl.rng.randomBytes(impl.kdf.size) };
  const [pskSecret] = await accumulatePskSecret([id], pskIndexOf(psk), impl, new Uint8Array(impl.kdf.size));
  const proposals: Proposal[] = [
    { proposalType: "external_init", externalInit: { kemOutput: enc } },
    ...(replaces === null ? [] : [{ proposalType: "remove" as const, remove: { removed: replaces } }]),
    { proposalType: "psk", psk: { preSharedKeyId: id } },
  ];
  const commit = { proposals: proposals.map((proposal) => ({ proposalOrRefType: "proposal" as const, proposal })), path: path.update };
  const sender = { senderType: "new_member_commit" as const };
  const { signature, framedContent } = await createContentCommitSignature(
    groupContext,
    "mls_public_message",
    commit,
    sender,
    new Uint8Array(),
    suite.signKey,
    impl.signature,
  );
  const treeHash = await treeHashRoot(path.tree, impl.hash);
  const context = await nextEpochContext(groupContext, "mls_public_message", framedContent, signature, treeHash, before, impl.hash);
  const epoch = await initializeEpoch(initSecret, path.commitSecret, context, pskSecret, impl.kdf);
  const confirmationTag = await createConfirmationTag(epoch.keySchedule.confirmationKey, context.confirmedTranscriptHash, impl.hash);
  const state: ClientState = {
    ratchetTree: path.tree,
    groupContext: context,
    secretTree: await createSecretTree(leafWidth(path.tree.length), epoch.encryptionSecret, impl.kdf),
    privatePath: path.privatePath,
    confirmationTag,
    historicalReceiverData: new Map(),
    signaturePrivateKey: suite.signKey,
    keySchedule: epoch.keySchedule,
    unappliedProposals: {},
    groupActiveState: { kind: "active" },
    clientConfig,
  };
  const message = await encodeCommit(framedContent, signature, state, suite);
  for (const secret of [path.commitSecret, initSecret, pskSecret, epoch.joinerSecret, epoch.encryptionSecret, epoch.welcomeSecret]) secret.fill(0);
  return { message, state };
}

async function encodeCommit(content: FramedContentCommit, signature: Uint8Array, state: ClientState, suite: Suite): Promise<Bytes> {
  const auth = { signature, confirmationTag: state.confirmationTag, contentType: "commit" as const };
  // A newcomer's message has no membership tag (RFC 9420 section 6.2); the key is asked for and not used.
  const { membershipKey } = state.keySchedule;
  const authenticated = { content, auth, wireformat: "mls_public_message" as const };
  const publicMessage = await protectPublicMessage(membershipKey, state.groupContext, authenticated, suite.impl);
  return copy(encodeMlsMessage({ version: "mls10", wireformat: "mls_public_message", publicMessage }));
}
