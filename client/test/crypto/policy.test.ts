import fc from "fast-check";
import { type ClientState, createCommit, type Proposal, type PublicMessage } from "ts-mls";
import { defaultClientConfig } from "ts-mls/clientConfig.js";
import { encodeMlsMessage } from "ts-mls/message.js";
import { expect, test } from "vitest";

import { utf8 } from "../../src/crypto/bytes.ts";
import { pskId } from "../../src/crypto/derive.ts";
import { externalCommit } from "../../src/crypto/external.ts";
import { decodeCommit, type Group } from "../../src/crypto/group.ts";
import { type Offer, readGroupInfo } from "../../src/crypto/groupinfo.ts";
import { judge, OPEN, type Rules, type Standing } from "../../src/crypto/policy.ts";

import { packageClaiming, PSK, processed, ROOM, room, someone, type Someone } from "./people.ts";

/** Everything a member or a holder of the link could try, made with the library and none of our checks. */

type CommitMessage = PublicMessage & { content: { contentType: "commit" } };

function commitOf(bytes: Uint8Array): CommitMessage {
  const message = decodeCommit(bytes);
  if (message.content.contentType !== "commit") throw new Error("no commit");
  return message as CommitMessage;
}

async function offerOf(group: Group, who: Someone): Promise<Offer> {
  return readGroupInfo(await group.groupInfo(), ROOM, who.suite, Date.now());
}

function standingOf(offer: Offer, left: readonly string[] = [], rules: Partial<Rules> = {}): Standing {
  const { epoch, tree, members } = offer;
  return { room: ROOM, epoch, tree, members, pskId: pskId(ROOM), left: new Set(left), rules: { ...OPEN, ...rules }, now: Date.now() };
}

/** Three honest members and one who is inside with the library's own state. */
async function withEvil(): Promise<{ groups: Group[]; people: Someone[]; evil: Someone; state: ClientState; standing: (left?: readonly string[], rules?: Partial<Rules>) => Standing }> {
  const { groups, people } = await room(3);
  const evil = await someone();
  const before = await offerOf(groups[0] as Group, evil);
  const { message, state } = await externalCommit(before, evil.own, null, PSK, evil.suite, defaultClientConfig);
  for (const [i, group] of groups.entries()) groups[i] = await processed(group, message);
  const offer = await offerOf(groups[0] as Group, evil);
  return { groups, people, evil, state, standing: (left, rules) => standingOf(offer, left, rules) };
}

async function evilCommit(state: ClientState, evil: Someone, extraProposals: Proposal[]): Promise<Uint8Array> {
  const { commit } = await createCommit({ state, cipherSuite: evil.suite.impl }, { wireAsPublicMessage: true, extraProposals });
  return encodeMlsMessage(commit);
}

test("an external commit that evicts somebody else", async () => {
  const { groups } = await room(3);
  const evil = await someone();
  const offer = await offerOf(groups[0] as Group, evil);
  const { message } = await externalCommit(offer, evil.own, 1, PSK, evil.suite, defaultClientConfig);
  expect(judge(commitOf(message), standingOf(offer))).toBe("evicts_another");
  expect(await (groups[0] as Group).process(message, new Set(), Date.now())).toEqual({ kind: "refused", reason: "evicts_another" });
});

test("an external commit in somebody's name, with another key", async () => {
  const { groups, people } = await room(2);
  const evil = await someone();
  const offer = await offerOf(groups[0] as Group, evil);
  const own = await packageClaiming((people[1] as Someone).identity, evil);
  const beside = await externalCommit(offer, own, null, PSK, evil.suite, defaultClientConfig);
  expect(judge(commitOf(beside.message), standingOf(offer))).toBe("identity");
  const instead = await externalCommit(offer, own, 1, PSK, evil.suite, defaultClientConfig);
  expect(judge(commitOf(instead.message), standingOf(offer))).toBe("evicts_another");
});

test("the same person twice", async () => {
  const { groups, people } = await room(2);
  const again = await someone((people[1] as Someone).keys);
  const offer = await offerOf(groups[0] as Group, again);
  const { message } = await externalCommit(offer, again.own, null, PSK, again.suite, defaultClientConfig);
  expect(judge(commitOf(message), standingOf(offer))).toBe("identity_taken");
});

test("an add, other extensions, a new beginning", async () => {
  const { groups, evil, state, standing } = await withEvil();
  const stranger = await someone();
  const kinds: Proposal[] = [
    { proposalType: "add", add: { keyPackage: stranger.own.publicPackage } },
    { proposalType: "group_context_extensions", groupContextExtensions: { extensions: [] } },
    { proposalType: "reinit", reinit: { groupId: utf8("x"), version: "mls10", cipherSuite: state.groupContext.cipherSuite, extensions: [] } },
  ];
  for (const kind of kinds) {
    const alone = await evilCommit(state, evil, [kind]);
    // Without a path already refused; with one, by its kind.
    expect(judge(commitOf(alone), standing())).toBe("no_path");
    const message = commitOf(await evilCommit(state, evil, []));
    message.content.commit.proposals = [{ proposalOrRefType: "proposal", proposal: kind }];
    expect(judge(message, standing())).toBe("proposal_kind");
    expect((await (groups[0] as Group).process(alone, new Set(), Date.now())).kind).toBe("refused");
  }
});

test("a removal of somebody present, of somebody twice, of nobody, of oneself", async () => {
  const { people, evil, state, standing } = await withEvil();
  const remove = (removed: number): Proposal => ({ proposalType: "remove", remove: { removed } });
  const { identity } = people[1] as Someone;
  const one = await evilCommit(state, evil, [remove(1)]);
  expect(judge(commitOf(one), standing())).toBe("removes_present");
  expect(judge(commitOf(one), standing([identity]))).toBeNull();
  const message = commitOf(one);
  const [proposal] = message.content.commit.proposals;
  if (proposal === undefined) throw new Error("no proposal");
  const cases: [number[], string][] = [
    [[1, 1], "removes_nobody"],
    [[7], "removes_nobody"],
    [[state.privatePath.leafIndex], "removes_nobody"],
    [[1, 2], "removes_present"],
  ];
  for (const [leaves, reason] of cases) {
    message.content.commit.proposals = leaves.map((leaf) => ({ proposalOrRefType: "proposal", proposal: remove(leaf) }));
    expect(judge(message, standing([identity, evil.identity]))).toBe(reason);
  }
});

test("who was removed: everybody may take them out, nobody renews keys around them, and they do not come in", async () => {
  const { groups, people, evil, state, standing } = await withEvil();
  const remove = (removed: number): Proposal => ({ proposalType: "remove", remove: { removed } });
  const { identity } = people[1] as Someone;
  const rules = { removed: new Set([identity]), due: true };
  expect(judge(commitOf(await evilCommit(state, evil, [remove(1)])), standing([], rules))).toBeNull();
  expect(judge(commitOf(await evilCommit(state, evil, [remove(2)])), standing([(people[2] as Someone).identity], rules))).toBe("leaves_removed");
  expect(judge(commitOf(await evilCommit(state, evil, [])), standing([], rules))).toBe("leaves_removed");
  // The removed one can renew nothing either, nor take out somebody else.
  const own = { removed: new Set([evil.identity]), due: true };
  expect(judge(commitOf(await evilCommit(state, evil, [])), standing([], own))).toBe("leaves_removed");
  expect(judge(commitOf(await evilCommit(state, evil, [remove(1)])), standing([identity], own))).toBe("leaves_removed");
  // Nor come back in the place of the old leaf, nor after it has gone.
  const again = await someone(evil.keys);
  const offer = await offerOf(groups[0] as Group, again);
  const back = await externalCommit(offer, again.own, state.privatePath.leafIndex, PSK, again.suite, defaultClientConfig);
  expect(judge(commitOf(back.message), standingOf(offer, [], own))).toBe("removed");
  expect(judge(commitOf(back.message), standingOf(offer))).toBeNull();
});

test("a locked room, and one that waits for its new link: only who was inside comes back", async () => {
  const { groups, people } = await room(2);
  const [guest, returner] = [await someone(), await someone((people[1] as Someone).keys)];
  const offer = await offerOf(groups[0] as Group, guest);
  const join = commitOf((await externalCommit(offer, guest.own, null, PSK, guest.suite, defaultClientConfig)).message);
  const back = commitOf((await externalCommit(offer, returner.own, 1, PSK, returner.suite, defaultClientConfig)).message);
  const welcome = new Set([guest.identity]);
  expect(judge(join, standingOf(offer, [], { locked: true }))).toBe("locked");
  expect(judge(join, standingOf(offer, [], { locked: true, welcome }))).toBeNull();
  expect(judge(join, standingOf(offer, [], { locked: false, welcome, due: true }))).toBe("locked");
  expect(judge(back, standingOf(offer, [], { locked: true, due: true }))).toBeNull();
});

test("a commit without a path, by reference, by an outsider, with somebody's key, with a used key, with a bare leaf", async () => {
  const { people, evil, state, standing } = await withEvil();
  const fresh = async (): Promise<CommitMessage> => commitOf(await evilCommit(state, evil, []));
  const path = (message: CommitMessage): NonNullable<CommitMessage["content"]["commit"]["path"]> => {
    if (message.content.commit.path === undefined) throw new Error("no path");
    return message.content.commit.path;
  };
  expect(judge(await fresh(), standing())).toBeNull();
  const pathless = await fresh();
  pathless.content.commit.path = undefined;
  expect(judge(pathless, standing())).toBe("no_path");
  const referring = await fresh();
  referring.content.commit.proposals = [{ proposalOrRefType: "reference", reference: new Uint8Array(32) }];
  expect(judge(referring, standing())).toBe("proposal_by_reference");
  const outside = await fresh();
  outside.content.sender = { senderType: "external", senderIndex: 0 };
  expect(judge(outside, standing())).toBe("sender");
  const blank = await fresh();
  blank.content.sender = { senderType: "member", leafIndex: 40 };
  expect(judge(blank, standing())).toBe("sender");
  const another = await fresh();
  path(another).leafNode.signaturePublicKey = (people[0] as Someone).suite.publicKey;
  expect(judge(another, standing())).toBe("key_changed");
  const renamed = await fresh();
  path(renamed).leafNode.credential = { credentialType: "basic", identity: utf8((people[0] as Someone).identity) };
  expect(judge(renamed, standing())).toBe("identity");
  const used = await fresh();
  const [known] = standing().tree;
  path(used).leafNode.hpkePublicKey = known?.nodeType === "leaf" ? known.leaf.hpkePublicKey : new Uint8Array();
  expect(judge(used, standing())).toBe("key_reused");
  const bare = await fresh();
  path(bare).leafNode.capabilities = { ...path(bare).leafNode.capabilities, credentials: [] };
  expect(judge(bare, standing())).toBe("leaf");
});

test("whatever is proposed: accepted is only what the protocol knows, and everybody decides alike", async () => {
  const { people, evil, state, standing } = await withEvil();
  const bytes = await evilCommit(state, evil, []);
  const id = { psktype: "external" as const, pskId: pskId(ROOM), pskNonce: new Uint8Array(32) };
  const anyProposal: fc.Arbitrary<Proposal> = fc.oneof(
    fc.nat(6).map((removed): Proposal => ({ proposalType: "remove", remove: { removed } })),
    fc.constant<Proposal>({ proposalType: "psk", psk: { preSharedKeyId: id } }),
    fc.constant<Proposal>({ proposalType: "external_init", externalInit: { kemOutput: new Uint8Array(32) } }),
    fc.integer({ min: 9, max: 65535 }).map((proposalType): Proposal => ({ proposalType, proposalData: new Uint8Array() })),
  );
  const identities = people.map(({ identity }) => identity);
  fc.assert(
    fc.property(fc.array(anyProposal, { maxLength: 4 }), fc.subarray(identities), fc.boolean(), (proposals, left, external) => {
      const message = commitOf(bytes);
      message.content.commit.proposals = proposals.map((proposal) => ({ proposalOrRefType: "proposal", proposal }));
      if (external) message.content.sender = { senderType: "new_member_commit" };
      const here = standing(left);
      const verdict = judge(message, here);
      expect(judge(message, standing(left))).toBe(verdict);
      if (verdict !== null) return;
      const removed = proposals.flatMap((proposal) => (proposal.proposalType === "remove" ? [(proposal.remove).removed] : []));
      const members = removed.map((leaf) => here.members.find((member) => member.leaf === leaf)?.identity);
      if (external) expect(members).toEqual([evil.identity]);
      else {
        expect(proposals.every(({ proposalType }) => proposalType === "remove")).toBe(true);
        expect(members.every((identity) => identity !== undefined && left.includes(identity))).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
});
