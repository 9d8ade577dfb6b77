import { beforeEach, expect, test } from "vitest";

import { Line, type LineEvent } from "../../src/crypto/delivery.ts";
import type { Socket } from "../../src/crypto/surroundings.ts";

/** A line whose time and sockets are in our hands. */

class Wire implements Socket {
  readyState = 0;
  readonly sent: string[] = [];
  readonly #heard: ((event: MessageEvent<unknown>) => void)[] = [];
  readonly #closed: (() => void)[] = [];

  addEventListener(type: "message" | "close", listener: (event: MessageEvent<unknown>) => void): void {
    if (type === "message") this.#heard.push(listener);
    else this.#closed.push(listener as () => void);
  }

  send(frame: string): void {
    this.sent.push(frame);
  }

  close(): void {
    this.readyState = 3;
    for (const each of this.#closed) each();
  }

  say(frame: object): void {
    this.readyState = 1;
    for (const each of this.#heard) each(new MessageEvent("message", { data: JSON.stringify(frame) }));
  }
}

let now = 0;
let timers: { readonly at: number; readonly act: () => void }[] = [];
let wires: Wire[] = [];
let events: LineEvent[] = [];

function passes(ms: number): void {
  const end = now + ms;
  for (let next = first(end); next !== undefined; next = first(end)) {
    now = Math.max(now, next.at);
    timers = timers.filter((timer) => timer !== next);
    next.act();
  }
  now = end;
}

function first(end: number): (typeof timers)[number] | undefined {
  return [...timers].sort((a, b) => a.at - b.at).find(({ at }) => at <= end);
}

function last(): Wire {
  const wire = wires.at(-1);
  if (wire === undefined) throw new Error("nothing was opened");
  return wire;
}

function downs(): number {
  return events.filter(({ t }) => t === "down").length;
}

function open(): Line {
  const line: Line = new Line(
    "memory:",
    {
      now: () => now,
      random: () => 1,
      after: (ms, act) => {
        const timer = { at: now + ms, act };
        timers.push(timer);
        return () => {
          timers = timers.filter((other) => other !== timer);
        };
      },
      connect: () => {
        const wire = new Wire();
        wires.push(wire);
        return wire;
      },
    },
    (event) => {
      events.push(event);
      if (event.t === "down") line.retry();
    },
  );
  line.open();
  return line;
}

/** To a service that has let us in. */
function openAndIn(): Line {
  const line = open();
  last().say({ t: "pong" });
  line.proven();
  return line;
}

beforeEach(() => {
  now = 0;
  timers = [];
  wires = [];
  events = [];
});

test("asks after two seconds of silence, and takes two and a half more for a dead line", () => {
  openAndIn();
  passes(1999);
  expect(last().sent).toEqual([]);
  passes(1);
  expect(last().sent).toEqual(['{"t":"ping"}']);
  passes(2499);
  expect(downs()).toBe(0);
  passes(1);
  expect(downs()).toBe(1);
  passes(250);
  expect(wires).toHaveLength(2);
});

test("a slow line has more time", () => {
  openAndIn();
  passes(2600);
  last().say({ t: "pong" });
  passes(2000 + 2500 + 5 * 600 - 1);
  expect(downs()).toBe(0);
  passes(1);
  expect(downs()).toBe(1);
});

test("an attempt that hears nothing is given up like a silent line, and another follows at least every two seconds", () => {
  open();
  passes(60_000);
  expect(wires.length).toBeGreaterThanOrEqual(Math.floor(60 / (4.5 + 2)));
  for (const wire of wires.slice(0, -1)) expect(wire.readyState).toBe(3);
});

test("where nobody answers at all, it tries every two seconds for two minutes, and then now and then", () => {
  open();
  for (let i = 0; i < 60; i++) {
    last().close();
    passes(2000);
    expect(wires).toHaveLength(i + 2);
  }
  last().close();
  passes(2000);
  expect(wires).toHaveLength(61);
  passes(13_000);
  expect(wires).toHaveLength(62);
});

test("a check asks at once, or tries at once", () => {
  const line = openAndIn();
  line.check();
  expect(last().sent).toEqual(['{"t":"ping"}']);
  // Whoever asks has a reason of their own to think so: that is half of the answer.
  passes(999);
  expect(downs()).toBe(0);
  passes(1);
  expect(downs()).toBe(1);
  line.check();
  expect(wires).toHaveLength(2);
});

test("a machine that slept asks again before it believes in a dead line", () => {
  openAndIn();
  passes(2000);
  // Timers stand still while the lid is closed.
  now += 3_600_000;
  passes(0);
  expect(downs()).toBe(0);
  expect(last().sent).toHaveLength(2);
  passes(2500);
  expect(downs()).toBe(1);
});

test("before the service has let us in nobody asks it, and its silence is the end of an attempt all the same", () => {
  const line = open();
  last().say({ t: "challenge", nonce: "", version: 1, link: 1 });
  line.check();
  passes(999);
  expect(downs()).toBe(0);
  passes(1);
  expect(downs()).toBe(1);
  passes(250);
  last().say({ t: "challenge", nonce: "", version: 1, link: 1 });
  passes(4499);
  expect(downs()).toBe(1);
  passes(1);
  expect(downs()).toBe(2);
  expect(wires.map(({ sent }) => sent)).toEqual([[], []]);
});

test("nothing but hello goes before the service has let us in, on each new socket again", () => {
  const line = open();
  last().say({ t: "challenge", nonce: "", version: 1, link: 1 });
  line.send({ t: "token" });
  expect(line.up).toBe(false);
  expect(last().sent).toEqual([]);
  line.proven();
  line.send({ t: "token" });
  expect(line.up).toBe(true);
  expect(last().sent).toEqual(['{"t":"token"}']);
  last().close();
  passes(2000);
  last().say({ t: "challenge", nonce: "", version: 1, link: 1 });
  line.send({ t: "token" });
  expect(last().sent).toEqual([]);
});
