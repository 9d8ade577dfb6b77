import "fake-indexeddb/auto";

import { expect, test } from "vitest";

import { toBase64url, utf8 } from "../../src/crypto/bytes.ts";
import { historyOf, loadHistory, saveHistory } from "../../src/crypto/history.ts";
import { forget, kept, keptHistory } from "../../src/crypto/keeper.ts";
import { keepLink, keptLink, publicKeyOf } from "../../src/crypto/link.ts";
import { firstHead } from "../../src/crypto/log.ts";
import { RoomRecord } from "../../src/crypto/record.ts";
import { emptyRoom, reduce, type RoomEvent } from "../../src/crypto/room.ts";

const id = (first: number): string => toBase64url(Uint8Array.from({ length: 16 }, (_, i) => first + i));

test("a link is kept with a key that cannot be taken out, and read back as it came", async () => {
  const [room, fragment] = [id(1), `${id(50)}.${id(90)}`];
  expect((await keepLink(room, `#${fragment}`)).ok).toBe(true);
  const record = await kept(room);
  if (record === null) throw new Error("not kept");
  expect(keptLink(record)).toBe(`/r/${room}#${fragment}`);
  expect([record.keys.privateKey.extractable, record.cover.extractable]).toEqual([false, false]);
  await expect(crypto.subtle.exportKey("pkcs8", record.keys.privateKey)).rejects.toThrow();
  await expect(crypto.subtle.exportKey("raw", record.cover)).rejects.toThrow();
});

test("opening the link again keeps the person, also with a corrected secret", async () => {
  const room = id(2);
  await keepLink(room, `${id(50)}.${id(90)}`);
  const before = await kept(room);
  await keepLink(room, `${id(60)}.${id(90)}`);
  const after = await kept(room);
  if (before === null || after === null) throw new Error("not kept");
  expect(await publicKeyOf(after.keys)).toEqual(await publicKeyOf(before.keys));
  expect(keptLink(after)).toContain(id(60));
});

test("an old link that is opened again does not take the new one's place", async () => {
  const room = id(5);
  await keepLink(room, `${id(50)}.${id(90)}`);
  const before = await kept(room);
  if (before === null) throw new Error("not kept");
  const record = new RoomRecord(before);
  record.challenged(1);
  record.rotate(new Uint8Array(16).fill(7), 2, 4);
  await record.save();
  await keepLink(room, `${id(50)}.${id(90)}`);
  const after = await kept(room);
  if (after === null) throw new Error("not kept");
  expect(keptLink(after)).toBe(record.link);
  expect(new RoomRecord(after).version).toBe(2);
  // Opened again with the epoch before it, the old link stands as if there had been no other.
  expect(record.reopen(4)).toBe(true);
  expect([record.link, record.version]).toEqual([keptLink(before), 1]);
  expect(record.reopen(4)).toBe(false);
});

test("a record from before links had versions is of the first; a pasted link is of the version that the service says", async () => {
  const room = id(6);
  await keepLink(room, `${id(50)}.${id(90)}`);
  const pasted = await kept(room);
  if (pasted === null) throw new Error("not kept");
  const { version: unsaid, ...older } = pasted;
  expect(unsaid).toBeNull();
  const [record, old] = [new RoomRecord(pasted), new RoomRecord(older)];
  for (const each of [record, old]) each.challenged(3);
  expect([record.version, record.outdated, record.replaced]).toEqual([3, false, true]);
  expect([old.version, old.outdated, old.replaced]).toEqual([1, true, true]);
});

test("half a fragment keeps nothing", async () => {
  expect(await keepLink(id(3), id(50))).toEqual({ ok: false, code: "incomplete" });
  expect(await kept(id(3))).toBeNull();
});

test("history: sealed, read back, and gone with the room", async () => {
  const room = id(4);
  await keepLink(room, `${id(50)}.${id(90)}`);
  const record = await kept(room);
  if (record === null) throw new Error("not kept");
  const events: RoomEvent[] = [
    { t: "tree", members: [{ identity: "me", leaf: 0, signatureKey: new Uint8Array(32) }], fresh: [] },
    { t: "name", name: "Canary" },
    { t: "said", identity: "me", seq: 4, payload: { type: "chat", id: "a", text: "canary text", at: 5 } },
    { t: "said", identity: "me", seq: 5, payload: { type: "hand", up: true } },
    { t: "wrote", id: "b", text: "not in the log", at: 6 },
  ];
  const state = events.reduce(reduce, emptyRoom("me"));
  const chat = [{ leaf: 0, identity: "me", signatureKey: new Uint8Array(32), raw: new Uint8Array(16).fill(9) }];
  const history = historyOf(firstHead(room), state, 3, chat, utf8("an envelope"));
  await saveHistory(room, record.cover, history);
  expect(await loadHistory(room, record.cover)).toEqual(history);
  expect(history.lines.map((line) => line.text)).toEqual(["canary text"]);
  const stored = new Uint8Array((await keptHistory(room))?.sealed ?? new ArrayBuffer(0));
  expect(Buffer.from(stored).includes(Buffer.from(utf8("canary")))).toBe(false);
  const other = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  expect(await loadHistory(room, other)).toBeNull();
  await forget(room);
  expect(await kept(room)).toBeNull();
  expect(await keptHistory(room)).toBeNull();
});
