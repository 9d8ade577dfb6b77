import { readFileSync } from "node:fs";

import type { GroupContext, RatchetTree } from "ts-mls";
import { decodeAuthenticatedContent } from "ts-mls/authenticatedContent.js";
import { encode } from "ts-mls/codec/tlsEncoder.js";
import { decryptWithLabel, encryptWithLabel } from "ts-mls/crypto/hpke.js";
import { refhash } from "ts-mls/crypto/hash.js";
import { deriveSecret, deriveTreeSecret, expandWithLabel } from "ts-mls/crypto/kdf.js";
import { signWithLabel, verifyWithLabel } from "ts-mls/crypto/signature.js";
import { groupContextEncoder } from "ts-mls/groupContext.js";
import { initializeEpoch, mlsExporter } from "ts-mls/keySchedule.js";
import { verifyLeafNodeSignature } from "ts-mls/leafNode.js";
import type { PreSharedKeyID } from "ts-mls/presharedkey.js";
import { accumulatePskSecret } from "ts-mls/pskIndex.js";
import { decodeRatchetTree } from "ts-mls/ratchetTree.js";
import { treeHashRoot } from "ts-mls/treeHash.js";
import { createConfirmedHash, createInterimHash } from "ts-mls/transcriptHash.js";
import { beforeAll, describe, expect, test } from "vitest";

import { hex } from "../../src/crypto/bytes.ts";
import { makeSuite, type Suite, SUITE } from "../../src/crypto/suite.ts";
import { validateTree } from "../../src/crypto/tree.ts";

import { hexToBytes as bytes, keyPair, keysFromSeed, ROOM } from "./people.ts";

/**
 * The working group's own vectors (its repository names them beside RFC 9420) for what is ours: the suite that stands in for ts-mls's, and
 * the check of a tree. Left out are those for PrivateMessage and its secret tree, which this protocol does not use.
 */

interface Epoch {
  tree_hash: string;
  commit_secret: string;
  psk_secret: string;
  confirmed_transcript_hash: string;
  group_context: string;
  external_pub: string;
  joiner_secret: string;
  welcome_secret: string;
  init_secret: string;
  sender_data_secret: string;
  encryption_secret: string;
  exporter_secret: string;
  epoch_authenticator: string;
  external_secret: string;
  confirmation_key: string;
  membership_key: string;
  resumption_psk: string;
  exporter: { label: string; context: string; length: number; secret: string };
}

interface Vectors {
  crypto_basics: [
    {
      ref_hash: { label: string; value: string; out: string };
      expand_with_label: { secret: string; label: string; context: string; length: number; out: string };
      derive_secret: { secret: string; label: string; out: string };
      derive_tree_secret: { secret: string; label: string; generation: number; length: number; out: string };
      sign_with_label: { priv: string; pub: string; content: string; label: string; signature: string };
      encrypt_with_label: { priv: string; pub: string; label: string; context: string; plaintext: string; kem_output: string; ciphertext: string };
    },
  ];
  key_schedule: [{ group_id: string; initial_init_secret: string; epochs: Epoch[] }];
  psk_secret: { psks: { psk_id: string; psk: string; psk_nonce: string }[]; psk_secret: string }[];
  transcript_hashes: [
    {
      confirmation_key: string;
      authenticated_content: string;
      interim_transcript_hash_before: string;
      confirmed_transcript_hash_after: string;
      interim_transcript_hash_after: string;
    },
  ];
  tree_validation: { tree: string; group_id: string; tree_hashes: string[] }[];
}

const vectors = JSON.parse(readFileSync(new URL("../../../tests/vectors/rfc9420.json", import.meta.url), "utf8")) as Vectors;

let suite: Suite;

beforeAll(async () => {
  suite = await makeSuite(await keyPair());
});

describe("the suite", () => {
  const [basics] = vectors.crypto_basics;

  test("RefHash, ExpandWithLabel, DeriveSecret, DeriveTreeSecret", async () => {
    const { hash, kdf } = suite.impl;
    const { ref_hash: ref, expand_with_label: expand, derive_secret: derive, derive_tree_secret: tree } = basics;
    expect(hex(await refhash(ref.label, bytes(ref.value), hash))).toBe(ref.out);
    expect(hex(await expandWithLabel(bytes(expand.secret), expand.label, bytes(expand.context), expand.length, kdf))).toBe(expand.out);
    expect(hex(await deriveSecret(bytes(derive.secret), derive.label, kdf))).toBe(derive.out);
    expect(hex(await deriveTreeSecret(bytes(tree.secret), tree.label, tree.generation, tree.length, kdf))).toBe(tree.out);
  });

  test("SignWithLabel", async () => {
    const { priv, pub, content, label, signature } = basics.sign_with_label;
    const signer = await makeSuite(await keysFromSeed(bytes(priv)));
    expect(hex(signer.publicKey)).toBe(pub);
    expect(hex(await signWithLabel(signer.signKey, label, bytes(content), signer.impl.signature))).toBe(signature);
    expect(await verifyWithLabel(bytes(pub), label, bytes(content), bytes(signature), suite.impl.signature)).toBe(true);
    expect(await verifyWithLabel(bytes(pub), `${label}.`, bytes(content), bytes(signature), suite.impl.signature)).toBe(false);
  });

  test("EncryptWithLabel", async () => {
    const { priv, pub, label, context, plaintext, kem_output: enc, ciphertext } = basics.encrypt_with_label;
    const { hpke } = suite.impl;
    const key = await hpke.importPrivateKey(bytes(priv));
    expect(hex(await decryptWithLabel(key, label, bytes(context), bytes(enc), bytes(ciphertext), hpke))).toBe(plaintext);
    const sealed = await encryptWithLabel(await hpke.importPublicKey(bytes(pub)), label, bytes(context), bytes(plaintext), hpke);
    expect(hex(await decryptWithLabel(key, label, bytes(context), sealed.enc, sealed.ct, hpke))).toBe(plaintext);
  });

  test("key schedule", async () => {
    const [{ group_id: groupId, initial_init_secret: initial, epochs }] = vectors.key_schedule;
    let initSecret: Uint8Array = bytes(initial);
    for (const [index, epoch] of epochs.entries()) {
      const context: GroupContext = {
        version: "mls10",
        cipherSuite: SUITE,
        groupId: bytes(groupId),
        epoch: BigInt(index),
        treeHash: bytes(epoch.tree_hash),
        confirmedTranscriptHash: bytes(epoch.confirmed_transcript_hash),
        extensions: [],
      };
      expect(hex(encode(groupContextEncoder)(context))).toBe(epoch.group_context);
      const made = await initializeEpoch(initSecret, bytes(epoch.commit_secret), context, bytes(epoch.psk_secret), suite.impl.kdf);
      const { keySchedule } = made;
      expect({
        joiner_secret: hex(made.joinerSecret),
        welcome_secret: hex(made.welcomeSecret),
        encryption_secret: hex(made.encryptionSecret),
        init_secret: hex(keySchedule.initSecret),
        sender_data_secret: hex(keySchedule.senderDataSecret),
        exporter_secret: hex(keySchedule.exporterSecret),
        epoch_authenticator: hex(keySchedule.epochAuthenticator),
        external_secret: hex(keySchedule.externalSecret),
        confirmation_key: hex(keySchedule.confirmationKey),
        membership_key: hex(keySchedule.membershipKey),
        resumption_psk: hex(keySchedule.resumptionPsk),
      }).toEqual({
        joiner_secret: epoch.joiner_secret,
        welcome_secret: epoch.welcome_secret,
        encryption_secret: epoch.encryption_secret,
        init_secret: epoch.init_secret,
        sender_data_secret: epoch.sender_data_secret,
        exporter_secret: epoch.exporter_secret,
        epoch_authenticator: epoch.epoch_authenticator,
        external_secret: epoch.external_secret,
        confirmation_key: epoch.confirmation_key,
        membership_key: epoch.membership_key,
        resumption_psk: epoch.resumption_psk,
      });
      const external = await suite.impl.hpke.deriveKeyPair(keySchedule.externalSecret);
      expect(hex(await suite.impl.hpke.exportPublicKey(external.publicKey))).toBe(epoch.external_pub);
      const { label, context: about, length, secret } = epoch.exporter;
      expect(hex(await mlsExporter(keySchedule.exporterSecret, label, bytes(about), length, suite.impl))).toBe(secret);
      initSecret = keySchedule.initSecret;
    }
    expect(epochs.length).toBeGreaterThan(1);
  });

  test("pre-shared keys", async () => {
    for (const { psks, psk_secret: expected } of vectors.psk_secret) {
      const ids = psks.map(({ psk_id: id, psk_nonce: nonce }): PreSharedKeyID => ({ psktype: "external", pskId: bytes(id), pskNonce: bytes(nonce) }));
      const known = new Map(psks.map(({ psk_id: id, psk }) => [id, bytes(psk)]));
      const findPsk = (id: PreSharedKeyID): Uint8Array | undefined => (id.psktype === "external" ? known.get(hex(id.pskId)) : undefined);
      const [secret] = await accumulatePskSecret(ids, { findPsk }, suite.impl, new Uint8Array(32));
      expect(hex(secret)).toBe(expected);
    }
  });

  test("transcript hashes", async () => {
    const [given] = vectors.transcript_hashes;
    const decoded = decodeAuthenticatedContent(bytes(given.authenticated_content), 0)?.[0];
    if (decoded?.content.contentType !== "commit" || decoded.auth.contentType !== "commit") throw new Error("no commit");
    const { content, auth, wireformat } = decoded;
    const { hash } = suite.impl;
    const confirmed = await createConfirmedHash(bytes(given.interim_transcript_hash_before), { wireformat, content, signature: auth.signature }, hash);
    expect(hex(confirmed)).toBe(given.confirmed_transcript_hash_after);
    expect(await hash.verifyMac(bytes(given.confirmation_key), auth.confirmationTag, confirmed)).toBe(true);
    expect(hex(await createInterimHash(confirmed, auth.confirmationTag, hash))).toBe(given.interim_transcript_hash_after);
  });
});

describe("the check of a tree", () => {
  function contextOf({ group_id: groupId, tree_hashes: hashes }: Vectors["tree_validation"][number]): GroupContext {
    // The root of a tree of N nodes, all levels full, is the one in the middle.
    const treeHash = bytes(hashes[(hashes.length - 1) / 2] ?? "");
    return { version: "mls10", cipherSuite: SUITE, groupId: bytes(groupId), epoch: 0n, treeHash, confirmedTranscriptHash: new Uint8Array(32), extensions: [] };
  }

  function treeOf(given: Vectors["tree_validation"][number]): RatchetTree {
    const tree = decodeRatchetTree(bytes(given.tree), 0)?.[0];
    if (tree === undefined) throw new Error("no tree");
    return tree;
  }

  const fault = (tree: RatchetTree, context: GroupContext): Promise<unknown> =>
    validateTree(tree, context, ROOM, suite, Date.now()).then(
      () => null,
      (error: unknown) => error,
    );

  test.each(vectors.tree_validation.map((given, index) => [index, given] as const))("tree %i", async (_, given) => {
    const tree = treeOf(given);
    const context = contextOf(given);
    // All that concerns the tree holds; what is left to refuse is that these people's names are not fingerprints of their keys.
    expect(await fault(tree, context)).toMatchObject({ fault: "credential" });
    for (const [index, node] of tree.entries()) {
      if (node?.nodeType !== "leaf") continue;
      expect(await verifyLeafNodeSignature(node.leaf, context.groupId, index / 2, suite.impl.signature)).toBe(true);
    }
  });

  test.each(vectors.tree_validation.map((given, index) => [index, given] as const))("tree %i, changed in one place", async (_, given) => {
    const context = contextOf(given);
    const swapped = treeOf(given);
    const leaf = swapped[0];
    if (leaf?.nodeType !== "leaf") throw new Error("no leaf");
    swapped[0] = { nodeType: "leaf", leaf: { ...leaf.leaf, signature: new Uint8Array(leaf.leaf.signature).reverse() } };
    expect(await fault(swapped, context)).toMatchObject({ fault: "tree_hash" });

    // With a tree hash that fits the change, so that the parent hashes alone tell it.
    for (const [index, node] of treeOf(given).entries()) {
      if (node?.nodeType !== "parent") continue;
      const changed = treeOf(given);
      changed[index] = { nodeType: "parent", parent: { ...node.parent, parentHash: new Uint8Array(32).fill(1) } };
      const treeHash = await treeHashRoot(changed, suite.impl.hash);
      expect(await fault(changed, { ...context, treeHash })).toMatchObject({ fault: "parent_hash" });
    }
  });
});
