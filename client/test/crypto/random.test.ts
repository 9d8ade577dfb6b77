import fc from "fast-check";
import { expect, test } from "vitest";

import { Group } from "../../src/crypto/group.ts";

import { agree, joinStep, PSK, ROOM, someone, type Someone } from "./people.ts";

/** Random lives of a group: people come, come back, renew their keys, leave and are removed, and nobody ever disagrees. */

interface Inside {
  readonly who: Someone;
  group: Group;
}

type Act = { readonly kind: "join" | "return" | "update" | "remove"; readonly by: number; readonly whom: number };

const MOST = 8;

function at(people: readonly Inside[], index: number): Inside {
  const found = people[index % people.length];
  if (found === undefined) throw new Error("nobody");
  return found;
}

async function spread(people: readonly Inside[], message: Uint8Array, but: Inside, left: readonly string[]): Promise<void> {
  for (const person of people) {
    if (person === but) continue;
    const outcome = await person.group.process(message, new Set(left), Date.now());
    if (outcome.kind === "refused") throw new Error(outcome.reason);
    if (outcome.kind === "removed") {
      expect(left).toContain(person.who.identity);
      continue;
    }
    person.group.wipe(outcome.next);
    person.group = outcome.next;
  }
}

async function act(people: Inside[], { kind, by, whom }: Act): Promise<Inside[]> {
  const doer = at(people, by);
  if (kind === "join") {
    if (people.length >= MOST) return people;
    const who = await someone();
    const step = await joinStep(doer.group, who);
    const newcomer = { who, group: step.next };
    await spread(people, step.message, newcomer, []);
    return [...people, newcomer];
  }
  if (kind === "return") {
    const who = await someone(doer.who.keys);
    const step = await joinStep(at(people, whom).group, who);
    const rest = people.filter((person) => person !== doer);
    await spread(rest, step.message, doer, []);
    return [...rest, { who, group: step.next }];
  }
  const goner = at(people, whom);
  const removing = kind === "remove" && goner !== doer;
  const step = await (removing ? doer.group.remove([goner.group.self.leaf]) : doer.group.update());
  await spread(people, step.message, doer, removing ? [goner.who.identity] : []);
  doer.group.wipe(step.next);
  doer.group = step.next;
  return removing ? people.filter((person) => person !== goner) : people;
}

test("whatever people do, all who are in share one epoch", { timeout: 60_000 }, async () => {
  const anyAct = fc.record({ kind: fc.constantFrom("join", "join", "return", "update", "remove" as const), by: fc.nat(20), whom: fc.nat(20) });
  await fc.assert(
    fc.asyncProperty(fc.array(anyAct, { minLength: 4, maxLength: 14 }), async (acts) => {
      const first = await someone();
      let people: Inside[] = [{ who: first, group: await Group.create(ROOM, first.own, PSK, first.suite) }];
      for (const each of acts) people = await act(people, each);
      expect(agree(people.map(({ group }) => group))).toBe(true);
      const identities = people.map(({ who }) => who.identity).toSorted();
      for (const { group } of people) expect(group.members.map(({ identity }) => identity).toSorted()).toEqual(identities);
    }),
    { numRuns: 8 },
  );
});
