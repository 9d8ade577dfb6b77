import { logFile } from "../api/log.ts";
import { OfflineError } from "../api/request.ts";
import { FormatError, text } from "../crypto/bytes.ts";
import { type Former, openCheckpoint, type Opened, type Policy } from "../crypto/record/checkpoint.ts";
import { parseKey, SignatureError } from "../crypto/record/note.ts";
import { look, type Seeing, trusted } from "../crypto/record/watch.ts";
import { keepSeen, lastSeen } from "../crypto/voices/shelf.ts";

/** The record by the keys that the page names, and as this browser remembers it. */
export interface Ledger {
  readonly policy: Policy;
  /** Verifier key of the log. */
  readonly key: string;
}

function member(source: unknown, name: string): unknown {
  return typeof source === "object" && source !== null ? Reflect.get(source, name) : undefined;
}

/** What the server told this page; null: there is no record yet. */
export function ledgerOf(from: Document = document): Ledger | null {
  const source: unknown = JSON.parse(from.getElementById("page")?.textContent ?? "{}");
  const key = member(source, "log");
  const witnesses: unknown = member(source, "witnesses");
  if (typeof key !== "string" || key === "") return null;
  const keys = Array.isArray(witnesses) ? witnesses.filter((one) => typeof one === "string") : [];
  const policy = { log: parseKey(key), formers: formersOf(member(source, "formers")), witnesses: keys.map(parseKey), needed: Number(member(source, "needed") ?? 0) };
  return { key, policy };
}

function formersOf(given: unknown): Former[] {
  return (Array.isArray(given) ? given : []).map((one: unknown) => ({ key: parseKey(String(member(one, "key"))), entry: Number(member(one, "entry")) }));
}

/** `broken`: what came is no checkpoint, or a signature on it does not hold. `offline`: it did not come. */
export type Sighting = Seeing | "broken" | "offline";

/** Looks at the newest checkpoint and remembers it when it goes on from the last. Rejects with a DOMException when nothing is kept here. */
export async function see({ policy, key }: Ledger, now: number): Promise<Sighting> {
  const remembered = await lastSeen(policy.log.name);
  const seeing = await named(look(logFile, policy, key, remembered));
  if (typeof seeing !== "string" && trusted(seeing)) await keepSeen({ origin: policy.log.name, key, checkpoint: seeing.newest.text, at: now });
  return seeing;
}

/** The newest that witnesses have countersigned; null: there is none, or it cannot be read. */
export async function cosigned({ policy }: Ledger): Promise<Opened | null> {
  const opened = await named(logFile("cosigned").then((bytes) => openCheckpoint(text(bytes), policy)));
  return typeof opened === "string" || !opened.signed ? null : opened;
}

async function named<T>(looking: Promise<T>): Promise<T | "broken" | "offline"> {
  try {
    return await looking;
  } catch (error) {
    if (error instanceof OfflineError) return "offline";
    if (error instanceof FormatError || error instanceof SignatureError) return "broken";
    throw error;
  }
}
