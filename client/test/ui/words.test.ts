import { readFileSync } from "node:fs";

import { describe, expect, it } from "vitest";

import { type Words, wordsOf } from "../../src/ui/words.ts";

const LOCALES = new URL("../../../locales/", import.meta.url);

function words(language: string, digits = "latn"): Words {
  return wordsOf({ language, digits, messages: readFileSync(new URL(`${language}/room.ftl`, LOCALES), "utf8") });
}

describe("words", () => {
  it("have the plural forms of their language, and its digits", () => {
    expect([0, 1, 2].map((people) => words("en")("lobby-people", { people }))).toEqual([
      "Nobody is in the room yet.",
      "One person is in the room.",
      "2 people are in the room.",
    ]);
    expect([1, 2, 3, 11].map((people) => words("ar", "arab")("lobby-people", { people }))).toEqual([
      "في الغرفة شخص واحد.",
      "في الغرفة شخصان.",
      "في الغرفة ٣ أشخاص.",
      "في الغرفة ١١ شخصًا.",
    ]);
  });

  it("count places in English as people do", () => {
    expect([1, 2, 3, 4, 11, 12].map((place) => words("en")("control-unask", { place }))).toEqual(
      ["1st", "2nd", "3rd", "4th", "11th", "12th"].map((place) => `Leave the queue (${place})`),
    );
  });

  it("keep a name from turning the sentence around it", () => {
    expect(words("en")("tile-you", { name: "كريم" })).toBe("\u2068كريم\u2069 (you)");
  });

  it("that are missing are a fault, not an empty place", () => {
    expect(() => words("en")("no-such-words")).toThrow("no-such-words");
    expect(() => words("en")("tile-you")).toThrow();
  });
});
