import { expect, it } from "vitest";

import { keep, type Keeper, restore } from "../../src/enhance/draft.ts";

function drawer(text: string | null = null): Keeper & { text: string | null } {
  return {
    text,
    read() {
      return this.text;
    },
    write(given) {
      this.text = given;
    },
    forget() {
      this.text = null;
    },
  };
}

it("what was kept comes back", () => {
  const place = drawer();
  keep(place, [["question-en", "How?"]]);
  expect(restore(place, [["question-en", ""]])).toEqual([["question-en", "How?"]]);
});

it("nothing comes back when the page has it already, and when nothing was kept", () => {
  const place = drawer();
  expect(restore(place, [])).toBeNull();
  keep(place, [["question-en", "How?"]]);
  expect(restore(place, [["question-en", "How?"]])).toBeNull();
});

it.each(["", "{", "null", "7", '{"a":1}', '["a"]', '[["a"]]', '[["a",1]]', '[["a","b","c"]]'])("%s is nothing that was kept", (text) => {
  expect(restore(drawer(text), [])).toBeNull();
});

it("a browser that refuses to store changes nothing", () => {
  const refusing: Keeper = {
    read: () => {
      throw new DOMException("no", "SecurityError");
    },
    write: () => {
      throw new DOMException("no", "QuotaExceededError");
    },
    forget: () => undefined,
  };
  keep(refusing, [["question-en", "How?"]]);
  expect(restore(refusing, [])).toBeNull();
});
