import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HOLD_FRAMES, HOLD_MS, Holds, isAhead, keyIndexOf, type Clock } from "../../src/call/hold.ts";

/** Time that passes only when told to. */
class ManualClock implements Clock {
  #now = 0;
  #waiting: { at: number; then: () => void }[] = [];

  now(): number {
    return this.#now;
  }

  later(ms: number, then: () => void): () => void {
    const entry = { at: this.#now + ms, then };
    this.#waiting.push(entry);
    return () => {
      this.#waiting = this.#waiting.filter((other) => other !== entry);
    };
  }

  pass(ms: number): void {
    const end = this.#now + ms;
    for (;;) {
      const next = this.#waiting.filter((entry) => entry.at <= end).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      this.#waiting = this.#waiting.filter((entry) => entry !== next);
      this.#now = Math.max(this.#now, next.at);
      next.then();
    }
    this.#now = end;
  }

  get pending(): number {
    return this.#waiting.length;
  }
}

function table(): { clock: ManualClock; out: number[]; lost: [string, number][]; holds: Holds<number>; open: (id: string, who: string) => (f: number, i: number | null) => void } {
  const clock = new ManualClock();
  const out: number[] = [];
  const lost: [string, number][] = [];
  const holds = new Holds<number>((identity, frames) => lost.push([identity, frames]), clock);
  return { clock, out, lost, holds, open: (id, who) => holds.open(id, who, (frame) => out.push(frame)) };
}

describe("key index of a frame", () => {
  it("is the last byte after an IV of 12", () => {
    const bytes = new Uint8Array(40);
    bytes.set([12, 7], 38);
    expect(keyIndexOf(bytes.buffer)).toBe(7);
  });

  it("is null for anything else, whatever the bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        const copy = bytes.slice();
        const index = keyIndexOf(copy.buffer);
        const framed = copy.length > 14 && copy.at(-2) === 12;
        expect(index).toBe(framed ? copy.at(-1) : null);
      }),
    );
  });

  it("is ahead by 1 to 127, modulo 256", () => {
    fc.assert(
      fc.property(fc.nat(255), fc.nat(255), (index, newest) => {
        const steps = (index - newest + 256) % 256;
        expect(isAhead(index, newest)).toBe(steps >= 1 && steps <= 127);
      }),
    );
    expect(isAhead(0, 255)).toBe(true);
    expect(isAhead(0, undefined)).toBe(true);
  });
});

describe("hold", () => {
  it("lets known and older indexes and other frames through at once", () => {
    const { holds, open, out } = table();
    holds.keyed("a", 5);
    const accept = open("t", "a");
    accept(1, 5);
    accept(2, 4);
    accept(3, null);
    accept(4, 200);
    expect(out).toEqual([1, 2, 3, 4]);
  });

  it("releases in order when the key is here", () => {
    const { holds, open, out, clock, lost } = table();
    holds.keyed("a", 255);
    const accept = open("t", "a");
    for (const frame of [1, 2, 3]) accept(frame, 0);
    clock.pass(HOLD_MS - 1);
    expect(out).toEqual([]);
    holds.keyed("a", 0);
    expect(out).toEqual([1, 2, 3]);
    clock.pass(HOLD_MS * 2);
    expect(lost).toEqual([]);
    expect(clock.pending).toBe(0);
  });

  it("holds for a sender without any key", () => {
    const { holds, open, out } = table();
    const accept = open("t", "a");
    accept(1, 9);
    expect(out).toEqual([]);
    holds.keyed("a", 9);
    expect(out).toEqual([1]);
  });

  it("drops an index at once after it was waited for in vain, until its key comes", () => {
    const { holds, open, out, clock, lost } = table();
    holds.keyed("a", 1);
    const accept = open("t", "a");
    accept(1, 2);
    clock.pass(500);
    accept(2, 2);
    clock.pass(HOLD_MS);
    expect(lost).toEqual([["a", 2]]);
    accept(3, 2);
    expect(lost).toEqual([["a", 2], ["a", 1]]);
    holds.keyed("a", 2);
    accept(4, 2);
    expect(out).toEqual([4]);
  });

  it("does not let one person's key release another's frames", () => {
    const { holds, open, out } = table();
    holds.keyed("a", 1);
    holds.keyed("b", 1);
    open("t", "a")(1, 2);
    holds.keyed("b", 2);
    expect(out).toEqual([]);
  });

  it("follows a receiver that is given to another person", () => {
    const { holds, open, out, lost, clock } = table();
    holds.keyed("a", 1);
    holds.keyed("b", 7);
    const accept = open("t1", "a");
    accept(1, 2);
    holds.moved("t2", "t1", "b");
    accept(2, 7);
    holds.keyed("a", 2);
    expect(out).toEqual([2]);
    accept(3, 8);
    holds.keyed("b", 8);
    expect(out).toEqual([2, 3]);
    clock.pass(HOLD_MS * 2);
    expect(lost).toEqual([]);
  });

  it("forgets a track that was removed, but not for another's sake", () => {
    const { holds, open, out, clock, lost } = table();
    const accept = open("t", "a");
    accept(1, 3);
    holds.removed("t", "b");
    holds.removed("t", "a");
    accept(2, 3);
    clock.pass(HOLD_MS * 2);
    expect(out).toEqual([2]);
    expect(lost).toEqual([]);
  });

  it("never holds more than its bound, loses no frame silently and keeps the order, whatever comes", () => {
    const step = fc.oneof(
      fc.record({ t: fc.constant("frame" as const), index: fc.option(fc.nat(255)) }),
      fc.record({ t: fc.constant("key" as const), index: fc.nat(255) }),
      fc.record({ t: fc.constant("time" as const), ms: fc.nat(3000) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 400 }), (steps) => {
        const { holds, open, out, clock, lost } = table();
        const accept = open("t", "a");
        let sent = 0;
        const byIndex = new Map<number, number[]>();
        for (const one of steps) {
          if (one.t === "key") holds.keyed("a", one.index);
          else if (one.t === "time") clock.pass(one.ms);
          else {
            if (one.index !== null) byIndex.set(one.index, [...(byIndex.get(one.index) ?? []), sent]);
            accept(sent++, one.index);
          }
          const gone = lost.reduce((sum, [, frames]) => sum + frames, 0);
          expect(sent - out.length - gone).toBeLessThanOrEqual(HOLD_FRAMES);
          expect(sent - out.length - gone).toBeGreaterThanOrEqual(0);
        }
        clock.pass(HOLD_MS * 3);
        expect(out.length + lost.reduce((sum, [, frames]) => sum + frames, 0)).toBe(sent);
        for (const frames of byIndex.values()) {
          const released = out.filter((frame) => frames.includes(frame));
          expect(released).toEqual([...released].sort((a, b) => a - b));
        }
      }),
      { numRuns: 200 },
    );
  });
});
