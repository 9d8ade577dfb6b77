import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { OfflineError, ServerError, TimeoutError } from "../../src/api/request.ts";
import { refusalOf, troubleOf } from "../../src/enhance/door.ts";
import type { Words } from "../../src/ui/words.ts";

const ORIGIN = "https://meet.example.org";
const ROOM = "AAAAAAAAAAAAAAAAAAAAAA";
const PATH = `/r/${ROOM}#${ROOM}.${ROOM}`;
const t: Words = (id, given) => (given === undefined ? id : `${id} ${Object.values(given).join(" ")}`);

describe("a pasted link", () => {
  it.each([
    [`${ORIGIN}${PATH}`, null],
    [` ${ORIGIN}${PATH}\n`, null],
    [PATH, null],
    ["", "home-empty"],
    ["   ", "home-empty"],
    [`${ORIGIN}/r/${ROOM}`, "home-incomplete"],
    [`${ORIGIN}/r/${ROOM}#${ROOM}`, "home-incomplete"],
    [`https://other.example${PATH}`, "home-elsewhere other.example"],
    [`http://meet.example.org${PATH}`, "home-elsewhere meet.example.org"],
    ["river-4821", `home-not-a-link ${ORIGIN}/r/…#…`],
    [`javascript:alert(1)//${PATH}`, `home-not-a-link ${ORIGIN}/r/…#…`],
  ])("%j gives %j", (pasted, expected) => {
    expect(refusalOf(pasted, ORIGIN)?.(t) ?? null).toBe(expected);
  });

  it("never leads to another origin, whatever is pasted", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webUrl({ withFragments: true }), fc.constantFrom("//evil.example", "https:\\\\evil.example").map((host) => host + PATH)), (pasted) => {
        if (refusalOf(pasted, ORIGIN) === null) expect(new URL(pasted.trim(), ORIGIN).origin).toBe(ORIGIN);
      }),
    );
  });
});

describe("a room that could not be made", () => {
  it.each([
    [new ServerError(429, "rate_limited", "", 150), true, "home-busy 3"],
    [new ServerError(429, "rate_limited", "", 20), true, "home-busy 0"],
    [new ServerError(409, "room_taken", "", null), true, "home-refused"],
    [new ServerError(500, "internal", "", null), true, "home-refused"],
    [new OfflineError("no answer"), false, "home-offline"],
    [new OfflineError("no answer"), true, "home-unreachable"],
    [new TimeoutError("no answer"), true, "home-unreachable"],
    [new DOMException("", "InvalidStateError"), true, "home-storage"],
  ])("is said in words: %s", (error, online, expected) => {
    expect(troubleOf(error, online)(t)).toBe(expected);
  });

  it("hides no fault of ours", () => {
    expect(() => troubleOf(new RangeError("a bug"), true)).toThrow(RangeError);
  });
});
