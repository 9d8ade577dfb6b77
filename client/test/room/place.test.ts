import { describe, expect, it } from "vitest";

import { browserOf } from "../../src/call/support.ts";
import { placeOf } from "../../src/room/place.ts";

const MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15";
const IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1";
const CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";
const ANDROID = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36";

function place(userAgent: string, touchPoints = 0): string {
  return placeOf(browserOf(userAgent).name, userAgent, touchPoints);
}

describe("where a browser has its permissions", () => {
  it.each([
    ["chrome", CHROME, 0],
    ["edge", `${CHROME} Edg/140.0.0.0`, 0],
    ["firefox", "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0", 0],
    ["safari", MAC, 0],
    ["ios", IPHONE, 5],
    ["ios", MAC, 5],
    ["ios", IPHONE.replace("Version/18.1", "CriOS/140.0"), 5],
    ["android", ANDROID, 5],
    ["other", `${CHROME} OPR/121.0.0.0`, 0],
    ["other", "something else", 0],
  ])("is that of %s", (expected, userAgent, touchPoints) => {
    expect(place(userAgent, touchPoints)).toBe(expected);
  });
});
