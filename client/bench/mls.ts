import {
  type ClientState,
  createGroup,
  createGroupInfoWithExternalPubAndRatchetTree,
  generateKeyPackage,
  getCiphersuiteFromName,
  getCiphersuiteImpl,
  joinGroupExternal,
  makePskIndex,
  processPublicMessage,
} from "ts-mls";
import { defaultClientConfig } from "ts-mls/clientConfig.js";
import { decodeRatchetTree } from "ts-mls/ratchetTree.js";

import { copy, utf8 } from "../src/crypto/bytes.ts";
import { identityOf, linkPsk, pskId } from "../src/crypto/derive.ts";
import { externalCommit, type LinkPsk } from "../src/crypto/external.ts";
import { Group, makeKeyPackage } from "../src/crypto/group.ts";
import { decodeMessage, type Offer, readGroupInfo } from "../src/crypto/groupinfo.ts";
import { makeSuite, SUITE, type Suite } from "../src/crypto/suite.ts";
import { membersOf } from "../src/crypto/tree.ts";

/** MLS at a size: what the one who joins computes, and what each of the others does. Run in a page by bench/mls_sizes.py. */

const ROOM = "AAAAAAAAAAAAAAAAAAAAAA";

function psk(): LinkPsk {
  return { id: pskId(ROOM), secret: linkPsk(new Uint8Array(16).fill(7), ROOM) };
}

async function newcomer(): Promise<Suite> {
  return makeSuite(await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"]));
}

/** An offer from one's own group, which needs no check: else growing to N would take N times the check of a tree. */
async function unchecked(group: Group): Promise<Offer> {
  const message = decodeMessage(await group.groupInfo());
  if (message.wireformat !== "mls_group_info") throw new Error("not a GroupInfo");
  const info = message.groupInfo;
  const find = (type: string): Uint8Array => {
    const found = info.extensions.find(({ extensionType }) => extensionType === type);
    if (found === undefined) throw new Error(type);
    return found.extensionData;
  };
  const tree = decodeRatchetTree(find("ratchet_tree"), 0)?.[0];
  if (tree === undefined) throw new Error("tree");
  return { epoch: group.epoch, info, tree, externalPub: copy(find("external_pub").subarray(1)), members: membersOf(tree) };
}

export interface Figures {
  readonly members: number;
  readonly groupInfoBytes: number;
  readonly commitBytes: number;
  /** From the GroupInfo's bytes to a commit that can be sent with its new GroupInfo, ms. */
  readonly join: readonly number[];
  /** From the commit's bytes to the next epoch, ms. */
  readonly process: readonly number[];
  /** All media keys of the epoch, ms. */
  readonly keys: readonly number[];
}

/** A group of `members`, grown by external commits as rooms grow; then `repeats` times somebody joins. */
export async function measure(members: number, repeats: number): Promise<Figures> {
  const link = psk();
  const now = Date.now();
  const first = await newcomer();
  let group = await Group.create(ROOM, await makeKeyPackage(ROOM, first, now), link, first);
  while (group.members.length < members) {
    const suite = await newcomer();
    group = (await Group.join(ROOM, await unchecked(group), await makeKeyPackage(ROOM, suite, now), link, suite)).next;
  }
  const bytes = await group.groupInfo();
  const join: number[] = [];
  const process: number[] = [];
  const keys: number[] = [];
  let commitBytes = 0;
  for (let turn = 0; turn < repeats; turn++) {
    const suite = await newcomer();
    const own = await makeKeyPackage(ROOM, suite, now);
    const start = performance.now();
    const offer = await readGroupInfo(bytes, ROOM, suite, now);
    const step = await Group.join(ROOM, offer, own, link, suite);
    join.push(performance.now() - start);
    commitBytes = step.message.length;
    const received = performance.now();
    const outcome = await group.process(step.message, new Set(), now);
    process.push(performance.now() - received);
    if (outcome.kind !== "epoch") throw new Error(outcome.kind);
    const exporting = performance.now();
    await Promise.all(
      outcome.next.members.slice(0, 50).map(({ identity }) => outcome.next.exporter("folkmoot/livekit/v1", new TextEncoder().encode(identity), 32)),
    );
    keys.push(performance.now() - exporting);
    if (identityOf(ROOM, suite.publicKey) !== step.next.self.identity) throw new Error("identity");
  }
  return { members, groupInfoBytes: bytes.length, commitBytes, join, process, keys };
}

export interface LibraryFigures {
  readonly join: number;
  readonly process: number;
}

/** The same two steps by ts-mls as it comes, medians in ms: its own hashing, its own check of the tree, no pre-shared key. */
export async function measureLibrary(members: number, repeats: number): Promise<LibraryFigures> {
  const stock = await getCiphersuiteImpl(getCiphersuiteFromName(SUITE));
  const now = Date.now();
  const first = await newcomer();
  const own = await makeKeyPackage(ROOM, first, now);
  let state: ClientState = await createGroup(utf8(ROOM), own.publicPackage, own.privatePackage, [], first.impl);
  let suite = first;
  for (let size = 1; size < members; size++) {
    const info = await createGroupInfoWithExternalPubAndRatchetTree(state, [], suite.impl);
    const find = (type: string): Uint8Array => info.extensions.find(({ extensionType }) => extensionType === type)?.extensionData ?? new Uint8Array();
    const tree = decodeRatchetTree(find("ratchet_tree"), 0)?.[0];
    if (tree === undefined) throw new Error("tree");
    const offer: Offer = { epoch: size - 1, info, tree, externalPub: copy(find("external_pub")), members: membersOf(tree) };
    suite = await newcomer();
    ({ state } = await externalCommit(offer, await makeKeyPackage(ROOM, suite, now), null, psk(), suite, defaultClientConfig));
  }
  const info = await createGroupInfoWithExternalPubAndRatchetTree(state, [], suite.impl);
  const join: number[] = [];
  const process: number[] = [];
  for (let turn = 0; turn < repeats; turn++) {
    const guest = await generateKeyPackage(
      { credentialType: "basic", identity: utf8(String(turn).padStart(22, "0")) },
      { versions: ["mls10"], ciphersuites: [SUITE], extensions: [], proposals: [], credentials: ["basic"] },
      { notBefore: 0n, notAfter: 9999999999n },
      [],
      stock,
    );
    const start = performance.now();
    const { publicMessage } = await joinGroupExternal(info, guest.publicPackage, guest.privatePackage, false, stock);
    join.push(performance.now() - start);
    const received = performance.now();
    await processPublicMessage(state, publicMessage, makePskIndex(state, {}), { ...stock, signature: suite.impl.signature });
    process.push(performance.now() - received);
  }
  const median = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
  return { join: median(join), process: median(process) };
}

Object.assign(globalThis, { measureMls: measure, measureLibrary });
