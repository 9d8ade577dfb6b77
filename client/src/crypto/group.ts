import { type ClientConfig, type ClientState, createCommit, createGroup, generateKeyPackageWithKey, mlsExporter, processPublicMessage, type PublicMessage } from "ts-mls";
import { defaultClientConfig } from "ts-mls/clientConfig.js";
import { encodeMlsMessage } from "ts-mls/message.js";

import { type Bytes, copy, equal, utf8 } from "./bytes.ts";
import { identityOf } from "./derive.ts";
import { externalCommit, type LinkPsk, type OwnKeyPackage, pskIndexOf } from "./external.ts";
import { decodeMessage, epochNumber, GroupError, makeGroupInfo, type Offer } from "./groupinfo.ts";
import { judge, OPEN, type Refusal, type Rules } from "./policy.ts";
import { SUITE, type Suite } from "./suite.ts";
import { type Member, membersOf } from "./tree.ts";

/** The MLS group at one epoch (RFC 9420). Every step gives a new Group and leaves this one as it was, until it is wiped. */

/** A commit of ours, and what follows if the delivery service takes it. */
export interface Step {
  readonly message: Bytes;
  readonly groupInfo: Bytes;
  readonly next: Group;
}

export type Outcome =
  /** `came`: who made an external commit, and so has a new leaf. */
  | { readonly kind: "epoch"; readonly next: Group; readonly came: string | null }
  /** The commit takes us out; we cannot know the next epoch. */
  | { readonly kind: "removed" }
  | { readonly kind: "refused"; readonly reason: Refusal };

const DAY_S = 86_400;

function clientConfig(room: string): ClientConfig {
  return {
    ...defaultClientConfig,
    // 0 would keep all; after each step the one kept epoch is dropped too.
    keyRetentionConfig: { ...defaultClientConfig.keyRetentionConfig, retainKeysForEpochs: 1 },
    authService: {
      validateCredential: (credential, key) =>
        Promise.resolve(credential.credentialType === "basic" && equal(credential.identity, utf8(identityOf(room, key)))),
    },
  };
}

/** Our leaf as we offer it: no name, the identity only. A day for clocks that are wrong, and longer than any room stands. */
export function makeKeyPackage(room: string, suite: Suite, now: number): Promise<OwnKeyPackage> {
  const second = BigInt(Math.floor(now / 1000));
  return generateKeyPackageWithKey(
    { credentialType: "basic", identity: utf8(identityOf(room, suite.publicKey)) },
    { versions: ["mls10"], ciphersuites: [SUITE], extensions: [], proposals: [], credentials: ["basic"] },
    { notBefore: second - BigInt(DAY_S), notAfter: second + BigInt(90 * DAY_S) },
    [],
    { signKey: suite.signKey, publicKey: suite.publicKey },
    suite.impl,
  );
}

/** The commit in an MLSMessage, or GroupError. */
export function decodeCommit(bytes: Uint8Array): PublicMessage {
  const message = decodeMessage(bytes);
  if (message.wireformat !== "mls_public_message") throw new GroupError("undecodable");
  return message.publicMessage;
}

export class Group {
  readonly members: readonly Member[];
  readonly epoch: number;
  readonly #state: ClientState;
  readonly #suite: Suite;
  readonly #psk: LinkPsk;

  private constructor(
    readonly room: string,
    state: ClientState,
    psk: LinkPsk,
    suite: Suite,
  ) {
    this.#state = { ...state, historicalReceiverData: new Map(), privatePath: pruned(state) };
    this.#psk = psk;
    this.#suite = suite;
    this.members = membersOf(state.ratchetTree);
    this.epoch = epochNumber(state.groupContext.epoch);
  }

  /** The group of one, at epoch 0. */
  static async create(room: string, own: OwnKeyPackage, psk: LinkPsk, suite: Suite): Promise<Group> {
    const state = await createGroup(utf8(room), own.publicPackage, own.privatePackage, [], suite.impl, clientConfig(room));
    return new Group(room, state, psk, suite);
  }

  /** By external commit; takes out one's own old leaf where there is one. */
  static async join(room: string, offer: Offer, own: OwnKeyPackage, psk: LinkPsk, suite: Suite): Promise<Step> {
    const old = offer.members.find((member) => equal(member.signatureKey, suite.publicKey));
    const { message, state } = await externalCommit(offer, own, old?.leaf ?? null, psk, suite, clientConfig(room));
    const next = new Group(room, state, psk, suite);
    return { message, groupInfo: await next.groupInfo(), next };
  }

  get self(): Member {
    const { leafIndex } = this.#state.privatePath;
    const self = this.members.find((member) => member.leaf === leafIndex);
    if (self === undefined) throw new GroupError("invalid");
    return self;
  }

  /** RFC 9420 section 8.7. A copy, which the caller wipes. */
  get authenticator(): Bytes {
    return copy(this.#state.keySchedule.epochAuthenticator);
  }

  /** MLS-Exporter, RFC 9420 section 8.5. */
  async exporter(label: string, context: Uint8Array, length: number): Promise<Bytes> {
    return copy(await mlsExporter(this.#state.keySchedule.exporterSecret, label, context, length, this.#suite.impl));
  }

  groupInfo(): Promise<Bytes> {
    return makeGroupInfo(this.#state, this.#suite);
  }

  /** A commit that takes out these leaves. Always with a path: without one the removed would compute the next epoch. */
  async remove(leaves: readonly number[]): Promise<Step> {
    const extraProposals = leaves.map((removed) => ({ proposalType: "remove" as const, remove: { removed } }));
    return this.#commit({ extraProposals });
  }

  /** A commit that only renews our own keys. */
  update(): Promise<Step> {
    return this.#commit({});
  }

  async #commit(what: { extraProposals?: { proposalType: "remove"; remove: { removed: number } }[] }): Promise<Step> {
    const { commit, newState } = await createCommit(
      { state: this.#state, cipherSuite: this.#suite.impl, pskIndex: pskIndexOf(this.#psk) },
      { wireAsPublicMessage: true, ...what },
    );
    if (commit.wireformat !== "mls_public_message") throw new GroupError("invalid");
    const { content } = commit.publicMessage;
    if (content.contentType !== "commit" || content.commit.path === undefined) throw new GroupError("invalid");
    const next = new Group(this.room, newState, this.#psk, this.#suite);
    return { message: copy(encodeMlsMessage(commit)), groupInfo: await next.groupInfo(), next };
  }

  /** The same epoch, for whose successors another link opens the door. This one is of no use afterwards. */
  withLink(psk: LinkPsk): Group {
    return new Group(this.room, this.#state, psk, this.#suite);
  }

  /** Judges and applies a commit of somebody else. `left`: identities whose last word in the log is `left`; `now` in ms since 1970. */
  async process(bytes: Uint8Array, left: ReadonlySet<string>, now: number, rules: Rules = OPEN): Promise<Outcome> {
    let message: PublicMessage;
    try {
      message = decodeCommit(bytes);
    } catch (error) {
      if (error instanceof GroupError) return { kind: "refused", reason: "not_a_commit" };
      throw error;
    }
    const { room, epoch, members } = this;
    const reason = judge(message, { room, epoch, members, tree: this.#state.ratchetTree, pskId: this.#psk.id, left, rules, now });
    return reason === null ? this.#apply(message) : { kind: "refused", reason };
  }

  async #apply(message: PublicMessage): Promise<Outcome> {
    let state: ClientState;
    try {
      ({ newState: state } = await processPublicMessage(this.#state, message, pskIndexOf(this.#psk), this.#suite.impl));
    } catch {
      // Bad signatures, tags and paths, with an error class for each: to us all of them are a commit that does not count.
      return { kind: "refused", reason: "library" };
    }
    if (state.groupActiveState.kind === "removedFromGroup") return { kind: "removed" };
    return { kind: "epoch", next: new Group(this.room, state, this.#psk, this.#suite), came: newcomer(this.room, message) };
  }

  /** Overwrites this epoch's secrets, but for the path keys that `successor` still has. The Group is of no use afterwards. */
  wipe(successor?: Group): void {
    const { keySchedule, privatePath } = this.#state;
    for (const secret of Object.values(keySchedule) as Uint8Array[]) secret.fill(0);
    const kept = new Set(successor === undefined ? [] : Object.values(successor.#state.privatePath.privateKeys));
    for (const key of Object.values(privatePath.privateKeys)) if (!kept.has(key)) key.fill(0);
  }
}

/** Private keys of nodes that have been blanked are of no use to us and all the more to a thief. */
function pruned({ privatePath, ratchetTree }: ClientState): ClientState["privatePath"] {
  const live = Object.entries(privatePath.privateKeys).filter(([node]) => ratchetTree[Number(node)] !== undefined);
  return { ...privatePath, privateKeys: Object.fromEntries(live) };
}

function newcomer(room: string, { content }: PublicMessage): string | null {
  if (content.sender.senderType !== "new_member_commit" || content.contentType !== "commit") return null;
  const leaf = content.commit.path?.leafNode;
  return leaf === undefined ? null : identityOf(room, leaf.signaturePublicKey);
}
