import { equal } from "../bytes.ts";
import { type Shelf, within } from "../database.ts";
import { parseCheckpoint } from "../record/checkpoint.ts";
import { parseNote } from "../record/note.ts";
import { parseReceipt, type Receipt } from "../record/receipt.ts";

import type { HeldVoice } from "./held.ts";

/** What this browser keeps of voices, receipts, and of the record as it saw it last. */
const VOICES = "voices";
const RECEIPTS = "receipts";
const SEEN = "seen";
const SHELF: Shelf = { name: "folkmoot voices", stores: { [VOICES]: "campaign", [RECEIPTS]: "place", [SEEN]: "origin" } };

export function keepVoice(voice: HeldVoice): Promise<unknown> {
  return within(SHELF, VOICES, "readwrite", (store) => store.put(voice));
}

/** Rejects with a DOMException (ConstraintError) when there is one of that campaign: two tabs must not make two. */
export function addVoice(voice: HeldVoice): Promise<unknown> {
  return within(SHELF, VOICES, "readwrite", (store) => store.add(voice));
}

export async function heldVoice(campaign: string): Promise<HeldVoice | null> {
  const found: unknown = await within(SHELF, VOICES, "readonly", (store) => store.get(campaign));
  return (found as HeldVoice | undefined) ?? null;
}

export async function heldVoices(): Promise<HeldVoice[]> {
  const found: unknown = await within(SHELF, VOICES, "readonly", (store) => store.getAll());
  return found as HeldVoice[];
}

export function forgetVoice(campaign: string): Promise<unknown> {
  return within(SHELF, VOICES, "readwrite", (store) => store.delete(campaign));
}

export interface KeptReceipt {
  /** Log and index: a newer receipt of the same entry takes the place of the older. */
  readonly place: string;
  readonly text: string;
  /** Of the campaign, as it was called; empty for a receipt that came from a file. */
  readonly title: string;
}

function placeOf({ proof }: Receipt): string {
  return `${parseCheckpoint(parseNote(proof.checkpoint).body).origin} ${proof.index}`;
}

/** @throws FormatError for what is no receipt */
export function keepReceipt(text: string, title: string): Promise<unknown> {
  const kept: KeptReceipt = { place: placeOf(parseReceipt(text)), text, title };
  return within(SHELF, RECEIPTS, "readwrite", (store) => store.put(kept));
}

export async function keptReceipts(): Promise<KeptReceipt[]> {
  const found: unknown = await within(SHELF, RECEIPTS, "readonly", (store) => store.getAll());
  return found as KeptReceipt[];
}

/** The receipt of the entry that a voice began with; null before it has come into use. */
export async function receiptOfVoice({ keys, campaign }: HeldVoice): Promise<string | null> {
  for (const { text } of await keptReceipts()) {
    const { fields, opening } = parseReceipt(text);
    if (fields?.["kind"] === "voice" && fields["campaign"] === campaign && opening !== null && equal(opening.content, keys.key)) return text;
  }
  return null;
}

export function forgetReceipt(place: string): Promise<unknown> {
  return within(SHELF, RECEIPTS, "readwrite", (store) => store.delete(place));
}

export function forgetReceipts(): Promise<unknown> {
  return within(SHELF, RECEIPTS, "readwrite", (store) => store.clear());
}

/** The record as this browser saw it last. */
export interface Seen {
  readonly origin: string;
  /** The verifier key it was signed with. */
  readonly key: string;
  /** The checkpoint, as it came. */
  readonly checkpoint: string;
  /** ms since 1970. */
  readonly at: number;
}

export async function lastSeen(origin: string): Promise<Seen | null> {
  const found: unknown = await within(SHELF, SEEN, "readonly", (store) => store.get(origin));
  return (found as Seen | undefined) ?? null;
}

export function keepSeen(seen: Seen): Promise<unknown> {
  return within(SHELF, SEEN, "readwrite", (store) => store.put(seen));
}
