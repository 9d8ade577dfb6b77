import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";

import { type Bytes, copy, text, toBase64, toBase64url, utf8 } from "../../src/crypto/bytes.ts";
import { appointment, bodyOf, type Charter, CharterError, charterIn, FIRST, follows, makeEnvelope, MOST_ADMITTED, MOST_REMOVED, readEnvelope, type Signed, sorted } from "../../src/crypto/charter.ts";
import { admitted, appointed, ended, locked, removed, settled } from "../../src/crypto/decisions.ts";

import { ROOM, someone, type Someone } from "./people.ts";

/** The charter by itself: one way to write it, nobody's but a moderator's, and no way back. */

let creator: Someone;
let moderator: Someone;
let stranger: Someone;

beforeAll(async () => {
  [creator, moderator, stranger] = [await someone(), await someone(), await someone()];
});

const id = (number: number): string => toBase64url(Uint8Array.from({ length: 16 }, (_, i) => (number * 16 + i) % 256));
const anyId = fc.nat(11).map(id);

function signedBy(who: Someone, charter: Charter): Promise<Signed> {
  return makeEnvelope(ROOM, charter, who.keys, who.suite.publicKey, creator.suite.publicKey);
}

async function fault(envelope: Bytes, room = ROOM, of = creator.identity): Promise<string> {
  return readEnvelope(envelope, room, of).then(
    () => "valid",
    (error: unknown) => {
      if (error instanceof CharterError) return error.fault;
      throw error;
    },
  );
}

async function withModerator(): Promise<Charter> {
  const next = appointed(FIRST, await appointment(ROOM, moderator.identity, creator.keys));
  if (next === null) throw new Error("not appointed");
  return { ...next, n: 1 };
}

type Act = { readonly what: "lock" | "open" | "admit" | "remove" | "settle"; readonly whom: string; readonly byCreator: boolean };

function decided(now: Charter, { what, whom, byCreator }: Act): Charter | null {
  const signer = byCreator ? creator.identity : moderator.identity;
  if (what === "lock" || what === "open") return locked(now, what === "lock");
  if (what === "admit") return admitted(now, whom);
  if (what === "remove") return removed(now, whom, signer, creator.identity);
  return settled(now, (identity) => identity === whom);
}

test("whatever moderators decide one after the other is valid and follows", async () => {
  const anyAct: fc.Arbitrary<Act> = fc.record({
    what: fc.constantFrom("lock", "open", "admit", "remove", "settle"),
    whom: fc.oneof(anyId, fc.constantFrom("creator", "moderator")).map((whom) => (whom === "creator" ? creator.identity : whom === "moderator" ? moderator.identity : whom)),
    byCreator: fc.boolean(),
  });
  const first = await withModerator();
  await fc.assert(
    fc.asyncProperty(fc.array(anyAct, { maxLength: 12 }), async (acts) => {
      let now = first;
      for (const act of acts) {
        // Who has been put out of their place decides nothing more.
        if (!act.byCreator && !now.moderators.some(({ identity }) => identity === moderator.identity)) continue;
        const next = decided(now, act);
        if (next === null) continue;
        const signed = await signedBy(act.byCreator ? creator : moderator, { ...next, n: now.n + 1 });
        const read = await readEnvelope(signed.envelope, ROOM, creator.identity);
        expect(read).toEqual(signed);
        expect(follows(read, now, creator.identity)).toBe(true);
        expect(now.removed.every((identity) => read.charter.removed.includes(identity))).toBe(true);
        expect(read.charter.version - now.version).toBe(read.charter.removed.length - now.removed.length);
        now = read.charter;
      }
      expect(now.removed).not.toContain(creator.identity);
    }),
    { numRuns: 40 },
  );
});

test("a charter that a bit is changed of is nobody's", async () => {
  const { envelope } = await signedBy(creator, { ...(await withModerator()), removed: [id(1)], version: 2 });
  await fc.assert(
    fc.asyncProperty(fc.nat(envelope.length - 1), fc.integer({ min: 1, max: 255 }), async (at, by) => {
      const bent = copy(envelope);
      bent[at] = (bent[at] ?? 0) ^ by;
      expect(await fault(bent)).not.toBe("valid");
    }),
    { numRuns: 300 },
  );
});

test("whatever bytes come: no charter and no other exception", async () => {
  const fields = fc.constantFrom("n", "version", "locked", "ended", "admitted", "removed", "moderators", "body", "key", "creator", "signature", "__proto__");
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 80 }).map((some) => new Uint8Array(some)),
    fc.json().map(utf8),
    fc.dictionary(fields, fc.jsonValue()).map((value) => utf8(JSON.stringify(value))),
  );
  await fc.assert(
    fc.asyncProperty(bytes, async (some) => {
      expect(await fault(some)).toBe("format");
      expect(() => charterIn(some)).toThrow(CharterError);
    }),
    { numRuns: 500 },
  );
});

test("one way to write it: other spellings of the same are not valid", () => {
  const charter: Charter = { ...FIRST, n: 2, locked: true, admitted: sorted([id(3), id(1)]) };
  const body = text(bodyOf(charter));
  expect(charterIn(utf8(body))).toEqual(charter);
  const others = [
    body.replace('"n":2', '"n":2.0'),
    body.replace('"n":2', '"n": 2'),
    body.replace('"n":2', '"n":2,"n":2'),
    body.replace('"n":2,"version":1', '"version":1,"n":2'),
    body.replace('"locked"', '"\\u006cocked"'),
    body.replace('"n":2', '"n":0'),
    body.replace('"version":1', '"version":4294967296'),
    body.replace('"ended":false', '"ended":null'),
    `${body} `,
  ];
  for (const other of others) {
    expect(other).not.toBe(body);
    expect(() => charterIn(utf8(other))).toThrow(CharterError);
  }
  const lists: Partial<Charter>[] = [
    { admitted: [...charter.admitted].reverse() },
    { admitted: [id(1), id(1)] },
    { admitted: ["short"] },
    { admitted: [`${id(1).slice(0, 21)}_`] },
    { removed: [id(1)] },
    { admitted: sorted(Array.from({ length: MOST_ADMITTED + 1 }, (_, i) => toBase64url(Uint8Array.from({ length: 16 }, () => i)))) },
    { removed: sorted(Array.from({ length: MOST_REMOVED + 1 }, (_, i) => toBase64url(Uint8Array.from({ length: 16 }, (_byte, at) => (at < 8 ? i : i >> 8) % 256)))) },
  ];
  for (const list of lists) expect(() => charterIn(bodyOf({ ...charter, ...list }))).toThrow(CharterError);
});

test("a charter of somebody who is no moderator, of another room, of another creator", async () => {
  const charter = { ...FIRST, n: 1, locked: true };
  expect(await fault((await signedBy(creator, charter)).envelope)).toBe("valid");
  expect(await fault((await signedBy(stranger, charter)).envelope)).toBe("signer");
  expect(await fault((await signedBy(creator, charter)).envelope, id(9))).toBe("creator");
  // Another key in the creator's place is another creator.
  const own = await makeEnvelope(ROOM, charter, stranger.keys, stranger.suite.publicKey, stranger.suite.publicKey);
  expect(await fault(own.envelope)).toBe("creator");
  expect(await fault(own.envelope, ROOM, stranger.identity)).toBe("valid");
  // The creator's key with somebody else's hand.
  const forged = await makeEnvelope(ROOM, charter, stranger.keys, creator.suite.publicKey, creator.suite.publicKey);
  expect(await fault(forged.envelope)).toBe("signature");
});

test("who appoints themselves, or carries an appointment of another room", async () => {
  const self = appointed(FIRST, await appointment(ROOM, stranger.identity, stranger.keys));
  const elsewhere = appointed(FIRST, await appointment(id(9), stranger.identity, creator.keys));
  for (const charter of [self, elsewhere]) {
    if (charter === null) throw new Error("not appointed");
    expect(await fault((await signedBy(stranger, { ...charter, n: 1 })).envelope)).toBe("appointment");
  }
});

test("nobody who leads the room is removed by the same charter", async () => {
  const led = await withModerator();
  for (const identity of [creator.identity, moderator.identity]) {
    const signed = await signedBy(moderator, { ...led, n: 2, version: 2, removed: [identity] });
    expect(await fault(signed.envelope)).toBe("format");
  }
});

test("what does not follow: a gap, a repetition, a way back, another's moderators", async () => {
  const led = await withModerator();
  const now: Charter = { ...led, n: 5, version: 3, removed: sorted([id(1), id(2)]) };
  const next = { ...now, n: 6 };
  const by = async (who: Someone, charter: Charter): Promise<boolean> => follows(await signedBy(who, charter), now, creator.identity);
  expect(await by(creator, next)).toBe(true);
  expect(await by(moderator, { ...next, locked: true })).toBe(true);
  expect(await by(creator, { ...next, moderators: [] })).toBe(true);
  const bad: Charter[] = [
    { ...next, n: 5 },
    { ...next, n: 7 },
    { ...next, removed: [id(1)] },
    { ...next, removed: [], version: 4 },
    { ...next, version: 4 },
    { ...next, version: 2 },
    { ...next, removed: sorted([...now.removed, id(3)]) },
    { ...next, removed: sorted([...now.removed, id(3)]), version: 5 },
  ];
  for (const charter of bad) expect(await by(creator, charter)).toBe(false);
  expect(await by(moderator, { ...next, moderators: [] })).toBe(false);
  const again = { ...moderatorOf(led), signature: new Uint8Array(64) };
  expect(await by(moderator, { ...next, moderators: [again] })).toBe(false);
  const over = ended(now);
  if (over === null) throw new Error("not ended");
  expect(follows(await signedBy(creator, { ...next, n: 6, ended: true }), over, creator.identity)).toBe(false);
  expect(follows(await signedBy(creator, { ...next, n: 6 }), over, creator.identity)).toBe(false);
});

function moderatorOf({ moderators: [first] }: Charter): Charter["moderators"][number] {
  if (first === undefined) throw new Error("nobody");
  return first;
}

test("decisions that change nothing, or are not for the signer to make", async () => {
  const led = await withModerator();
  const by = moderator.identity;
  expect(locked(led, false)).toBeNull();
  expect(admitted(led, id(1))).toBeNull();
  expect(removed(led, creator.identity, by, creator.identity)).toBeNull();
  expect(removed(led, by, by, creator.identity)).toBeNull();
  expect(appointed(led, moderatorOf(led))).toBeNull();
  const second = appointed(led, await appointment(ROOM, stranger.identity, creator.keys));
  if (second === null) throw new Error("not appointed");
  expect(removed(second, stranger.identity, by, creator.identity)).toBeNull();
  // The creator takes the appointment back with the place.
  expect(removed(second, stranger.identity, creator.identity, creator.identity)?.moderators).toEqual(led.moderators);
  const gone = removed(led, id(1), by, creator.identity);
  if (gone === null) throw new Error("not removed");
  expect(removed(gone, id(1), by, creator.identity)).toBeNull();
  expect(admitted({ ...gone, locked: true }, id(1))).toBeNull();
  const full: Charter = { ...led, locked: true, admitted: Array.from({ length: MOST_ADMITTED }, (_, i) => id(i)) };
  expect(admitted(full, toBase64url(new Uint8Array(16).fill(255)))).toBeNull();
});

test("the largest charter fits into its envelope", async () => {
  const many = (count: number, from: number): string[] =>
    Array.from({ length: count }, (_, i) => toBase64url(Uint8Array.from({ length: 16 }, (_byte, at) => (at === 0 ? from : (i >> (at % 2 === 0 ? 8 : 0)) % 256))));
  const people = await Promise.all(many(32, 3).map((identity) => appointment(ROOM, identity, creator.keys)));
  const moderators = [...people].sort((a, b) => (a.identity < b.identity ? -1 : 1));
  const charter: Charter = { ...FIRST, n: 900, version: 257, locked: true, admitted: sorted(many(64, 1)), removed: sorted(many(256, 2)), moderators };
  const { envelope } = await signedBy(creator, charter);
  expect(envelope.length).toBeLessThan(48 * 1024);
  expect(await fault(envelope)).toBe("valid");
  expect(toBase64(envelope).length).toBeLessThan(64 * 1024);
});
