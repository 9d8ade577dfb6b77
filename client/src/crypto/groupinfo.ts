import { type ClientState, decodeMlsMessage, encodeMlsMessage, type GroupInfo, type MLSMessage, type RatchetTree } from "ts-mls";
import { encode } from "ts-mls/codec/tlsEncoder.js";
import { varLenDataEncoder } from "ts-mls/codec/variableLength.js";
import { signGroupInfo, verifyGroupInfoSignature } from "ts-mls/groupInfo.js";
import { decodeRatchetTree, encodeRatchetTree } from "ts-mls/ratchetTree.js";

import { type Bytes, copy, equal, utf8 } from "./bytes.ts";
import { SUITE, type Suite } from "./suite.ts";
import { type Member, membersOf, validateTree } from "./tree.ts";

/** GroupInfo (RFC 9420 section 12.4.3) as our groups publish it: with ratchet_tree and external_pub, and nothing else. */

/** `undecodable`: no such MLS object. `foreign`: well formed, but not of our group. `invalid`: what it says is not so. */
export class GroupError extends Error {
  override readonly name = "GroupError";

  constructor(
    readonly code: "undecodable" | "foreign" | "invalid",
    options?: ErrorOptions,
  ) {
    super(code, options);
  }
}

/** A checked invitation to join by external commit. */
export interface Offer {
  readonly epoch: number;
  readonly info: GroupInfo;
  readonly tree: RatchetTree;
  readonly externalPub: Bytes;
  readonly members: readonly Member[];
}

/** Epochs grow by one at a time, so 2^53 is out of reach for honest ones. */
export function epochNumber(epoch: bigint): number {
  if (epoch > BigInt(Number.MAX_SAFE_INTEGER)) throw new GroupError("foreign");
  return Number(epoch);
}

/** The whole of `bytes` as one MLSMessage. The decoders throw errors of many kinds on bad bytes: all are `undecodable`. */
export function decodeMessage(bytes: Uint8Array): MLSMessage {
  let decoded: [MLSMessage, number] | undefined;
  try {
    decoded = decodeMlsMessage(bytes, 0);
  } catch (error) {
    throw new GroupError("undecodable", { cause: error });
  }
  if (decoded?.[1] !== bytes.length) throw new GroupError("undecodable");
  return decoded[0];
}

/** ts-mls 1.6.4 writes the bare key; the RFC's extension is a struct around it (section 12.4.3.2), and mls-rs wants that. */
export async function makeGroupInfo(state: ClientState, suite: Suite): Promise<Bytes> {
  const external = await suite.impl.hpke.deriveKeyPair(state.keySchedule.externalSecret);
  const externalPub = await suite.impl.hpke.exportPublicKey(external.publicKey);
  const groupInfo = await signGroupInfo(
    {
      groupContext: state.groupContext,
      extensions: [
        { extensionType: "external_pub", extensionData: encode(varLenDataEncoder)(externalPub) },
        { extensionType: "ratchet_tree", extensionData: encodeRatchetTree(state.ratchetTree) },
      ],
      confirmationTag: state.confirmationTag,
      signer: state.privatePath.leafIndex,
    },
    suite.signKey,
    suite.impl.signature,
  );
  return copy(encodeMlsMessage({ version: "mls10", wireformat: "mls_group_info", groupInfo }));
}

const X25519_LENGTH = 32;

function only(info: GroupInfo, type: "external_pub" | "ratchet_tree"): Uint8Array {
  const [found, ...more] = info.extensions.filter(({ extensionType }) => extensionType === type);
  if (found === undefined || more.length > 0) throw new GroupError("invalid");
  return found.extensionData;
}

function externalPubOf(info: GroupInfo): Bytes {
  const data = only(info, "external_pub");
  if (data.length !== 1 + X25519_LENGTH || data[0] !== X25519_LENGTH) throw new GroupError("invalid");
  return copy(data.subarray(1));
}

function treeOf(info: GroupInfo): RatchetTree {
  const data = only(info, "ratchet_tree");
  let decoded: [RatchetTree, number] | undefined;
  try {
    decoded = decodeRatchetTree(data, 0);
  } catch (error) {
    throw new GroupError("undecodable", { cause: error });
  }
  if (decoded?.[1] !== data.length) throw new GroupError("undecodable");
  return decoded[0];
}

/**
 * Decodes and checks all that a newcomer can check: ours by group id and suite, the tree (TreeError), the signer's signature. Who could not
 * make the group's key schedule is found out by the pre-shared key, not here. `now` in ms since 1970.
 */
export async function readGroupInfo(bytes: Uint8Array, room: string, suite: Suite, now: number): Promise<Offer> {
  const message = decodeMessage(bytes);
  if (message.wireformat !== "mls_group_info") throw new GroupError("undecodable");
  const info = message.groupInfo;
  const { groupContext } = info;
  if (!equal(groupContext.groupId, utf8(room)) || groupContext.cipherSuite !== SUITE) throw new GroupError("foreign");
  if (groupContext.extensions.length > 0) throw new GroupError("invalid");
  const epoch = epochNumber(groupContext.epoch);
  const tree = treeOf(info);
  await validateTree(tree, groupContext, room, suite, now);
  const signer = tree[info.signer * 2];
  if (signer?.nodeType !== "leaf") throw new GroupError("invalid");
  if (!(await verifyGroupInfoSignature(info, signer.leaf.signaturePublicKey, suite.impl.signature))) throw new GroupError("invalid");
  return { epoch, info, tree, externalPub: externalPubOf(info), members: membersOf(tree) };
}
