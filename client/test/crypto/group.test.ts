import fc from "fast-check";
import { expect, test } from "vitest";

import { equal, u32 } from "../../src/crypto/bytes.ts";
import { deriveEpoch } from "../../src/crypto/epoch.ts";
import { decodeCommit, Group } from "../../src/crypto/group.ts";
import { GroupError, readGroupInfo } from "../../src/crypto/groupinfo.ts";
import { makeSuite } from "../../src/crypto/suite.ts";

import { agree, joinStep, keyPair, processed, PSK, pskFor, ROOM, room, SECRET, someone, type Someone } from "./people.ts";

const now = (): number => Date.now();

async function refusal(group: Group, message: Uint8Array, left: readonly string[] = []): Promise<string> {
  const outcome = await group.process(message, new Set(left), now());
  return outcome.kind === "refused" ? outcome.reason : outcome.kind;
}

test("people who join one after the other share one epoch", async () => {
  const { groups } = await room(6);
  expect(agree(groups)).toBe(true);
  expect(groups.map((group) => group.epoch)).toEqual([5, 5, 5, 5, 5, 5]);
});

test("every removal carries a path, and the removed cannot compute the next epoch", async () => {
  const { people, groups } = await room(4);
  const [first, second, gone] = groups as [Group, Group, Group, Group];
  const { identity } = people[2] as Someone;
  const step = await first.remove([gone.self.leaf]);
  const { content } = decodeCommit(step.message);
  expect(content.contentType === "commit" && content.commit.path !== undefined).toBe(true);
  const next = await processed(second, step.message, [identity]);
  expect(agree([next, step.next])).toBe(true);
  expect(await gone.process(step.message, new Set([identity]), now())).toEqual({ kind: "removed" });
  // What it has of the old epoch is all it has: its old exporter gives other keys.
  const label = "folkmoot/livekit/v1";
  expect(equal(await gone.exporter(label, u32(0), 32), await next.exporter(label, u32(0), 32))).toBe(false);
});

test("a joiner has other keys than the epoch before", async () => {
  const { groups } = await room(2);
  const [first] = groups as [Group, Group];
  const before = await first.exporter("folkmoot/livekit/v1", u32(0), 32);
  const step = await joinStep(first, await someone());
  expect(equal(await step.next.exporter("folkmoot/livekit/v1", u32(0), 32), before)).toBe(false);
});

test("another link secret, or none, is refused", async () => {
  const { groups } = await room(2);
  const [first, second] = groups as [Group, Group];
  const wrong = pskFor(ROOM, SECRET.toReversed());
  const step = await joinStep(first, await someone(), wrong);
  expect(await refusal(second, step.message)).toBe("library");
  const none = await joinStep(first, await someone(), { ...wrong, id: new Uint8Array(4) });
  expect(await refusal(second, none.message)).toBe("psk");
});

test("a return takes out the own old leaf, and nobody else's", async () => {
  const { people, groups } = await room(3);
  const [first, second] = groups as [Group, Group, Group];
  const again = await someone((people[2] as Someone).keys);
  const step = await joinStep(first, again);
  const next = await processed(second, step.message);
  expect(agree([next, step.next])).toBe(true);
  expect(next.members.map(({ identity }) => identity).toSorted()).toEqual(people.map(({ identity }) => identity).toSorted());
});

test("who is alone comes back too", async () => {
  const { people, groups } = await room(1);
  const again = await someone((people[0] as Someone).keys);
  const step = await joinStep(groups[0] as Group, again);
  expect(step.next.members.map(({ identity }) => identity)).toEqual([again.identity]);
  const other = await joinStep(step.next, await someone());
  expect(agree([await processed(step.next, other.message), other.next])).toBe(true);
});

test("who has not left is not removed", async () => {
  const { groups } = await room(3);
  const [first, second, third] = groups as [Group, Group, Group];
  const step = await first.remove([third.self.leaf]);
  expect(await refusal(second, step.message)).toBe("removes_present");
});

test("a commit counts once, in its epoch and its room only", async () => {
  const { groups } = await room(3);
  const [first, second] = groups as [Group, Group, Group];
  const step = await first.update();
  const next = await processed(second, step.message);
  expect(await refusal(next, step.message)).toBe("wrong_epoch");
  const other = await someone();
  const elsewhere = await Group.create(ROOM.replace(/^./, "_"), other.own, PSK, other.suite);
  expect(await refusal(elsewhere, step.message)).toBe("wrong_group");
});

test("two commits for one epoch: who lost drops theirs and follows", async () => {
  const { groups } = await room(3);
  const [first, second, third] = groups as [Group, Group, Group];
  const [won, lost] = [await first.update(), await second.update()];
  lost.next.wipe();
  expect(agree([await processed(second, won.message), await processed(third, won.message), won.next])).toBe(true);
});

test("wiping overwrites the epoch and leaves its successor usable", async () => {
  const { groups } = await room(3);
  const [first, second] = groups as [Group, Group, Group];
  const step = await first.update();
  const next = await processed(second, step.message);
  second.wipe(next);
  expect(second.authenticator.every((byte) => byte === 0)).toBe(true);
  const later = await processed(next, (await step.next.update()).message);
  expect(later.epoch).toBe(4);
  expect((await deriveEpoch(later, await keyPair())).media).toHaveLength(3);
});

test("PrivateMessages cannot be made: the secret tree is not there", async () => {
  const { impl } = await makeSuite(await keyPair());
  const secretTreeLabel = new Uint8Array([0, 32, 14, ...new TextEncoder().encode("MLS 1.0 secret"), 4, 0, 0, 0, 0]);
  await expect(impl.kdf.expand(new Uint8Array(32), secretTreeLabel, 32)).rejects.toThrow("PrivateMessages");
});

test("bytes that are no GroupInfo or no commit give a named answer, never another exception", async () => {
  const { people, groups } = await room(2);
  const [first, second] = groups as [Group, Group];
  const { suite } = people[0] as Someone;
  const info = await first.groupInfo();
  const { message } = await first.update();
  const damage = (bytes: Uint8Array): fc.Arbitrary<Uint8Array> =>
    fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.nat(bytes.length - 1).map((end) => bytes.slice(0, end)),
      fc.tuple(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 })).map(([at, by]) => bytes.map((byte, i) => (i === at ? byte ^ by : byte))),
    );
  await fc.assert(
    fc.asyncProperty(damage(info), async (bytes) => {
      const error: unknown = await readGroupInfo(bytes, ROOM, suite, now()).then(
        () => null,
        (reason: unknown) => reason,
      );
      expect(error instanceof GroupError || (error instanceof Error && error.name === "TreeError")).toBe(true);
    }),
    { numRuns: 120 },
  );
  await fc.assert(
    fc.asyncProperty(damage(message), async (bytes) => {
      expect((await second.process(bytes, new Set(), now())).kind).toBe("refused");
    }),
    { numRuns: 120 },
  );
});
