import { type Bytes, equal } from "./bytes.ts";
import type { Payload, Signal } from "./payloads.ts";

/**
 * Messages on their way into the log, in order. A message that the service refuses because the epoch has passed is sealed anew; one
 * whose answer was lost with the line waits until the log has told whether it is in.
 */

/** Profiles are made when they are sealed, so that they tell the present. */
export type Content = Exclude<Payload, Signal | { type: "profile" }> | { readonly type: "profile" };

/** As it went out: the service's answer names only the id. */
export interface Sealed {
  readonly payload: Payload;
  readonly epoch: number;
  readonly body: Bytes;
}

interface Item {
  readonly id: string;
  readonly content: Content;
  state: "waiting" | "sent" | "unsure";
  sealed: Sealed | null;
}

export class Outbox {
  #items: Item[] = [];
  #made = 0;

  add(content: Content): void {
    // One profile on its way is enough.
    if (content.type === "profile" && this.#items.some((item) => item.content.type === "profile" && item.state === "waiting")) return;
    this.#items.push({ id: `m${this.#made++}`, content, state: "waiting", sealed: null });
  }

  /** The next to be sent, or null. Nothing passes one that is unsure, so that the order stays. */
  next(): { readonly id: string; readonly content: Content } | null {
    if (this.#items.some((item) => item.state === "unsure")) return null;
    return this.#items.find((item) => item.state === "waiting") ?? null;
  }

  sent(id: string, sealed: Sealed): void {
    const item = this.#find(id);
    if (item === undefined) return;
    item.state = "sent";
    item.sealed = sealed;
  }

  accepted(id: string): Sealed | null {
    const item = this.#find(id);
    this.#items = this.#items.filter((other) => other !== item);
    return item?.sealed ?? null;
  }

  /** Gives back the epoch it was sealed for. */
  refused(id: string): number | null {
    const item = this.#find(id);
    if (item === undefined) return null;
    item.state = "waiting";
    return item.sealed?.epoch ?? null;
  }

  /** The line broke. */
  lost(): void {
    for (const item of this.#items) if (item.state === "sent") item.state = "unsure";
  }

  /** An entry of ours came back in the log: was it one of these? */
  landed(body: Uint8Array): Sealed | null {
    const item = this.#items.find(({ sealed }) => sealed !== null && equal(sealed.body, body));
    return item === undefined ? null : this.accepted(item.id);
  }

  /** The log has told all: what was not in it has not arrived. */
  settled(): void {
    for (const item of this.#items) if (item.state === "unsure") item.state = "waiting";
  }

  #find(id: string): Item | undefined {
    return this.#items.find((item) => item.id === id);
  }
}
