import { readFileSync } from "node:fs";

import { describe, expect, it } from "vitest";

import { actionOf, KEYS } from "../../src/room/keys.ts";

const plain = { repeat: false, ctrlKey: false, altKey: false, metaKey: false };

describe("single keys", () => {
  it("are each one letter for one thing, and each has its words", () => {
    expect(new Set(KEYS.map(([key]) => key)).size).toBe(KEYS.length);
    expect(new Set(KEYS.map(([, action]) => action)).size).toBe(KEYS.length);
    const words = readFileSync(new URL("../../../locales/en/room.ftl", import.meta.url), "utf8");
    for (const [key, action] of KEYS) {
      expect(key).toMatch(/^[A-Z]$/);
      expect(words).toContain(`\nkey-${action} = `);
    }
  });

  it("go by the letter in a Latin layout and by the place in another", () => {
    expect(actionOf({ ...plain, key: "m", code: "KeyM" })).toBe("microphone");
    expect(actionOf({ ...plain, key: "M", code: "Semicolon" })).toBe("microphone");
    expect(actionOf({ ...plain, key: ",", code: "KeyM" })).toBeNull();
    expect(actionOf({ ...plain, key: "ة", code: "KeyM" })).toBe("microphone");
    expect(actionOf({ ...plain, key: "Enter", code: "Enter" })).toBeNull();
  });

  it("leave the browser's own keys alone, and a key that is held", () => {
    for (const more of ["ctrlKey", "altKey", "metaKey", "repeat"]) {
      expect(actionOf({ ...plain, [more]: true, key: "r", code: "KeyR" })).toBeNull();
    }
  });
});
