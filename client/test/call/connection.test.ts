import { ConnectionState, RoomEvent, type Room } from "livekit-client";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { Connection, type EngineAccess } from "../../src/call/connection.ts";

/** LiveKit's room as far as it is asked: one connection or attempt at a time, which goes as the test says. */
class Media {
  state = ConnectionState.Disconnected;
  readonly localParticipant = { isMicrophoneEnabled: true };
  readonly engine = { pcManager: { publisher: { getStats: () => Promise.resolve(new Map([["way", this.#way()]])) } } };
  /** Tokens, in the order in which they were used. */
  readonly used: string[] = [];
  ended = 0;
  /** Something comes between one look and the next. */
  flows = true;
  #bytes = 0;
  #heard = new Map<RoomEvent, () => void>();
  #attempt: { readonly resolve: () => void; readonly reject: (error: Error) => void } | null = null;

  on(event: RoomEvent, act: () => void): void {
    this.#heard.set(event, act);
  }

  connect(_url: string, token: string): Promise<void> {
    this.used.push(token);
    this.state = ConnectionState.Connecting;
    return new Promise((resolve, reject) => {
      this.#attempt = { resolve, reject };
    });
  }

  disconnect(): Promise<void> {
    this.ended++;
    const before = this.state;
    this.state = ConnectionState.Disconnected;
    this.fails();
    if (before === ConnectionState.Connected) this.#heard.get(RoomEvent.Disconnected)?.();
    return Promise.resolve();
  }

  stands(): void {
    this.state = ConnectionState.Connected;
    this.#heard.get(RoomEvent.Connected)?.();
    this.#attempt?.resolve();
    this.#attempt = null;
  }

  fails(): void {
    this.#attempt?.reject(new Error("no way"));
    this.#attempt = null;
  }

  #way(): object {
    if (this.flows) this.#bytes += 100;
    return { type: "candidate-pair", bytesReceived: this.#bytes, responsesReceived: 0 };
  }
}

let media: Media;
let connection: Connection;
let states: string[];

const access = (run: string, token: string): EngineAccess => ({ path: "/engine", token, run });
const passes = async (ms: number): Promise<void> => {
  await vi.advanceTimersByTimeAsync(ms);
};

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("location", { protocol: "https:", host: "meet.example.org" });
  media = new Media();
  states = [];
  connection = new Connection(media as unknown as Room, {
    prepare: () => Promise.resolve({}),
    state: (state) => states.push(state),
    needsAccess: () => undefined,
    doubts: () => undefined,
    failed: (code) => states.push(code),
  });
  connection.setAccess(access("1", "a"));
});

afterEach(() => {
  connection.end();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

/** Long enough for packets to be what has to come. */
async function stands(): Promise<void> {
  connection.start();
  await passes(0);
  media.stands();
  await passes(6000);
}

test("a way in is kept until it is wanted", async () => {
  await passes(10_000);
  expect(media.used).toEqual([]);
  connection.start();
  await passes(0);
  expect(media.used).toEqual(["a"]);
});

test("a newer token to the same start of the media server disturbs nothing, and is used for the next attempt", async () => {
  await stands();
  connection.setAccess(access("1", "b"));
  await passes(10_000);
  expect([media.used, media.ended]).toEqual([["a"], 0]);
  connection.renew();
  await passes(0);
  expect(media.used).toEqual(["a", "b"]);
});

test("another start of the media server: who waits for the next attempt waits no longer", async () => {
  connection.start();
  await passes(0);
  media.fails();
  await passes(0);
  connection.setAccess(access("2", "b"));
  await passes(0);
  expect(media.used).toEqual(["a", "b"]);
});

test("another start: an attempt that is under way goes on, for a second of the same person would end it", async () => {
  connection.start();
  await passes(0);
  connection.setAccess(access("2", "b"));
  await passes(0);
  media.stands();
  await passes(10_000);
  expect([media.used, media.ended]).toEqual([["a"], 0]);
  expect(states.at(-1)).toBe("online");
});

test("another start: a connection that stands is kept when something comes over it", async () => {
  await stands();
  connection.setAccess(access("2", "b"));
  expect(states.at(-1)).toBe("reconnecting");
  await passes(1000);
  expect([media.used, media.ended]).toEqual([["a"], 0]);
  expect(states.at(-1)).toBe("online");
});

test("another start: a connection over which nothing comes any more is replaced as soon as that is certain", async () => {
  await stands();
  media.flows = false;
  await passes(100);
  connection.setAccess(access("2", "b"));
  await passes(400);
  expect(media.ended).toBe(0);
  await passes(200);
  expect([media.used, media.ended]).toEqual([["a", "b"], 1]);
});

test("who rests is not connected, whatever had begun, and begins anew as the first time", async () => {
  connection.start();
  await passes(0);
  connection.rest();
  await passes(30_000);
  expect([media.used, media.state]).toEqual([["a"], ConnectionState.Disconnected]);
  await stands();
  expect([media.used, states.at(-1)]).toEqual([["a", "a"], "online"]);
  connection.rest();
  await passes(30_000);
  expect([media.used.length, media.state]).toEqual([2, ConnectionState.Disconnected]);
});
