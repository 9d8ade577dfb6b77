import "fake-indexeddb/auto";

import { sha256 } from "@noble/hashes/sha2.js";
import { expect, test } from "vitest";

import { copy, hex, toBase64url } from "../../src/crypto/bytes.ts";
import { kept } from "../../src/crypto/keeper.ts";
import { keepLink } from "../../src/crypto/link.ts";

import { joinStep, pskFor, room as madeRoom, someone } from "./people.ts";
import { MemoryService } from "./service.ts";
import { arrive, FASTER, meet, Person, SECRET } from "./sessions.ts";

/**
 * Whole sessions against a delivery service in memory that can lie. Time runs twenty times as fast as it says. (tests/crypto runs the same
 * worker in browsers against the real service.)
 */

test("a false commit: all refuse it and say so; nothing of it counts once the epoch is open again", async () => {
  const { service, people } = await meet("Ana", "Bo");
  const [ana, bo] = people as [Person, Person];
  const nonsense = new Uint8Array(200);
  service.force(await bo.identity(), nonsense);
  await expect.poll(() => service.rejects.length, { timeout: 8000 }).toBe(2);
  expect(new Set(service.rejects.map(({ hash }) => hash))).toEqual(new Set([hex(sha256(nonsense))]));
  ana.send({ t: "chat", id: "a", text: "before" });
  service.reopen(1, copy(sha256(nonsense)));
  await bo.latest("chat", ({ lines }) => lines.length === 1);
  await new Promise((resolve) => setTimeout(resolve, 12_000 / FASTER));
  expect([...ana.of("failed"), ...bo.of("failed")]).toEqual([]);
});

test("who alone refuses what the others take leaves the room", async () => {
  const { service, people } = await meet("Ana", "Bo");
  const [ana] = people as [Person, Person];
  service.force(await ana.identity(), new Uint8Array(200));
  expect((await ana.latest("failed")).code).toBe("e2e_group_failed");
  const { length } = ana.events;
  ana.send({ t: "chat", id: "a", text: "too late" });
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(ana.events).toHaveLength(length);
});

test("who holds the token but another secret is refused by every member", async () => {
  const { service, people } = await meet("Ana");
  const [ana] = people as [Person];
  const other = await madeRoom(1);
  const [group] = other.groups;
  if (group === undefined) throw new Error("no group");
  const step = await joinStep(group, await someone(), pskFor(service.room, new Uint8Array(16)));
  service.force("stranger", step.message);
  await expect.poll(() => service.rejects.length, { timeout: 8000 }).toBe(1);
  expect(ana.of("epoch")).toHaveLength(1);
});

test("a service that contradicts itself about the log ends the call", async () => {
  const { service, people } = await meet("Ana", "Bo");
  const [ana] = people as [Person, Person];
  service.lieAboutHead = true;
  service.cut(await ana.identity());
  expect((await ana.latest("failed")).code).toBe("e2e_log_forked");
});

test("a service that shows people different logs is found out by what they say", async () => {
  const { service, people } = await meet("Ana", "Bo");
  const [ana, bo] = people as [Person, Person];
  const [a, b] = [await ana.identity(), await bo.identity()];
  // To Bo, the next `left` is about somebody else.
  service.bend = (to, entry) => (to === b && entry.kind === "left" ? { ...entry, from: "nobody" } : entry);
  service.leave("somebody");
  ana.send({ t: "chat", id: "a", text: "hello" });
  const mismatch = await bo.latest("mismatch");
  expect(mismatch).toEqual({ t: "mismatch", identity: a, what: "log" });
});

test("a service that hides an entry that others have, or an epoch that others are in, is found out", async () => {
  const { service, people } = await meet("Ana", "Bo");
  const [ana, bo] = people as [Person, Person];
  const b = await bo.identity();
  service.hide = (to) => to === b;
  ana.send({ t: "chat", id: "a", text: "not for Bo" });
  expect(await bo.latest("mismatch")).toEqual({ t: "mismatch", identity: await ana.identity(), what: "log" });
  const told = bo.of("mismatch").length;
  const cy = await arrive(service);
  await cy.join("Cy");
  await ana.latest("epoch", ({ epoch }) => epoch === 2);
  await expect.poll(() => bo.of("mismatch").length, { timeout: 8000 }).toBeGreaterThan(told);
  expect(bo.of("epoch").at(-1)?.epoch).toBe(1);
});

test("an entry left out of a log that goes on ends the call", async () => {
  const { service, people } = await meet("Ana", "Bo");
  const [ana, bo] = people as [Person, Person];
  const [b, hidden] = [await bo.identity(), service.entries.length + 1];
  service.hide = (to, entry) => to === b && entry.seq === hidden;
  ana.send({ t: "chat", id: "a", text: "hidden" });
  ana.send({ t: "chat", id: "b", text: "shown" });
  expect((await bo.latest("failed")).code).toBe("e2e_log_forked");
});

test("who is kept from being heard is shown as away, whatever the service says, and is back when heard", async () => {
  const { service, people } = await meet("Ana", "Bo");
  const [ana, bo] = people as [Person, Person];
  const b = await bo.identity();
  service.deaf = true;
  await ana.latest("roster", ({ people: all }) => all.some(({ identity, presence }) => identity === b && presence === "away"));
  service.deaf = false;
  await ana.latest("roster", ({ people: all }) => all.every(({ presence }) => presence === "here"));
  expect([...ana.of("mismatch"), ...bo.of("mismatch")]).toEqual([]);
});

test("an epoch that has passed and is offered all the same: nobody joins such a group", async () => {
  const { service } = await meet("Ana");
  service.contradicts = true;
  const late = await arrive(service);
  late.send({ t: "join", name: "Late" });
  expect((await late.latest("failed")).code).toBe("e2e_group_failed");
});

test.each(["{", '{"t":"nothing"}', JSON.stringify({ t: "pong", padding: "x".repeat(2 ** 21) })])("what is not the protocol ends the call (%#)", async (noise) => {
  const { service, people } = await meet("Ana");
  const [ana] = people as [Person];
  service.babble(await ana.identity(), noise);
  expect((await ana.latest("failed")).code).toBe("server_garbled");
});

test("the lowest present leaf takes out who has left; if it does not, the next one does", async () => {
  const { service, people } = await meet("Ana", "Bo", "Cy");
  const [ana, bo, cy] = people as [Person, Person, Person];
  const [a, c] = [await ana.identity(), await cy.identity()];
  service.down = true;
  service.cut(c);
  service.leave(c);
  await bo.latest("epoch", ({ left }) => left.some(({ identity, name }) => identity === c && name === "Cy"));
  expect(service.entries.findLast(({ kind }) => kind === "commit")?.from).toBe(a);
  // Ana is cut off too, and has not been found to have left when she has.
  service.cut(a);
  service.leave(a);
  await bo.latest("epoch", ({ left }) => left.some(({ identity }) => identity === a));
  expect(service.entries.findLast(({ kind }) => kind === "commit")?.from).toBe(await bo.identity());
});

test("a message that meets a new epoch is sealed anew and arrives once", async () => {
  const { service, people } = await meet("Ana", "Bo");
  const [ana, bo] = people as [Person, Person];
  const cy = await arrive(service);
  cy.send({ t: "join", name: "Cy" });
  for (let i = 0; i < 5; i++) ana.send({ t: "chat", id: `${i}`, text: `line ${i}` });
  const { lines } = await bo.latest("chat", (event) => event.lines.length === 5);
  expect(lines.map(({ text }) => text)).toEqual(["line 0", "line 1", "line 2", "line 3", "line 4"]);
  await ana.latest("chat", (event) => event.lines.every(({ pending }) => !pending));
  await cy.latest("roster", ({ people: all }) => all.length === 3);
});

test("a commit that the line swallowed is found in the log", async () => {
  const { service, people } = await meet("Ana", "Bo");
  const [ana, bo] = people as [Person, Person];
  const gone = await arrive(service);
  await gone.join("Gone");
  const identity = await gone.identity();
  await ana.latest("roster", ({ people: all }) => all.length === 3);
  service.down = true;
  service.cut(identity);
  service.leave(identity);
  // The line breaks at the moment the removal is in.
  await expect.poll(() => service.entries.findLast(({ kind }) => kind === "commit")?.epoch, { timeout: 8000, interval: 1 }).toBe(2);
  service.cut(await ana.identity());
  service.down = false;
  await ana.latest("epoch", ({ epoch }) => epoch === 3);
  await bo.latest("epoch", ({ epoch }) => epoch === 3);
  ana.send({ t: "chat", id: "a", text: "still one group" });
  await bo.latest("chat", ({ lines }) => lines.length === 1);
});

test("who had taken a commit that the others refused comes in anew; who made it leaves", async () => {
  const { service, people } = await meet("Ana", "Bo");
  const [ana, bo] = people as [Person, Person];
  const cy = await arrive(service);
  await cy.join("Cy");
  for (const person of people) await person.latest("epoch", ({ epoch }) => epoch === 2);
  const commit = service.entries.findLast(({ kind }) => kind === "commit");
  service.reopen(1, copy(sha256(commit?.body ?? new Uint8Array())));
  expect((await cy.latest("failed")).code).toBe("e2e_group_failed");
  for (const person of people) await person.latest("epoch", ({ epoch, first }) => epoch >= 2 && first);
  ana.send({ t: "chat", id: "a", text: "together again" });
  await bo.latest("chat", ({ lines }) => lines.at(-1)?.text === "together again");
  await bo.latest("roster", ({ people: all }) => all.every(({ name }) => name === "Ana" || name === "Bo"));
});

test("a full room says so", async () => {
  const { service } = await meet("Ana");
  service.refuse = "room_full";
  const late = await arrive(service);
  late.send({ t: "join", name: "Late" });
  expect((await late.latest("failed")).code).toBe("room_full");
});

test("leaving forgets the room, and being replaced ends the older window", async () => {
  const { service, people } = await meet("Ana", "Bo");
  const [ana, bo] = people as [Person, Person];
  service.fail(await ana.identity(), "replaced");
  expect((await ana.latest("failed")).code).toBe("replaced");
  bo.send({ t: "leave" });
  await bo.latest("closed");
  expect(await kept(service.room)).toBeNull();
});

test("without the room's record there is no key; without a service, no lobby", async () => {
  const service = new MemoryService(toBase64url(new Uint8Array(16).fill(200)));
  const nobody = new Person(service, service.room);
  expect((await nobody.latest("failed")).code).toBe("e2e_key_lost");
  await keepLink(service.room, `${toBase64url(SECRET)}.${toBase64url(new Uint8Array(16))}`);
  service.down = true;
  const early = new Person(service, service.room);
  expect((await early.latest("failed")).code).toBe("server_unreachable");
});
