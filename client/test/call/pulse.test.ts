import { expect, test } from "vitest";

import { Pulse } from "../../src/call/pulse.ts";

test("where packets have to come, answers to our own asking are no life", () => {
  const pulse = new Pulse(0);
  for (let bytes = 1; bytes <= 10; bytes++) pulse.note({ bytes, answers: 1 }, bytes * 10);
  pulse.note({ bytes: 10, answers: 2 }, 200);
  expect(pulse.quietSince(true)).toBe(100);
  expect(pulse.quietSince(false)).toBe(200);
  pulse.note({ bytes: 11, answers: 2 }, 300);
  expect([pulse.quietSince(true), pulse.quietSince(false)]).toEqual([300, 300]);
});

test("packets that come now and then are no stream", () => {
  const pulse = new Pulse(0);
  for (let bytes = 1; bytes <= 100; bytes++) pulse.note({ bytes, answers: 1 }, bytes * 3001);
  expect(pulse.steady).toBe(false);
});

test("a stream is one after ten looks, through short pauses, and what is left of it after a long one changes nothing", () => {
  const pulse = new Pulse(0);
  for (let bytes = 1; bytes <= 9; bytes++) pulse.note({ bytes, answers: 1 }, bytes * 2000);
  expect(pulse.steady).toBe(false);
  pulse.note({ bytes: 10, answers: 1 }, 20_000);
  expect(pulse.steady).toBe(true);
  pulse.note({ bytes: 11, answers: 1 }, 60_000);
  expect([pulse.steady, pulse.quietSince(true)]).toEqual([true, 60_000]);
});

test("packets that never came steadily are not missed", () => {
  const pulse = new Pulse(0);
  pulse.note({ bytes: 10, answers: 1 }, 100);
  pulse.note({ bytes: 10, answers: 2 }, 200);
  expect(pulse.quietSince(true)).toBe(200);
});

test("another connection counts from its beginning, also when its counters begin at less", () => {
  const pulse = new Pulse(0);
  pulse.note({ bytes: 1000, answers: 9 }, 100);
  pulse.restart(5000);
  expect(pulse.quietSince(true)).toBe(5000);
  pulse.note({ bytes: 3, answers: 0 }, 5100);
  expect(pulse.quietSince(true)).toBe(5100);
});
