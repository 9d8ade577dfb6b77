import type { Support } from "../call/support.ts";
import { kept } from "../crypto/keeper.ts";
import { keepLink, keptLink } from "../crypto/link.ts";

/** What is known before anything is drawn. `link` is whole, with this page's origin. */
export type Entry =
  | { readonly state: "ready"; readonly room: string; readonly link: string }
  | { readonly state: "unsupported"; readonly link: string; readonly support: Support }
  | { readonly state: "failed"; readonly code: "link_incomplete" | "storage_refused" };

/** Keeps the link's secret in this browser and takes it out of the address bar, where history and a synchronised browser would carry it on. */
export async function enter(room: string, address: Location): Promise<Exclude<Entry, { readonly state: "unsupported" }>> {
  const { hash } = address;
  try {
    const path = hash.length > 1 ? await keepFragment(room, hash) : await recall(room);
    return path === null ? { state: "failed", code: "link_incomplete" } : { state: "ready", room, link: address.origin + path };
  } catch (error) {
    // Private windows and strict settings refuse IndexedDB with one of these.
    if (error instanceof DOMException) return { state: "failed", code: "storage_refused" };
    throw error;
  }
}

/** Where the delivery service of a room is. docs/protocol.md section 3. */
export function socketUrl(room: string, { protocol, host }: Location): string {
  return `${protocol === "https:" ? "wss" : "ws"}://${host}/api/v1/rooms/${room}/ws`;
}

async function keepFragment(room: string, hash: string): Promise<string | null> {
  const result = await keepLink(room, hash);
  if (!result.ok) return null;
  history.replaceState(null, "", location.pathname);
  return recall(room);
}

async function recall(room: string): Promise<string | null> {
  const record = await kept(room);
  return record === null ? null : keptLink(record);
}
