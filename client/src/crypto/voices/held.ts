import type { Credential } from "../../api/voices.ts";
import { type Bytes, toBase64 } from "../bytes.ts";

import { type Issued, readCollected, readReceipt, type Waiting } from "./answers.ts";
import { freshVoiceKeys, type VoiceKeys } from "./keys.ts";
import { addVoice, forgetVoice, keepReceipt, keepVoice } from "./shelf.ts";
import { blind, type Blinding, type IssuerKey, spendText, unblind } from "./token.ts";

/**
 * A voice on its way into this browser, and in it. Every step is kept before it is sent and can be sent again: the server answers the same
 * question with the same answer, so nothing that is lost on the way costs the voice.
 */
export type HeldVoice = Asking | Pending | Signed;

/** Of the campaign, for people. */
export interface About {
  /** 22 characters. */
  readonly campaign: string;
  readonly slug: string;
  readonly title: string;
}

interface Common extends About {
  readonly issuer: IssuerKey;
  readonly keys: VoiceKeys;
}

/** Kept, and perhaps sent: no answer has come. */
export interface Asking extends Common {
  readonly stage: "asking";
  readonly credential: Credential;
  readonly ticket: Bytes;
  readonly blinding: Blinding;
}

/** In a batch. */
export interface Pending extends Common {
  readonly stage: "pending";
  readonly ticket: Bytes;
  readonly blinding: Blinding;
  readonly waiting: Waiting;
}

/** `issued`: nobody has seen it yet. `spent`: it is in the record and can act. */
export interface Signed extends Common {
  readonly stage: "issued" | "spent";
  readonly prefix: Bytes;
  readonly token: Bytes;
  readonly batch: Omit<Issued, "state" | "signature"> | null;
  /** Of the last act. */
  readonly seq: number;
}

/** What of the server is asked. */
export interface Gate {
  ask(campaign: string, body: { readonly credential: Credential; readonly blinded: string; readonly ticket: string }): Promise<unknown>;
  collect(campaign: string, ticket: string): Promise<unknown>;
  spend(campaign: string, body: { readonly key: string; readonly prefix: string; readonly token: string; readonly proof: string }): Promise<unknown>;
}

const TICKET_LENGTH = 32;

/** A voice that nobody has been asked for yet. */
export async function prepareVoice(about: About, issuer: IssuerKey, credential: Credential): Promise<Asking> {
  const keys = await freshVoiceKeys();
  const blinding = await blind(issuer, keys.key);
  const ticket = crypto.getRandomValues(new Uint8Array(TICKET_LENGTH));
  const voice: Asking = { ...about, issuer, keys, stage: "asking", credential, ticket, blinding };
  await addVoice(voice);
  return voice;
}

/** The same voice with another credential: the one before was refused, and nothing has been signed. */
export async function withCredential(voice: Asking, credential: Credential): Promise<Asking> {
  const changed = { ...voice, credential };
  await keepVoice(changed);
  return changed;
}

export async function askFor(voice: Asking, gate: Gate): Promise<Pending> {
  const { campaign, slug, title, issuer, keys, credential, ticket, blinding } = voice;
  const answer = readCollected(await gate.ask(campaign, { credential, blinded: toBase64(blinding.blinded), ticket: toBase64(ticket) }));
  // When the first answer was lost, and the batch has gone out meanwhile, there is nothing to wait for.
  const waiting: Waiting = answer.state === "waiting" ? answer : { state: "waiting", at: 0, others: 0 };
  // From here on the ticket is enough. The credential is a secret of somebody's letter: it is not kept longer than it is needed.
  const pending: Pending = { campaign, slug, title, issuer, keys, stage: "pending", ticket, blinding, waiting };
  await keepVoice(pending);
  return pending;
}

export async function collect(voice: Pending, gate: Gate): Promise<Pending | Signed> {
  const { campaign, slug, title, issuer, keys, blinding } = voice;
  const answer = readCollected(await gate.collect(campaign, toBase64(voice.ticket)));
  if (answer.state === "waiting") {
    const still = { ...voice, waiting: answer };
    await keepVoice(still);
    return still;
  }
  const { batch, count, entry } = answer;
  const token = await unblind(issuer, keys.key, blinding, answer.signature);
  const signed: Signed = { campaign, slug, title, issuer, keys, stage: "issued", prefix: blinding.prefix, token, batch: { batch, count, entry }, seq: 0 };
  await keepVoice(signed);
  return signed;
}

export async function spend(voice: Signed, gate: Gate): Promise<Signed> {
  const { campaign, title, keys, prefix, token } = voice;
  const proof = new Uint8Array(await crypto.subtle.sign("Ed25519", keys.signing, spendText(campaign, keys.key)));
  const body = { key: toBase64(keys.key), prefix: toBase64(prefix), token: toBase64(token), proof: toBase64(proof) };
  const receipt = readReceipt(await gate.spend(campaign, body));
  await keepReceipt(receipt, title);
  const spent: Signed = { ...voice, stage: "spent" };
  await keepVoice(spent);
  return spent;
}

/** Takes it off this device. What it has said stays. */
export function drop(voice: HeldVoice): Promise<unknown> {
  return forgetVoice(voice.campaign);
}
