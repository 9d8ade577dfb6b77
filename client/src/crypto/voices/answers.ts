import { type Bytes, FormatError, fromBase64 } from "../bytes.ts";

import type { IssuerKey } from "./token.ts";

/** What the server answers about voices, looked at before it is believed. @throws FormatError, each of them */

function member(source: unknown, name: string): unknown {
  return typeof source === "object" && source !== null && Object.hasOwn(source, name) ? Reflect.get(source, name) : undefined;
}

function text(source: unknown, name: string, longest: number): string {
  const value = member(source, name);
  if (typeof value !== "string" || value.length > longest) throw new FormatError(`an answer without ${name}`);
  return value;
}

function count(source: unknown, name: string): number {
  const value = member(source, name);
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0) throw new FormatError(`an answer without ${name}`);
  return value;
}

/** `at`: seconds since 1970 of the next batch; `others`: how many besides. */
export interface Waiting {
  readonly state: "waiting";
  readonly at: number;
  readonly others: number;
}

export interface Issued {
  readonly state: "issued";
  readonly signature: Bytes;
  readonly batch: number;
  /** How many voices the batch has. */
  readonly count: number;
  /** Index of the entry that counts them. */
  readonly entry: number;
}

export function readWaiting(source: unknown): Waiting {
  if (member(source, "state") !== "waiting") throw new FormatError("an answer of another kind");
  const at = Number(member(source, "at"));
  if (!Number.isFinite(at)) throw new FormatError("an answer without at");
  return { state: "waiting", at, others: count(source, "others") };
}

export function readCollected(source: unknown): Waiting | Issued {
  if (member(source, "state") !== "issued") return readWaiting(source);
  const signature = fromBase64(text(source, "signature", 512));
  return { state: "issued", signature, batch: count(source, "batch"), count: count(source, "count"), entry: count(source, "entry") };
}

/** In characters: the longest proof that there is. */
const LONGEST_RECEIPT = 65_536;

export function readReceipt(source: unknown): string {
  return text(source, "receipt", LONGEST_RECEIPT);
}

/** The key, and where in the record it has to stand. */
export interface Announced {
  readonly issuer: IssuerKey;
  readonly entry: number;
}

export function readIssuer(source: unknown, campaign: string): Announced {
  const issuer = { campaign, round: count(source, "round"), modulus: text(source, "modulus", 1024), exponent: count(source, "exponent") };
  return { issuer, entry: count(source, "entry") };
}

export type MoveState = "waiting" | "taken" | "confirmed";

export function readMoveState(source: unknown): MoveState {
  const state = member(source, "state");
  if (state !== "waiting" && state !== "taken" && state !== "confirmed") throw new FormatError("an answer of another kind");
  return state;
}

/** Seconds since 1970. */
export function readUntil(source: unknown): number {
  return count(source, "until");
}

export function readSealed(source: unknown): Bytes {
  return fromBase64(text(source, "sealed", 32_768));
}
