import type { GroupCommand, GroupEvent, Person } from "../../src/crypto/contract.ts";
import { helloText, roomToken } from "../../src/crypto/derive.ts";
import { kept, type KeptRoom } from "../../src/crypto/keeper.ts";
import { publicKeyOf } from "../../src/crypto/link.ts";
import { readFrame, writeFrame, type ServerFrame } from "../../src/crypto/wire.ts";
import { onPeople, type People } from "./people.ts";

const PING_MS = 8000;

/** Stands where the group worker's client stands: it says hello for the media token, and that it has joined. No group, no keys. */
export class GroupClient {
  readonly #listeners = new Set<(event: GroupEvent) => void>();
  #early: GroupEvent[] | null = [];
  readonly #ends: (() => void)[] = [];
  #socket: WebSocket | null = null;
  #identity = "";
  #name = "";

  on(listener: (event: GroupEvent) => void): () => void {
    this.#listeners.add(listener);
    const early = this.#early ?? [];
    this.#early = null;
    for (const event of early) listener(event);
    return () => this.#listeners.delete(listener);
  }

  send(command: GroupCommand): void {
    if (command.t === "open") void this.#open(command.room, command.url);
    else if (command.t === "join") void this.#join(command.name);
    else if (command.t === "leave") this.#emit({ t: "closed" });
  }

  end(): void {
    for (const end of this.#ends.splice(0)) end();
    this.#socket?.close(1000);
    this.#listeners.clear();
  }

  async #open(room: string, url: string): Promise<void> {
    const record = await kept(room);
    if (record === null) throw new Error("the link was not kept");
    this.#socket = new WebSocket(url, "folkmoot.v1");
    this.#socket.onmessage = (message: MessageEvent<string>) => {
      void this.#hear(readFrame(message.data), record);
    };
    const ping = setInterval(() => this.#socket?.send(writeFrame({ t: "ping" })), PING_MS);
    this.#ends.push(() => {
      clearInterval(ping);
    });
  }

  async #hear(frame: ServerFrame, record: KeptRoom): Promise<void> {
    if (frame.t === "challenge") {
      const signature = await crypto.subtle.sign("Ed25519", record.keys.privateKey, helloText(frame.nonce, record.room));
      const token = roomToken(record.secret, record.room);
      const key = await publicKeyOf(record.keys);
      this.#socket?.send(writeFrame({ t: "hello", token, key, signature: new Uint8Array(signature), resume: null }));
    } else if (frame.t === "welcome") {
      this.#identity = frame.identity;
      if (frame.engine !== null) this.#emit({ t: "engine", ...frame.engine });
      this.#emit({ t: "ready", identity: frame.identity, people: 0, full: false, capacity: frame.capacity, returning: null });
    }
  }

  /** The contract wants a key for oneself before anything is published; this one encrypts nothing. */
  async #join(name: string): Promise<void> {
    this.#name = name;
    const key = await crypto.subtle.importKey("raw", new Uint8Array(32), "HKDF", false, ["deriveBits", "deriveKey"]);
    const keys = [{ identity: this.#identity, key }];
    this.#emit({ t: "epoch", epoch: 0, first: true, keys, joined: [this.#identity], left: [] });
    this.#ends.push(
      onPeople((people) => {
        this.#emit({ t: "roster", people: this.#roster(people) });
      }),
    );
  }

  #roster(people: People): Person[] {
    return [this.#identity, ...people].map((identity, leaf) => {
      const self = identity === this.#identity;
      return { identity, leaf, name: self ? this.#name : `Person ${leaf}`, self, creator: false, moderator: false, presence: "here", heard: true };
    });
  }

  #emit(event: GroupEvent): void {
    this.#early?.push(event);
    for (const listener of [...this.#listeners]) listener(event);
  }
}
