import fc from "fast-check";
import { expect, test } from "vitest";

import { type Entry, firstHead, Log, nextHead } from "../../src/crypto/log.ts";
import { Outbox } from "../../src/crypto/outbox.ts";
import { emptyRoom, gone, queue, rank, reduce, type RoomEvent, type RoomState, roster } from "../../src/crypto/room.ts";

const ME = "me";
const member = (identity: string, leaf: number): { identity: string; leaf: number; signatureKey: Uint8Array } => ({ identity, leaf, signatureKey: new Uint8Array() });
const after = (...events: RoomEvent[]): RoomState => events.reduce(reduce, emptyRoom(ME));
const tree = (...identities: string[]): RoomEvent => ({ t: "tree", members: identities.map(member), fresh: [] });
const hand = (identity: string, seq: number, up = true): RoomEvent => ({ t: "said", identity, seq, payload: { type: "hand", up } });
const profile = (identity: string, seq: number, name: string, raised: number | null = null): RoomEvent => ({
  t: "said",
  identity,
  seq,
  payload: { type: "profile", name, hand: raised, charter: null },
});

test("the roster is the tree, in its order, with the names that were heard", () => {
  const state = after(tree("a", ME, "b"), profile("b", 3, "Bea"), { t: "presence", identity: "a", state: "away" }, { t: "left", identity: "b" });
  expect(roster(state, "a")).toEqual([
    { identity: "a", leaf: 0, name: null, self: false, creator: true, moderator: false, presence: "away", heard: false },
    { identity: ME, leaf: 1, name: null, self: true, creator: false, moderator: false, presence: "here", heard: true },
    { identity: "b", leaf: 2, name: "Bea", self: false, creator: false, moderator: false, presence: "left", heard: true },
  ]);
});

test("who is removed is shown as gone, has no hand up and is to be taken out; who is appointed is named", () => {
  const decided: RoomEvent = { t: "charter", moderators: ["b"], removed: ["a", "elsewhere"] };
  const state = after(tree("a", ME, "b"), hand("a", 3), hand("b", 4), decided);
  expect(roster(state, "a").map(({ moderator, presence }) => [moderator, presence])).toEqual([[false, "left"], [false, "here"], [true, "here"]]);
  expect([queue(state), gone(state), rank(state)]).toEqual([["b"], ["a"], 0]);
});

test("hands queue by the log, whoever tells and in whatever order it is heard", () => {
  expect(queue(after(tree(ME, "a", "b"), hand("b", 4), hand("a", 6), hand(ME, 5)))).toEqual(["b", ME, "a"]);
  // A hand already up keeps its place; a lowered one loses it.
  expect(queue(after(tree(ME, "a", "b"), hand("a", 4), hand("b", 5), hand("a", 6)))).toEqual(["a", "b"]);
  expect(queue(after(tree(ME, "a", "b"), hand("a", 4), hand("b", 5), hand("a", 6, false), hand("a", 7)))).toEqual(["b", "a"]);
  // Leaving lowers it, and so does not being in the tree.
  expect(queue(after(tree(ME, "a"), hand("a", 4), { t: "left", identity: "a" }))).toEqual([]);
  expect(queue(after(tree(ME, "a"), hand("a", 4), tree(ME)))).toEqual([]);
});

test("a joiner learns older hands from their owners, and nobody passes others by claiming one", () => {
  const joined: RoomEvent[] = [{ t: "start", since: 10 }, tree(ME, "a", "b")];
  expect(queue(after(...joined, hand("b", 12), profile("a", 13, "A", 4)))).toEqual(["a", "b"]);
  expect(queue(after(...joined, hand("b", 12), profile("a", 13, "A", 11)))).toEqual(["b"]);
  expect(queue(after(...joined, hand("a", 12), profile("a", 13, "A", 2)))).toEqual(["a"]);
  expect(after(...joined, hand("a", 12), profile("a", 13, "A", 2)).hands.get("a")).toBe(12);
  expect(queue(after(...joined, profile("a", 13, "A", 4), profile("a", 14, "A")))).toEqual([]);
});

test("presence is a hint, the log decides", () => {
  const state = after(tree(ME, "a"), { t: "left", identity: "a" }, { t: "presence", identity: "a", state: "here" });
  expect(gone(state)).toEqual(["a"]);
  expect(gone(reduce(state, { t: "back", identity: "a" }))).toEqual([]);
  expect(gone(reduce(state, { t: "tree", members: [member(ME, 0), member("a", 1)], fresh: ["a"] }))).toEqual([]);
  expect(gone(after(tree(ME, "a"), { t: "presence", identity: "a", state: "left" }))).toEqual([]);
});

test("who removes whom: present people before us count", () => {
  const events: RoomEvent[] = [tree("a", "b", ME, "c"), { t: "left", identity: "c" }];
  expect(rank(after(...events))).toBe(2);
  expect(rank(after(...events, { t: "left", identity: "a" }, { t: "presence", identity: "b", state: "away" }))).toBe(0);
});

test("lines: ours wait at the end until the log has them, and nothing is shown twice", () => {
  const chat = (identity: string, seq: number, id: string): RoomEvent => ({ t: "said", identity, seq, payload: { type: "chat", id, text: id, at: 1 } });
  const wrote: RoomEvent = { t: "wrote", id: "mine", text: "mine", at: 1 };
  const waiting = after(tree(ME, "a"), wrote, chat("a", 3, "theirs"));
  expect(waiting.lines.map(({ id, pending, own }) => [id, pending, own])).toEqual([
    ["theirs", false, false],
    ["mine", true, true],
  ]);
  const settled = [chat(ME, 4, "mine"), chat("a", 5, "later"), chat("a", 6, "later")].reduce(reduce, waiting);
  expect(settled.lines.map(({ id, pending }) => [id, pending])).toEqual([
    ["theirs", false],
    ["mine", false],
    ["later", false],
  ]);
  // Two people's ids may be the same.
  expect(reduce(settled, chat(ME, 7, "later")).lines).toHaveLength(4);
});

test("the same log gives everybody the same queue", () => {
  const people = ["a", "b", "c", ME];
  const event = fc.oneof(
    fc.tuple(fc.constantFrom(...people), fc.boolean()).map(([who, up]) => ({ who, up })),
    fc.constantFrom(...people).map((who) => ({ who, up: null })),
  );
  fc.assert(
    fc.property(fc.array(event, { maxLength: 30 }), fc.nat(29), (events, late) => {
      const log: RoomEvent[] = events.map(({ who, up }, i) => (up === null ? { t: "left", identity: who } : hand(who, i + 1, up)));
      const all = after(tree(...people), ...log);
      const since = Math.min(late, log.length);
      const claims = [...log.slice(0, since).reduce(reduce, after(tree(...people))).hands].map(([who, seq]) => profile(who, since, who, seq));
      const joiner = after({ t: "start", since }, tree(...people), ...claims, ...log.slice(since));
      expect(queue(joiner)).toEqual(queue(all));
    }),
  );
});

const entry = (seq: number, body = "x"): Entry => ({ seq, kind: "message", epoch: 1, from: "a", body: new TextEncoder().encode(body) });

test("the log has no gaps, and compares what others saw", () => {
  const log = new Log(firstHead("room"));
  const one = nextHead(log.head, entry(1));
  expect(log.append(entry(2))).toBe(false);
  expect(log.hear({ n: 2, hash: one.hash }, "liar")).toBe("ahead");
  expect(log.append(entry(1))).toBe(true);
  expect(log.append(entry(1))).toBe(false);
  expect(log.compare(one)).toBe("same");
  expect(log.compare({ n: 1, hash: new Uint8Array(32) })).toBe("other");
  expect(log.contradicted()).toEqual([]);
  expect(log.append(entry(2))).toBe(true);
  expect(log.contradicted()).toEqual(["liar"]);
  expect(log.contradicted()).toEqual([]);
  expect(new Log({ n: 9, hash: one.hash }).compare(one)).toBe("old");
});

test("every field of every entry is in the running hash", () => {
  const any = fc.record({
    seq: fc.nat(),
    kind: fc.constantFrom("created", "commit", "message", "left", "back", "reopen" as const),
    epoch: fc.nat(),
    from: fc.string(),
    body: fc.uint8Array({ maxLength: 40 }).map((bytes) => new Uint8Array(bytes)),
  });
  const start = firstHead("room");
  fc.assert(
    fc.property(any, any, (a, b) => {
      const same = JSON.stringify(a) === JSON.stringify(b);
      expect(nextHead(start, a).hash.join() === nextHead(start, b).hash.join()).toBe(same);
    }),
  );
});

test("messages on their way: in order, again when refused, not again when the log has them", () => {
  const outbox = new Outbox();
  const sealed = (n: number): Parameters<Outbox["sent"]>[1] => ({ payload: { type: "hand", up: true }, epoch: 1, body: Uint8Array.of(n) });
  outbox.add({ type: "hand", up: true });
  outbox.add({ type: "profile" });
  outbox.add({ type: "profile" });
  outbox.add({ type: "hand", up: false });
  const first = outbox.next();
  if (first === null) throw new Error("nothing to send");
  outbox.sent(first.id, sealed(1));
  expect(outbox.next()?.content).toEqual({ type: "profile" });
  outbox.refused(first.id);
  expect(outbox.next()?.id).toBe(first.id);
  outbox.sent(first.id, sealed(2));
  outbox.lost();
  // Its answer is lost: nothing passes it until the log has told.
  expect(outbox.next()).toBeNull();
  expect(outbox.landed(Uint8Array.of(1))).toBeNull();
  expect(outbox.landed(Uint8Array.of(2))?.body).toEqual(Uint8Array.of(2));
  const second = outbox.next();
  if (second === null) throw new Error("nothing to send");
  expect(second.content).toEqual({ type: "profile" });
  outbox.sent(second.id, sealed(3));
  outbox.lost();
  outbox.settled();
  expect(outbox.next()?.id).toBe(second.id);
  expect(outbox.accepted("unknown")).toBeNull();
});
