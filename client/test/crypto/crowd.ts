import { AsyncLocalStorage } from "node:async_hooks";
import { createInterface } from "node:readline";

import { IDBFactory } from "fake-indexeddb";

import type { GroupCommand, GroupEvent } from "../../src/crypto/contract.ts";
import { keepLink } from "../../src/crypto/link.ts";
import { Session } from "../../src/crypto/session.ts";
import { type Socket, surroundings } from "../../src/crypto/surroundings.ts";

import { fingerprint } from "./fingerprint.ts";

/** Many people in one room of a running service, for tests/crypto/test_together.py: whole sessions in one process. JSON lines in and out. */

// Each has the shelf of a browser of their own, though there is one `indexedDB` for all.
const shelves = new AsyncLocalStorage<IDBFactory>();
Object.defineProperty(globalThis, "indexedDB", { get: () => shelves.getStore() });

const PATIENCE_MS = 60_000;
const LOOK_MS = 20;

type Of<T extends GroupEvent["t"]> = Extract<GroupEvent, { t: T }>;

/** Node's own takes what a browser sends by itself, and no page may set. */
function connect(address: string, protocol: string): Socket {
  const given: unknown = { protocols: protocol, headers: { origin: new URL(address.replace("ws", "http")).origin } };
  return new WebSocket(address, given as string);
}

class Member {
  readonly #newest = new Map<GroupEvent["t"], GroupEvent>();
  readonly #session = new Session((event) => this.#newest.set(event.t, event), { ...surroundings, connect });

  constructor(
    private readonly shelf: IDBFactory,
    room: string,
    origin: string,
  ) {
    this.#command({ t: "open", room, url: `${origin.replace("http", "ws")}/api/v1/rooms/${room}/ws` });
  }

  #command(command: GroupCommand): void {
    shelves.run(this.shelf, () => {
      this.#session.command(command);
    });
  }

  /** The newest event of the kind, once it holds. */
  async newest<T extends GroupEvent["t"]>(kind: T, holds: (event: Of<T>) => boolean = () => true): Promise<Of<T>> {
    for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, LOOK_MS))) {
      const event = this.#newest.get(kind) as Of<T> | undefined;
      if (event !== undefined && holds(event)) return event;
      const failed = this.#newest.get("failed") as Of<"failed"> | undefined;
      if (failed !== undefined) throw new Error(`waiting for ${kind}: ${failed.code}`);
    }
    throw new Error(`${kind} is still ${JSON.stringify(this.#newest.get(kind))}`);
  }

  async join(): Promise<void> {
    const { identity } = await this.newest("ready");
    this.#command({ t: "join", name: `Person ${identity}` });
    await this.newest("epoch");
  }

  /** Says one line, and answers what there is when all have said theirs. */
  async state(people: number): Promise<Record<string, unknown>> {
    const { identity } = await this.newest("ready");
    const roster = await this.newest("roster", ({ people: all }) => all.length === people && all.every(({ name }) => name !== null));
    this.#command({ t: "chat", id: `line ${identity}`, text: `I am ${identity}` });
    const chat = await this.newest("chat", ({ lines }) => lines.length === people && !lines.some(({ pending }) => pending));
    const { epoch, keys } = await this.newest("epoch");
    return {
      identity,
      epoch,
      people: roster.people.map((one) => one.identity).sort(),
      keys: Object.fromEntries(await Promise.all(keys.map(async (one) => [one.identity, await fingerprint(one.key)]))),
      lines: chat.lines.map((line) => [line.identity, line.text]),
      forked: this.#newest.has("mismatch"),
    };
  }
}

interface Question {
  readonly act: "come" | "state";
  readonly origin: string;
  readonly link: string;
  /** How many come at one instant; how many there are. */
  readonly count: number;
}

const members: Member[] = [];

async function arrive({ origin, link }: Question): Promise<Member> {
  const [path, fragment] = link.split("#");
  const room = path?.replace("/r/", "") ?? "";
  const shelf = new IDBFactory();
  if (!(await shelves.run(shelf, () => keepLink(room, fragment ?? ""))).ok) throw new Error("no link");
  const member = new Member(shelf, room, origin);
  await member.newest("ready");
  return member;
}

async function answer(question: Question): Promise<unknown> {
  if (question.act === "state") return { members: await Promise.all(members.map((member) => member.state(question.count))) };
  const wave = await Promise.all(Array.from({ length: question.count }, () => arrive(question)));
  await Promise.all(wave.map((member) => member.join()));
  members.push(...wave);
  return {};
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await answer(JSON.parse(line) as Question))}\n`);
}
process.exit(0);
