import { GroupClient } from "../../src/crypto/client.ts";
import type { GroupCommand, GroupEvent } from "../../src/crypto/contract.ts";
import { keepLink, makeRoom } from "../../src/crypto/link.ts";

import { fingerprint } from "./fingerprint.ts";

/** A page with nothing but the group worker, for tests/crypto: real worker, real service, several browsers. */

class Person {
  readonly events: (GroupEvent & { readonly ms: number })[] = [];
  /** epoch -> identity -> fingerprint */
  readonly keys: Record<number, Record<string, string>> = {};
  readonly #client = new GroupClient();

  constructor(room: string) {
    this.#client.on((event) => {
      this.events.push({ ...event, ms: performance.now() });
      if (event.t === "epoch") void this.#note(event.epoch, event.keys);
    });
    this.send({ t: "open", room, url: `${location.origin.replace("http", "ws")}/api/v1/rooms/${room}/ws` });
  }

  send(command: GroupCommand): void {
    this.#client.send(command);
  }

  /** The newest event of that kind. */
  last(kind: GroupEvent["t"]): GroupEvent | null {
    return this.events.findLast((event) => event.t === kind) ?? null;
  }

  async #note(epoch: number, keys: readonly { readonly identity: string; readonly key: CryptoKey }[]): Promise<void> {
    const noted: Record<string, string> = {};
    for (const { identity, key } of keys) noted[identity] = await fingerprint(key);
    this.keys[epoch] = noted;
  }
}

declare global {
  interface Window {
    person: Person | null;
    lab: { makeRoom: typeof makeRoom; keepLink: typeof keepLink; fragment: string; arrive: (room: string) => void };
  }
}

window.person = null;
window.lab = {
  makeRoom: async () => {
    const made = await makeRoom();
    window.lab.fragment = made.link.split("#")[1] ?? "";
    return made;
  },
  keepLink,
  fragment: "",
  arrive: (room) => {
    window.person = new Person(room);
  },
};
