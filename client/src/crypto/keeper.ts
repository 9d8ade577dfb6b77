import { type Shelf, within } from "./database.ts";

/**
 * What this browser keeps of a room: the link secret, the leaf key as a handle that cannot be exported, the name, and what is needed to
 * show one's chat again after a reload. IndexedDB, one record a room, deleted on leaving.
 */
export interface KeptRoom {
  readonly room: string;
  /** 16 bytes. Kept as bytes because the page offers the link again. */
  readonly secret: Uint8Array<ArrayBuffer>;
  /** Of the link. null: nothing has said it yet. Not there in records from before links had versions: 1. */
  readonly version?: number | null;
  /** Marks of secrets that this one has replaced, in hex: an old link that is opened again must not take its place. */
  readonly former?: readonly string[];
  /** Identity of the creator, from the link. */
  readonly creator: string;
  /** Ed25519, not extractable. */
  readonly keys: CryptoKeyPair;
  readonly name: string;
  /** AES-GCM, not extractable: under it the rest is kept. */
  readonly cover: CryptoKey;
}

const STORE = "rooms";
const HISTORY = "history";
const SHELF: Shelf = { name: "folkmoot", stores: { [STORE]: "room", [HISTORY]: "room" } };

function run<T>(store: string, mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  return within(SHELF, store, mode, act);
}

export function keep(kept: KeptRoom): Promise<unknown> {
  return run(STORE, "readwrite", (store) => store.put(kept));
}

export async function kept(room: string): Promise<KeptRoom | null> {
  const found: unknown = await run(STORE, "readonly", (store) => store.get(room));
  return (found as KeptRoom | undefined) ?? null;
}

export function forget(room: string): Promise<unknown> {
  return Promise.all([
    run(STORE, "readwrite", (store) => store.delete(room)),
    run(HISTORY, "readwrite", (store) => store.delete(room)),
  ]);
}

/** What was seen of the conversation; the key, the link and the name stay. */
export function forgetHistory(room: string): Promise<unknown> {
  return run(HISTORY, "readwrite", (store) => store.delete(room));
}

/** Ciphertext of history.ts; what it says is not for this file. */
export interface KeptHistory {
  readonly room: string;
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly sealed: ArrayBuffer;
}

export function keepHistory(history: KeptHistory): Promise<unknown> {
  return run(HISTORY, "readwrite", (store) => store.put(history));
}

export async function keptHistory(room: string): Promise<KeptHistory | null> {
  const found: unknown = await run(HISTORY, "readonly", (store) => store.get(room));
  return (found as KeptHistory | undefined) ?? null;
}
