import "fake-indexeddb/auto";

import { sha256 } from "@noble/hashes/sha2.js";
import { expect, test } from "vitest";

import { type Bytes, copy, fromBase64, toBase64 } from "../../src/crypto/bytes.ts";
import { appointment, FIRST, makeEnvelope } from "../../src/crypto/charter.ts";
import { appointed } from "../../src/crypto/decisions.ts";
import { Group } from "../../src/crypto/group.ts";
import { readGroupInfo } from "../../src/crypto/groupinfo.ts";

import { pskFor, someone, type Someone } from "./people.ts";
import type { MemoryService } from "./service.ts";
import { arrive, FASTER, meet, open, type Person, SECRET } from "./sessions.ts";

/** Moderation in whole sessions, and those who try to moderate without being asked: docs/protocol.md section 9. */

async function pause(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms / FASTER));
}

async function named(person: Person, ...names: string[]): Promise<void> {
  await person.latest("roster", ({ people }) => people.map(({ name }) => name ?? "").sort().join() === [...names].sort().join());
}

/** They hear each other, and neither has noticed anything wrong. */
async function together(...people: Person[]): Promise<void> {
  for (const [at, person] of people.entries()) person.send({ t: "chat", id: `together-${at}-${Math.random()}`, text: `from ${at}` });
  const texts = people.map((_, at) => `from ${at}`);
  for (const person of people) await person.latest("chat", ({ lines }) => texts.every((text) => lines.some((line) => line.text === text && !line.pending)));
  for (const person of people) expect([...person.of("mismatch"), ...person.of("failed")]).toEqual([]);
}

async function failure(person: Person): Promise<string> {
  return (await person.latest("failed")).code;
}

async function appoint(by: Person, whom: Person): Promise<void> {
  by.send({ t: "appoint", identity: await whom.identity() });
  await whom.latest("moderation", ({ may }) => may === "some");
}

test("the creator may do all, whom they appoint some, and everybody else nothing", async () => {
  const { service, people } = await meet("Ana", "Bo", "Cy");
  const [ana, bo, cy] = people as [Person, Person, Person];
  expect(ana.of("moderation")).toEqual([{ t: "moderation", locked: false, may: "all" }]);
  await appoint(ana, bo);
  const { people: seen } = await cy.latest("roster", ({ people: all }) => all.some(({ moderator }) => moderator));
  expect(seen.map(({ creator, moderator }) => [creator, moderator])).toEqual([[true, false], [false, true], [false, false]]);
  const { length } = service.entries;
  const identity = await ana.identity();
  for (const command of [{ t: "lock", on: true }, { t: "remove", identity }, { t: "appoint", identity: await cy.identity() }, { t: "end" }, { t: "askMute", identity }] as const) cy.send(command);
  bo.send({ t: "appoint", identity: await cy.identity() });
  bo.send({ t: "remove", identity });
  await pause(4000);
  expect(service.entries).toHaveLength(length);
  expect([...cy.of("moderation"), ...ana.of("muteAsked")]).toEqual([]);
});

test("a locked room: knocking, not now, let in", async () => {
  const { service, people } = await meet("Ana", "Bo", "Cy");
  const [ana, bo, cy] = people as [Person, Person, Person];
  await appoint(ana, bo);
  ana.send({ t: "lock", on: true });
  await cy.latest("moderation", ({ locked }) => locked);
  const guest = await arrive(service);
  await guest.latest("door", ({ state }) => state === "locked");
  guest.send({ t: "join", name: "Di" });
  await expect.poll(() => guest.of("door").length, { timeout: 8000 }).toBe(2);
  guest.send({ t: "knock", name: "Di" });
  await guest.latest("door", ({ state }) => state === "knocking");
  const identity = await guest.identity();
  for (const person of [ana, bo]) expect((await person.latest("knocks")).waiting).toEqual([{ identity, name: "Di" }]);
  bo.send({ t: "decline", identity });
  await guest.latest("door", ({ state }) => state === "declined");
  await ana.latest("knocks", ({ waiting }) => waiting.length === 0);
  guest.send({ t: "knock", name: "Di" });
  await ana.latest("knocks", ({ waiting }) => waiting.length === 1);
  bo.send({ t: "admit", identity });
  for (const person of [ana, bo, cy, guest]) await named(person, "Ana", "Bo", "Cy", "Di");
  expect(guest.of("door").map(({ state }) => state)).toEqual(["locked", "locked", "knocking", "declined", "knocking", "admitted"]);
  expect(cy.of("knocks")).toEqual([]);
  await ana.latest("knocks", ({ waiting }) => waiting.length === 0);
  // The next charter forgets who has come in.
  ana.send({ t: "lock", on: false });
  await guest.latest("moderation", ({ locked }) => !locked);
  expect(service.door.charter.admitted).toEqual([]);
  await together(ana, bo, cy, guest);
});

test("who knocks when the room is opened comes in; who takes it back does not", async () => {
  const { service, people } = await meet("Ana");
  const [ana] = people as [Person];
  ana.send({ t: "lock", on: true });
  await ana.latest("moderation", ({ locked }) => locked);
  const [guest, shy] = [await arrive(service), await arrive(service)];
  for (const person of [guest, shy]) person.send({ t: "knock", name: "Di" });
  await ana.latest("knocks", ({ waiting }) => waiting.length === 2);
  shy.send({ t: "unknock" });
  await ana.latest("knocks", ({ waiting }) => waiting.length === 1);
  // A line that breaks does not take the knock back.
  service.cut(await guest.identity());
  await ana.latest("knocks", ({ waiting }) => waiting.length === 1);
  await pause(10_000);
  ana.send({ t: "lock", on: false });
  await named(ana, "Ana", "Di");
  await shy.latest("door", ({ state }) => state === "open");
  expect(shy.of("epoch")).toEqual([]);
});

test("who is removed is out, and the link is another: the old one opens nothing", async () => {
  const { service, people } = await meet("Ana", "Bo", "Cy");
  const [ana, bo, cy] = people as [Person, Person, Person];
  const gone = await bo.identity();
  ana.send({ t: "remove", identity: gone });
  expect(await failure(bo)).toBe("removed");
  for (const person of [ana, cy]) await person.latest("epoch", ({ left }) => left.some(({ identity }) => identity === gone));
  const [link, other] = [await ana.latest("link"), await cy.latest("link")];
  expect(link).toEqual(other);
  expect(service.entries.findLast(({ kind }) => kind === "commit")?.from).toBe(await ana.identity());
  expect(await failure(await open(service))).toBe("link_changed");
  const di = await arrive(service, { link: link.link });
  await di.join("Di");
  for (const person of [ana, cy, di]) await named(person, "Ana", "Cy", "Di");
  await together(ana, cy, di);
  // Somebody else goes: the link changes once more, from what all of them have.
  cy.send({ t: "remove", identity: await di.identity() });
  ana.send({ t: "remove", identity: await di.identity() });
  expect(await failure(di)).toBe("removed");
  await expect.poll(() => [ana, cy].map((person) => person.of("link").length), { timeout: 8000 }).toEqual([2, 2]);
  expect(ana.of("link")[1]).toEqual(cy.of("link")[1]);
  expect(ana.of("link")[1]?.link).not.toBe(link.link);
});

test("who is removed does not come back with the new link either", async () => {
  const { service, people } = await meet("Ana", "Bo");
  const [ana] = people as [Person];
  const keys = (await someone(undefined, service.room)).keys;
  const cy = await arrive(service, { keys });
  await cy.join("Cy");
  await named(ana, "Ana", "Bo", "Cy");
  ana.send({ t: "remove", identity: await cy.identity() });
  const { link } = await ana.latest("link");
  expect(await failure(await open(service, { keys, link }))).toBe("removed");
});

test("the link changes also when the removed one has gone already", async () => {
  const { service, people } = await meet("Ana", "Bo", "Cy");
  const [ana, bo, cy] = people as [Person, Person, Person];
  const gone = await cy.identity();
  cy.send({ t: "leave" });
  for (const person of [ana, bo]) await named(person, "Ana", "Bo");
  ana.send({ t: "remove", identity: gone });
  expect((await ana.latest("link")).link).toBe((await bo.latest("link")).link);
  expect(service.door.version).toBe(2);
  await together(ana, bo);
});

test("if who has decided does not come to it, the next one takes the removed one out", async () => {
  const { service, people } = await meet("Ana", "Bo", "Cy");
  const [ana, bo, cy] = people as [Person, Person, Person];
  const creator = await ana.identity();
  service.onlooker = ({ kind }) => {
    if (kind !== "charter") return;
    service.down = true;
    service.cut(creator);
  };
  ana.send({ t: "remove", identity: await cy.identity() });
  await bo.latest("link");
  expect(service.entries.findLast(({ kind }) => kind === "commit")?.from).toBe(await bo.identity());
  // Back again with the old link's token, and with the new link soon after.
  service.onlooker = null;
  service.down = false;
  expect((await ana.latest("link")).link).toBe(bo.of("link")[0]?.link);
  await together(ana, bo);
});

test("two moderators at once: both are obeyed, one after the other", async () => {
  const { service, people } = await meet("Ana", "Bo", "Cy", "Di");
  const [ana, bo, cy, di] = people as [Person, Person, Person, Person];
  await appoint(ana, bo);
  ana.send({ t: "remove", identity: await cy.identity() });
  bo.send({ t: "remove", identity: await di.identity() });
  bo.send({ t: "lock", on: true });
  for (const person of [cy, di]) expect(await failure(person)).toBe("removed");
  await expect.poll(() => service.door.version, { timeout: 8000 }).toBe(3);
  const { removed, locked } = service.door.charter;
  expect([removed.length, locked]).toEqual([2, true]);
  await expect.poll(() => ana.of("link").at(-1)?.link === bo.of("link").at(-1)?.link && !service.door.due, { timeout: 8000 }).toBe(true);
  for (const person of [ana, bo]) await named(person, "Ana", "Bo");
  await together(ana, bo);
});

/** An external commit of somebody with a fresh key, by the first link, for the group as it is. */
async function joinOf(service: MemoryService, who: Someone): Promise<Bytes> {
  const offer = await readGroupInfo(service.groupInfo, service.room, who.suite, Date.now());
  const step = await Group.join(service.room, offer, who.own, pskFor(service.room, SECRET), who.suite);
  return step.message;
}

test("a removed person who races the new link with a fresh key, and a service that lets them: refused by all", async () => {
  const { service, people } = await meet("Ana", "Bo", "Cy");
  const [ana, bo, cy] = people as [Person, Person, Person];
  const fresh = await someone(undefined, service.room);
  const message = await joinOf(service, fresh);
  service.onlooker = ({ kind }) => {
    if (kind === "charter") service.force(fresh.identity, message);
  };
  ana.send({ t: "remove", identity: await cy.identity() });
  await expect.poll(() => service.rejects.length, { timeout: 8000 }).toBe(2);
  expect([ana, bo].flatMap((person) => person.of("link"))).toEqual([]);
  service.reopen(2, copy(sha256(message)));
  expect((await ana.latest("link")).link).toBe((await bo.latest("link")).link);
  for (const person of [ana, bo]) await named(person, "Ana", "Bo");
  // And once the link is another, the old one's commit is no better.
  service.onlooker = null;
  const late = await joinOf(service, fresh);
  service.force(fresh.identity, late);
  await expect.poll(() => service.rejects.length, { timeout: 8000 }).toBe(4);
  service.reopen(3, copy(sha256(late)));
  await together(ana, bo);
});

test("what a removed person says while the service holds the commit back is not heard; that it is held back is said", async () => {
  const { service, people } = await meet("Ana", "Bo", "Cy");
  const [ana, bo, cy] = people as [Person, Person, Person];
  const gone = await cy.identity();
  service.hold = service.lenient = true;
  service.hide = (to, { kind }) => to === gone && kind === "charter";
  ana.send({ t: "remove", identity: gone });
  await bo.latest("roster", ({ people: all }) => all.some(({ identity, presence }) => identity === gone && presence === "left"));
  cy.send({ t: "chat", id: "x", text: "still here" });
  expect((await bo.latest("mismatch")).what).toBe("charter");
  expect(bo.of("chat").flatMap(({ lines }) => lines)).toEqual([]);
});

test("somebody who takes themselves for the creator: their charters, removals and requests count for nobody", async () => {
  const { service, people } = await meet("Ana", "Bo");
  const [ana, bo] = people as [Person, Person];
  const keys = (await someone(undefined, service.room)).keys;
  const creator = (await someone(keys, service.room)).identity;
  // The same link, but for the name of the creator in it.
  const eve = await arrive(service, { keys, creator });
  await eve.join("Eve");
  await named(ana, "Ana", "Bo", "Eve");
  expect((await eve.latest("moderation")).may).toBe("all");
  service.door.careless = true;
  service.lenient = true;
  const target = await bo.identity();
  for (const command of [{ t: "lock", on: true }, { t: "askMute", identity: target }, { t: "remove", identity: target }] as const) eve.send(command);
  // The service has obeyed: it has taken a commit that puts Bo out. Nobody else has.
  await expect.poll(() => service.rejects.length, { timeout: 8000 }).toBe(2);
  const commit = service.entries.findLast(({ kind }) => kind === "commit");
  service.reopen(2, copy(sha256(commit?.body ?? new Uint8Array())));
  expect(await failure(eve)).toBe("e2e_group_failed");
  await together(ana, bo);
  expect([...bo.of("muteAsked"), ...bo.of("moderation"), ...ana.of("link"), ...bo.of("link")]).toEqual([]);
  expect(ana.of("moderation")).toEqual([{ t: "moderation", locked: false, may: "all" }]);
});

test("charters that nobody may sign, or again, or under another's name, change nothing", async () => {
  const { service, people } = await meet("Ana", "Bo");
  const [ana, bo] = people as [Person, Person];
  await appoint(ana, bo);
  const [creator, moderator] = [await ana.identity(), await bo.identity()];
  const first = service.entries.findLast(({ kind }) => kind === "charter");
  if (first === undefined) throw new Error("no charter");
  ana.send({ t: "lock", on: true });
  await bo.latest("moderation", ({ locked }) => locked);
  ana.send({ t: "lock", on: false });
  await bo.latest("moderation", ({ locked }) => !locked);
  const stranger = await someone(undefined, service.room);
  const { creator: creatorKey } = JSON.parse(Buffer.from(first.body).toString()) as { creator: string };
  const forged = await makeEnvelope(service.room, { ...service.door.charter, n: 4, ended: true }, stranger.keys, stranger.suite.publicKey, fromBase64(creatorKey));
  service.put("charter", stranger.identity, forged.envelope);
  service.put("charter", creator, first.body);
  service.put("charter", moderator, first.body);
  service.put("charter", creator, new Uint8Array(40_000));
  await together(ana, bo);
  for (const person of [ana, bo]) expect((await person.latest("moderation")).locked).toBe(false);
  ana.send({ t: "lock", on: true });
  await bo.latest("moderation", ({ locked }) => locked);
});

test("moderators that a newcomer is told of and nobody has appointed", async () => {
  const { service } = await meet("Ana");
  const evil = await someone(undefined, service.room);
  const self = appointed(FIRST, await appointment(service.room, evil.identity, evil.keys));
  if (self === null) throw new Error("not appointed");
  const of = async (creator: Bytes): Promise<string> => toBase64((await makeEnvelope(service.room, { ...self, n: 1 }, evil.keys, evil.suite.publicKey, creator)).envelope);
  service.pretended = await of(evil.suite.publicKey);
  // The link names another creator: either it is damaged, or somebody lies.
  expect(await failure(await open(service))).toBe("wrong_link");
  service.pretended = toBase64(new Uint8Array(100));
  expect(await failure(await open(service))).toBe("e2e_log_forked");
});

test("a newcomer who is shown an old charter, or none, hears from the others that there is another", async () => {
  const { service, people } = await meet("Ana");
  const [ana] = people as [Person];
  const envelopes: (string | null)[] = [];
  for (const on of [true, false, true, false]) {
    ana.send({ t: "lock", on });
    await ana.latest("moderation", ({ locked }) => locked === on);
    envelopes.push(service.door.envelope);
  }
  for (const pretended of [null, envelopes[1] ?? null]) {
    service.pretended = pretended;
    const guest = await arrive(service);
    await guest.join("Di");
    expect((await guest.latest("mismatch")).what).toBe("charter");
    expect(ana.of("mismatch")).toEqual([]);
  }
});

test("the service takes a charter back: found out by who reconnects", async () => {
  const { service, people } = await meet("Ana", "Bo");
  const [ana, bo] = people as [Person, Person];
  ana.send({ t: "lock", on: true });
  await bo.latest("moderation", ({ locked }) => locked);
  service.pretended = null;
  service.cut(await bo.identity());
  expect(await failure(bo)).toBe("e2e_log_forked");
  expect(ana.of("failed")).toEqual([]);
});

test("the service keeps a charter from somebody: found out with the next entry", async () => {
  const { service, people } = await meet("Ana", "Bo");
  const [ana, bo] = people as [Person, Person];
  const target = await bo.identity();
  service.hide = (to, { kind }) => kind === "charter" && to === target;
  ana.send({ t: "lock", on: true });
  await ana.latest("moderation", ({ locked }) => locked);
  ana.send({ t: "chat", id: "a", text: "after it" });
  expect(await failure(bo)).toBe("e2e_log_forked");
});

test("the room is ended for everybody, and for who comes too late", async () => {
  const { service, people } = await meet("Ana", "Bo", "Cy");
  const [ana, bo, cy] = people as [Person, Person, Person];
  await appoint(ana, bo);
  const guest = await arrive(service);
  bo.send({ t: "end" });
  for (const person of [ana, bo, cy, guest]) expect(await failure(person)).toBe("room_ended");
  expect(await failure(await open(service))).toBe("room_ended");
});

test("to be asked to mute, and nothing more", async () => {
  const { people } = await meet("Ana", "Bo", "Cy");
  const [ana, bo, cy] = people as [Person, Person, Person];
  ana.send({ t: "askMute", identity: await bo.identity() });
  expect(await bo.latest("muteAsked")).toEqual({ t: "muteAsked", identity: await ana.identity() });
  expect(cy.of("muteAsked")).toEqual([]);
});

test("what is typed instead of said: the newest text, seldom enough, until the line is there", async () => {
  const { people } = await meet("Ana", "Bo");
  const [ana, bo] = people as [Person, Person];
  for (let length = 1; length <= 30; length++) ana.send({ t: "typing", id: "l1", text: "x".repeat(length) });
  await bo.latest("typing", ({ text }) => text.length === 30);
  expect(bo.of("typing").length).toBeLessThan(5);
  ana.send({ t: "chat", id: "l1", text: "x".repeat(31) });
  await bo.latest("chat", ({ lines }) => lines.length === 1);
  ana.send({ t: "typing", id: "l2", text: "never mind" });
  ana.send({ t: "typing", id: "l2", text: "" });
  await bo.latest("typing", ({ id, text }) => id === "l2" && text === "");
});
