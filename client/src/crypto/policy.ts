import type { Commit, LeafNodeCommit, Proposal, PublicMessage, RatchetTree } from "ts-mls";

import { equal, hex, utf8 } from "./bytes.ts";
import { identityOf } from "./derive.ts";
import { leafFault, type Member } from "./tree.ts";

/**
 * Whether a commit is one that our protocol knows: docs/protocol.md sections 5 and 9. A library's check is not a policy check: ts-mls accepts an
 * external commit that evicts somebody else. Pure, so that every client decides alike; judged on the decoded message, before anything
 * is processed, because the library's callback does not see an external committer's leaf.
 */

export type Refusal =
  | "not_a_commit"
  | "wrong_group"
  | "wrong_epoch"
  | "sender"
  | "no_path"
  | "proposal_by_reference"
  | "proposal_kind"
  | "psk"
  | "evicts_another"
  | "identity"
  | "identity_taken"
  | "removes_nobody"
  | "removes_present"
  | "leaves_removed"
  | "removed"
  | "locked"
  | "key_changed"
  | "key_reused"
  | "leaf"
  | "library";

/** What the charter says of who may come and go. */
export interface Rules {
  readonly locked: boolean;
  /** Who may come in all the same. */
  readonly welcome: ReadonlySet<string>;
  readonly removed: ReadonlySet<string>;
  /** Somebody was removed, and the commit that takes them out has not come: whoever else has the old link must wait for the new one. */
  readonly due: boolean;
}

/** Of a room in which no moderator has decided anything. */
export const OPEN: Rules = { locked: false, welcome: new Set(), removed: new Set(), due: false };

/** The group as it stands before the commit. */
export interface Standing {
  readonly room: string;
  readonly epoch: number;
  readonly tree: RatchetTree;
  readonly members: readonly Member[];
  readonly pskId: Uint8Array;
  /** Identities for whom the log's last word is `left`. */
  readonly left: ReadonlySet<string>;
  readonly rules: Rules;
  /** ms since 1970. */
  readonly now: number;
}

class Refused extends Error {
  constructor(readonly reason: Refusal) {
    super(reason);
  }
}

function demand(condition: boolean, reason: Refusal): asserts condition {
  if (!condition) throw new Refused(reason);
}

/** null: the commit may be processed. */
export function judge(message: PublicMessage, standing: Standing): Refusal | null {
  try {
    check(message, standing);
    return null;
  } catch (error) {
    if (error instanceof Refused) return error.reason;
    throw error;
  }
}

function check({ content }: PublicMessage, standing: Standing): void {
  demand(content.contentType === "commit", "not_a_commit");
  demand(equal(content.groupId, utf8(standing.room)), "wrong_group");
  demand(content.epoch === BigInt(standing.epoch), "wrong_epoch");
  const { commit, sender } = content;
  const proposals = byValue(commit);
  // Every commit that we know of has one: external commits and removals must, and an empty commit is only its path.
  const leaf = commit.path?.leafNode;
  demand(leaf !== undefined, "no_path");
  if (sender.senderType === "new_member_commit") checkExternal(proposals, leaf, standing);
  else {
    demand(sender.senderType === "member", "sender");
    const committer = standing.members.find((member) => member.leaf === sender.leafIndex);
    demand(committer !== undefined, "sender");
    checkMember(proposals, leaf, committer, standing);
  }
  checkLeaf(leaf, standing);
  checkKeys(commit, standing.tree);
}

function byValue(commit: Commit): readonly Proposal[] {
  return commit.proposals.map((entry) => {
    demand(entry.proposalOrRefType === "proposal", "proposal_by_reference");
    return entry.proposal;
  });
}

/** Somebody joins, or comes back in the place of their own old leaf. */
function checkExternal(proposals: readonly Proposal[], leaf: LeafNodeCommit, standing: Standing): void {
  const known = proposals.every(({ proposalType }) => proposalType === "external_init" || proposalType === "psk" || proposalType === "remove");
  const inits = proposals.filter(({ proposalType }) => proposalType === "external_init");
  const removes = proposals.filter((proposal) => proposal.proposalType === "remove");
  demand(known && inits.length === 1 && removes.length <= 1, "proposal_kind");
  const [psk, ...more] = proposals.filter((proposal) => proposal.proposalType === "psk");
  demand(psk !== undefined && more.length === 0, "psk");
  const { preSharedKeyId } = psk.psk;
  demand(preSharedKeyId.psktype === "external" && equal(preSharedKeyId.pskId, standing.pskId), "psk");
  const removed = removes[0] && memberAt(removes[0].remove.removed, standing);
  demand(removed === undefined || equal(removed.signatureKey, leaf.signaturePublicKey), "evicts_another");
  // An identity is the fingerprint of its key (checkLeaf), so one check holds for both.
  const taken = standing.members.some((member) => member !== removed && equal(member.signatureKey, leaf.signaturePublicKey));
  demand(!taken, "identity_taken");
  checkDoor(leaf, removed !== undefined, standing);
}

/** Who comes back in the place of their own leaf was in the room before the door was shut. */
function checkDoor(leaf: LeafNodeCommit, returns: boolean, { room, rules }: Standing): void {
  const identity = identityOf(room, leaf.signaturePublicKey);
  demand(!rules.removed.has(identity), "removed");
  demand(returns || (!rules.due && (!rules.locked || rules.welcome.has(identity))), "locked");
}

/** A member takes out those who have left or been removed, or only renews its own keys. */
function checkMember(proposals: readonly Proposal[], leaf: LeafNodeCommit, committer: Member, standing: Standing): void {
  const removed = new Set<number>();
  for (const proposal of proposals) {
    demand(proposal.proposalType === "remove", "proposal_kind");
    const member = memberAt(proposal.remove.removed, standing);
    demand(member !== committer && !removed.has(member.leaf), "removes_nobody");
    demand(standing.left.has(member.identity) || standing.rules.removed.has(member.identity), "removes_present");
    removed.add(member.leaf);
  }
  // Nobody renews the room's keys around somebody who must go, least of all themselves.
  const kept = standing.members.some((member) => standing.rules.removed.has(member.identity) && !removed.has(member.leaf));
  demand(!kept, "leaves_removed");
  demand(equal(leaf.signaturePublicKey, committer.signatureKey), "key_changed");
}

function memberAt(leaf: number, standing: Standing): Member {
  const member = standing.members.find((candidate) => candidate.leaf === leaf);
  demand(member !== undefined, "removes_nobody");
  return member;
}

function checkLeaf(leaf: LeafNodeCommit, standing: Standing): void {
  const fault = leafFault(leaf, standing.room, standing.now);
  demand(fault !== "credential", "identity");
  demand(fault === null, "leaf");
}

/** RFC 9420 section 12.4.2: no key of the path may be in the tree already, nor twice in the path. */
function checkKeys(commit: Commit, tree: RatchetTree): void {
  const path = commit.path;
  if (path === undefined) return;
  const seen = new Set<string>();
  for (const node of tree) if (node !== undefined) seen.add(hex(node.nodeType === "leaf" ? node.leaf.hpkePublicKey : node.parent.hpkePublicKey));
  for (const key of [path.leafNode.hpkePublicKey, ...path.nodes.map((node) => node.hpkePublicKey)]) {
    demand(!seen.has(hex(key)), "key_reused");
    seen.add(hex(key));
  }
}
