import fc from "fast-check";
import { expect, test } from "vitest";

import { Lookout, type View } from "../../src/crypto/lookout.ts";

/** A look is taken every 10 s, with each heartbeat of our own. */

const view = (more: Partial<View> = {}): View => ({ others: ["ana", "bo"], epoch: 3, awaited: null, ...more });
const nothing = { silent: [], withheld: null };
const word = { head: { n: 9, hash: new Uint8Array(32) }, identity: "ana" };

test("two whole times without a word are silence; who is new has until the next look", () => {
  const lookout = new Lookout();
  expect(lookout.look(view({ others: ["ana"] }))).toEqual(nothing);
  lookout.heard("ana");
  expect(lookout.look(view())).toEqual(nothing);
  expect(lookout.look(view())).toEqual(nothing);
  expect(lookout.look(view()).silent).toEqual(["ana", "bo"]);
  lookout.heard("bo");
  expect(lookout.look(view()).silent).toEqual(["ana"]);
  expect(lookout.look(view({ others: ["bo"] }))).toEqual(nothing);
  expect(lookout.look(view()).silent).toEqual(["bo"]);
});

test("what is still missing at the next look is withheld, and only that", () => {
  const lookout = new Lookout();
  expect(lookout.look(view({ awaited: word }))).toEqual(nothing);
  expect(lookout.look(view({ awaited: { ...word } })).withheld).toBeNull();
  const same = { ...word };
  lookout.look(view({ awaited: same }));
  expect(lookout.look(view({ awaited: same })).withheld).toBe("ana");
});

test("an epoch that others speak in and that does not come", () => {
  const lookout = new Lookout();
  lookout.spoke("bo", 4);
  lookout.spoke("ana", 4);
  expect(lookout.look(view()).withheld).toBeNull();
  expect(lookout.look(view()).withheld).toBe("bo");
  expect(lookout.look(view({ epoch: 4 })).withheld).toBeNull();
  expect(lookout.look(view({ epoch: 4 })).withheld).toBeNull();
});

test("after a line that was down all begins anew, and nobody who is heard is ever silent", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom("look", "restart", "spoke"), { maxLength: 30 }), (acts) => {
      const lookout = new Lookout();
      for (const act of acts) {
        if (act === "restart") lookout.restart();
        else if (act === "spoke") lookout.spoke("bo", 3);
        else {
          lookout.heard("ana");
          lookout.heard("bo");
          expect(lookout.look(view())).toEqual(nothing);
        }
      }
      lookout.look(view({ awaited: word }));
      lookout.restart();
      expect(lookout.look(view({ awaited: word }))).toEqual(nothing);
    }),
  );
});
