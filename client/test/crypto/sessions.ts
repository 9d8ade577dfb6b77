import { afterEach } from "vitest";

import { type Bytes, hex, toBase64url } from "../../src/crypto/bytes.ts";
import type { GroupCommand, GroupEvent } from "../../src/crypto/contract.ts";
import { identityOf, roomToken, tokenHash } from "../../src/crypto/derive.ts";
import { keep } from "../../src/crypto/keeper.ts";
import { parseLink, publicKeyOf } from "../../src/crypto/link.ts";
import { Session } from "../../src/crypto/session.ts";

import { keyPair } from "./people.ts";
import { MemoryService } from "./service.ts";

/** Whole sessions against a delivery service in memory. Time runs twenty times as fast as it says. */

export const FASTER = 20;
export const SECRET = new Uint8Array(16).fill(3);
const running: Person[] = [];
let made = 0;

export class Person {
  readonly events: GroupEvent[] = [];
  readonly #session: Session;
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();

  constructor(
    readonly service: MemoryService,
    readonly room: string,
  ) {
    this.#session = new Session((event) => this.events.push(event), {
      now: () => Date.now(),
      random: () => Math.random(),
      after: (ms, act) => {
        const timer = setTimeout(act, ms / FASTER);
        this.#timers.add(timer);
        return () => {
          clearTimeout(timer);
        };
      },
      connect: () => service.connect(),
    });
    running.push(this);
    this.send({ t: "open", room, url: "memory:" });
  }

  send(command: GroupCommand): void {
    this.#session.command(command);
  }

  of<T extends GroupEvent["t"]>(kind: T): Extract<GroupEvent, { t: T }>[] {
    return this.events.filter((event): event is Extract<GroupEvent, { t: T }> => event.t === kind);
  }

  /** The newest event of the kind, once it holds. */
  async latest<T extends GroupEvent["t"]>(kind: T, holds: (event: Extract<GroupEvent, { t: T }>) => boolean = () => true): Promise<Extract<GroupEvent, { t: T }>> {
    for (let i = 0; i < 1000; i++) {
      const event = this.of(kind).at(-1);
      if (event !== undefined && holds(event)) return event;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    throw new Error(`${kind} is still ${JSON.stringify(this.of(kind).at(-1))}; ${JSON.stringify(this.of("failed"))}`);
  }

  async identity(): Promise<string> {
    return (await this.latest("ready")).identity;
  }

  async join(name: string): Promise<void> {
    await this.latest("ready");
    this.send({ t: "join", name });
    await this.latest("epoch");
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
  }
}

/** What somebody brings who is not simply another guest with the link. */
export interface Brought {
  readonly keys?: CryptoKeyPair;
  /** The link's path and fragment, if it is not the first one. */
  readonly link?: string;
  /** Whom they take for the creator. */
  readonly creator?: string;
}

/** The record of a room, for one who has not been in it. The first to come is the creator. */
async function record(service: MemoryService, { keys: given, link, creator }: Brought): Promise<void> {
  const { room } = service;
  const keys = given ?? (await keyPair());
  if (service.creator === "") service.creator = identityOf(room, await publicKeyOf(keys));
  if (service.door.tokens.length === 0) service.door.tokens.push(hex(tokenHash(roomToken(SECRET, room))));
  const pasted = link === undefined ? null : parseLink(link);
  const secret: Bytes = pasted?.ok === true ? pasted.link.secret : SECRET;
  const cover = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  await keep({ room, secret, version: null, creator: creator ?? service.creator, keys, name: "", cover });
}

/** Opens the room's page and waits for nothing. Everybody has a browser of their own: the record is written anew before each opens it. */
export async function open(service: MemoryService, brought: Brought = {}): Promise<Person> {
  await record(service, brought);
  return new Person(service, service.room);
}

/** Into the lobby. */
export async function arrive(service: MemoryService, brought: Brought = {}): Promise<Person> {
  const person = await open(service, brought);
  await person.latest("ready");
  return person;
}

export async function meet(...names: string[]): Promise<{ service: MemoryService; people: Person[] }> {
  const service = new MemoryService(toBase64url(Uint8Array.from({ length: 16 }, () => made++ % 256)));
  const people: Person[] = [];
  for (const name of names) {
    const person = await arrive(service);
    await person.join(name);
    people.push(person);
  }
  for (const person of people) {
    await person.latest("roster", ({ people: all }) => all.length === names.length && all.every(({ name }) => name !== null));
  }
  return { service, people };
}

afterEach(() => {
  for (const person of running.splice(0)) person.stop();
});
