import { expect, test } from "vitest";

import { agree, room } from "./people.ts";

test("people who join one after the other share one epoch", async () => {
  const { groups } = await room(6);
  expect(agree(groups)).toBe(true);
  expect(groups.map((group) => group.epoch)).toEqual([5, 5, 5, 5, 5, 5]);
});
