import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { columnsFor, columnsForPhone, groupsOfFour, initials, lengthOf } from "../../src/room/layout.ts";

describe("columns", () => {
  it("puts 3 in a row, 4 as 2x2, 5 and 6 as 3x2, 7 and 8 as 4x2", () => {
    expect([1, 2, 3, 4, 5, 6, 7, 8, 12].map(columnsFor)).toEqual([1, 2, 3, 2, 3, 3, 4, 4, 4]);
    expect([1, 2, 3, 4, 8, 12].map(columnsForPhone)).toEqual([1, 1, 1, 2, 2, 2]);
  });
});

describe("initials", () => {
  it.each([
    ["Amina Diallo", "en", "AD"],
    ["  amina   maria diallo ", "en", "AD"],
    ["Mei-Ling", "en", "ML"],
    ["Ngozi", "en", "N"],
    ["أمينة ديالو", "ar", "أد"],
    ["李伟", "zh", "李"],
    ["ipek", "tr", "İ"],
    ["(Ada) [Lovelace]", "en", "AL"],
    ["12 Monkeys", "en", "1M"],
    ["🙂 Ada", "en", "A"],
    ["🙂", "en", ""],
    ["", "en", ""],
  ])("of %s in %s are %s", (name, locale, expected) => {
    expect(initials(name, locale)).toBe(expected);
  });

  it("are short, whatever the name is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (name) => {
        expect([...new Intl.Segmenter("en").segment(initials(name, "en"))].length).toBeLessThanOrEqual(4);
      }),
    );
  });
});

describe("text", () => {
  it("is counted in code points, as the protocol does", () => {
    expect(lengthOf("a🙂b")).toBe(3);
  });

  it("of twenty digits stands in groups of four", () => {
    expect(groupsOfFour("01234567890123456789")).toEqual(["0123", "4567", "8901", "2345", "6789"]);
  });
});
