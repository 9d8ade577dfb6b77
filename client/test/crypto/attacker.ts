import { createInterface } from "node:readline";

import { type ClientState, createCommit } from "ts-mls";
import { defaultClientConfig } from "ts-mls/clientConfig.js";
import { encodeMlsMessage } from "ts-mls/message.js";

import { hex } from "../../src/crypto/bytes.ts";
import { externalCommit, type LinkPsk, pskIndexOf } from "../../src/crypto/external.ts";
import { decodeCommit, Group } from "../../src/crypto/group.ts";
import { makeGroupInfo, type Offer, readGroupInfo } from "../../src/crypto/groupinfo.ts";
import { membersOf } from "../../src/crypto/tree.ts";

import { hexToBytes, keysFromSeed, packageClaiming, pskFor, someone, type Someone } from "./people.ts";

/**
 * Somebody who has the link, or pretends to, and a client of their own, for tests/journeys/holder.py: JSON lines in and out. Their commits are
 * well made and signed; what is wrong with them is only what they were asked for, and none of our checks is in the way.
 */

type Way = "honest" | "without_psk" | "other_psk" | "other_secret" | "evicts" | "poses";

type Question =
  | { readonly act: "begin"; readonly room: string; readonly seed: string; readonly secret: string }
  /** `victim`: identity of who is evicted, or whose place is taken in their own name. */
  | { readonly act: "enter"; readonly info: string; readonly way: Way; readonly victim: string }
  /** After having entered. */
  | { readonly act: "remove"; readonly victim: string }
  /** A group that nobody else has ever been in. */
  | { readonly act: "invent"; readonly epoch: number };

interface Begun {
  readonly room: string;
  readonly secret: Uint8Array;
  readonly who: Someone;
}

let begun: Begun | null = null;
let inside: { readonly state: ClientState; readonly psk: LinkPsk } | null = null;

const random = (length: number): Uint8Array<ArrayBuffer> => crypto.getRandomValues(new Uint8Array(length));

function pskOf(way: Way, { room, secret }: Begun): LinkPsk {
  const own = pskFor(room, way === "other_secret" ? random(16) : secret);
  return way === "other_psk" ? { ...own, id: random(own.id.length) } : own;
}

/** The signature is over the proposals, so this one breaks it; a member looks at the proposals first. */
function withoutPsk(message: Uint8Array): Uint8Array {
  const publicMessage = decodeCommit(message);
  if (publicMessage.content.contentType !== "commit") throw new Error("no commit");
  const { commit } = publicMessage.content;
  commit.proposals = commit.proposals.filter((entry) => entry.proposalOrRefType !== "proposal" || entry.proposal.proposalType !== "psk");
  return encodeMlsMessage({ version: "mls10", wireformat: "mls_public_message", publicMessage });
}

function leafOf(members: Offer["members"], identity: string): number {
  const found = members.find((member) => member.identity === identity);
  if (found === undefined) throw new Error("nobody of that name");
  return found.leaf;
}

async function enter(me: Begun, info: string, way: Way, victim: string): Promise<Record<string, string>> {
  const { suite, own } = me.who;
  const offer = await readGroupInfo(hexToBytes(info), me.room, suite, Date.now());
  const evicted = way === "evicts" || way === "poses" ? leafOf(offer.members, victim) : null;
  const claiming = way === "poses" ? await packageClaiming(victim, me.who) : own;
  const psk = pskOf(way, me);
  const { message, state } = await externalCommit(offer, claiming, evicted, psk, suite, defaultClientConfig);
  inside = { state, psk };
  return { message: hex(way === "without_psk" ? withoutPsk(message) : message), info: hex(await makeGroupInfo(state, suite)) };
}

async function remove(me: Begun, victim: string): Promise<Record<string, string>> {
  if (inside === null) throw new Error("not inside");
  const { state, psk } = inside;
  const removed = leafOf(membersOf(state.ratchetTree), victim);
  const { commit, newState } = await createCommit(
    { state, cipherSuite: me.who.suite.impl, pskIndex: pskIndexOf(psk) },
    { wireAsPublicMessage: true, extraProposals: [{ proposalType: "remove", remove: { removed } }] },
  );
  return { message: hex(encodeMlsMessage(commit)), info: hex(await makeGroupInfo(newState, me.who.suite)) };
}

async function invent({ room, who }: Begun, epoch: number): Promise<Record<string, string>> {
  let group = await Group.create(room, who.own, pskFor(room, random(16)), who.suite);
  while (group.epoch < epoch) group = (await group.update()).next;
  return { info: hex(await group.groupInfo()) };
}

async function answer(question: Question): Promise<Record<string, string>> {
  if (question.act === "begin") {
    const { room, seed, secret } = question;
    begun = { room, secret: hexToBytes(secret), who: await someone(await keysFromSeed(hexToBytes(seed)), room) };
    return { identity: begun.who.identity };
  }
  if (begun === null) throw new Error("not begun");
  switch (question.act) {
    case "enter":
      return enter(begun, question.info, question.way, question.victim);
    case "remove":
      return remove(begun, question.victim);
    case "invent":
      return invent(begun, question.epoch);
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await answer(JSON.parse(line) as Question))}\n`);
}
