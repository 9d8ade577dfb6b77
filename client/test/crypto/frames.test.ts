import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";

import { concat, copy, u16, u32, u64, u8, utf8 } from "../../src/crypto/bytes.ts";
import { chatKey, FrameError, Opener, Sealer, SIZE_CLASSES } from "../../src/crypto/frames.ts";
import { firstHead } from "../../src/crypto/log.ts";
import { sign } from "../../src/crypto/suite.ts";

import { ROOM, someone, type Someone } from "./people.ts";

const raw = new Uint8Array(16).fill(7);
const head = firstHead(ROOM);
let who: Someone;
let key: CryptoKey;
const sealer = (epoch = 3, leaf = 1): Sealer => new Sealer(ROOM, epoch, leaf, key, who.keys);
const opener = (room = ROOM, epoch = 3): Opener =>
  new Opener(room, epoch, new Map([[1, { identity: who.identity, signatureKey: who.suite.publicKey, key }]]));

beforeAll(async () => {
  who = await someone();
  key = await chatKey(raw);
});

async function fault(act: Promise<unknown>): Promise<string> {
  return act.then(
    () => "opened",
    (error: unknown) => {
      if (error instanceof FrameError) return error.fault;
      throw error;
    },
  );
}

test("frames have one of five sizes", async () => {
  const from = sealer();
  for (const [length, size] of [1, 200, 900, 3900, 16_000].entries()) {
    const frame = await from.seal({ type: "chat", id: "a", text: "x".repeat(Math.min(size, 4000)), at: 0 }, head);
    expect(SIZE_CLASSES.map((each) => each + 33), `${length}`).toContain(frame.length);
  }
});

test("counters grow, and a frame is opened once and in order", async () => {
  const [from, to] = [sealer(), opener()];
  const [one, two] = [await from.seal({ type: "hand", up: true }, head), await from.seal({ type: "hand", up: false }, head)];
  expect(one.subarray(13, 17)).toEqual(u32(0));
  expect(two.subarray(13, 17)).toEqual(u32(1));
  expect((await to.open(two, "message")).payload).toEqual({ type: "hand", up: false });
  expect(await fault(to.open(two, "message"))).toBe("replay");
  expect(await fault(to.open(one, "message"))).toBe("replay");
});

test("a signal may pass a message, and neither the other's carrier", async () => {
  const [from, to] = [sealer(), opener()];
  const [message, signal] = [await from.seal({ type: "hand", up: true }, head), await from.seal({ type: "keyframe" }, head)];
  expect((await to.open(signal, "signal")).payload).toEqual({ type: "keyframe" });
  expect((await to.open(message, "message")).payload).toEqual({ type: "hand", up: true });
  expect(await fault(opener().open(message, "signal"))).toBe("carrier");
  expect(await fault(opener().open(signal, "message"))).toBe("carrier");
});

test("another room, epoch, leaf or key, another person's signature", async () => {
  const frame = await sealer().seal({ type: "hand", up: true }, head);
  expect(await fault(opener("other").open(frame, "message"))).toBe("seal");
  expect(await fault(opener(ROOM, 4).open(frame, "message"))).toBe("epoch");
  expect(await fault(opener().open(await sealer(3, 2).seal({ type: "hand", up: true }, head), "message"))).toBe("leaf");
  const otherKey = new Sealer(ROOM, 3, 1, await chatKey(new Uint8Array(16)), who.keys);
  expect(await fault(opener().open(await otherKey.seal({ type: "hand", up: true }, head), "message"))).toBe("seal");
  // Every member has every chat key: only the signature says who wrote.
  const another = new Sealer(ROOM, 3, 1, key, (await someone()).keys);
  expect(await fault(opener().open(await another.seal({ type: "hand", up: true }, head), "message"))).toBe("signature");
});

test("a frame that was refused does not lock out the true one", async () => {
  const frame = await sealer().seal({ type: "hand", up: true }, head);
  const forged = copy(frame);
  forged[forged.length - 1] = (forged.at(-1) ?? 0) ^ 1;
  const to = opener();
  expect(await fault(to.open(forged, "message"))).toBe("seal");
  expect((await to.open(frame, "message")).identity).toBe(who.identity);
});

/** A frame whose sender signs and seals whatever it likes. */
async function crafted(content: Uint8Array, fill: (plain: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const id = utf8(ROOM);
  const numbers = concat(u64(3), u32(1), u32(0));
  const signature = await sign(who.keys, concat(utf8("folkmoot frame v1"), u8(0), u16(id.length), id, numbers, content));
  const header = concat(u8(1), numbers);
  const parameters = { name: "AES-GCM", iv: concat(u64(0), u32(0)), additionalData: concat(u16(id.length), id, header) };
  return concat(header, new Uint8Array(await crypto.subtle.encrypt(parameters, key, fill(concat(content, signature)))));
}

test("what a member may sign all the same: padding, size, type, payload", async () => {
  const content = (type: number, body: Uint8Array): Uint8Array => concat(u8(type), u64(0), head.hash, u32(body.length), body);
  const filled = (size: number, last = 0) => (plain: Uint8Array<ArrayBuffer>) => {
    const out = new Uint8Array(size);
    out.set(plain);
    out[size - 1] = last;
    return out;
  };
  const hand = content(3, utf8('{"up":true}'));
  expect(await fault(opener().open(await crafted(hand, filled(256)), "message"))).toBe("opened");
  expect(await fault(opener().open(await crafted(hand, filled(256, 1)), "message"))).toBe("padding");
  expect(await fault(opener().open(await crafted(hand, filled(1024)), "message"))).toBe("padding");
  expect(await fault(opener().open(await crafted(hand, filled(300)), "message"))).toBe("format");
  expect(await fault(opener().open(await crafted(content(9, utf8("{}")), filled(256)), "message"))).toBe("payload");
  expect(await fault(opener().open(await crafted(content(3, utf8("{}")), filled(256)), "message"))).toBe("payload");
  const long = concat(u8(3), u64(0), head.hash, u32(0xffff_ffff));
  expect(await fault(opener().open(await crafted(long, filled(256)), "message"))).toBe("format");
  const far = concat(u8(3), new Uint8Array(8).fill(255), head.hash, u32(0));
  expect(await fault(opener().open(await crafted(far, filled(256)), "message"))).toBe("format");
});

test("whatever bytes come: opened or a named fault", async () => {
  const frame = await sealer().seal({ type: "chat", id: "a", text: "hello", at: 1 }, head);
  const damaged = fc.oneof(
    fc.uint8Array({ maxLength: 400 }),
    fc.tuple(fc.nat(frame.length - 1), fc.integer({ min: 1, max: 255 })).map(([at, by]) => frame.map((byte, i) => (i === at ? byte ^ by : byte))),
    fc.nat(frame.length - 1).map((end) => frame.slice(0, end)),
    fc.uint8Array({ minLength: 289, maxLength: 289 }),
  );
  await fc.assert(
    fc.asyncProperty(damaged, async (bytes) => {
      expect(await fault(opener().open(new Uint8Array(bytes), "message"))).not.toBe("opened");
    }),
    { numRuns: 300 },
  );
});
