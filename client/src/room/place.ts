import type { Support } from "../call/support.ts";

/** Which words say how to allow a device: they differ by where the browser puts its settings. */
export type Place = "chrome" | "edge" | "firefox" | "safari" | "ios" | "android" | "other";

const BY_NAME = { Chrome: "chrome", Edge: "edge", Firefox: "firefox", Safari: "safari" } as const;

/** iPads call themselves Macs, but no Mac has a touch screen. */
export function placeOf(name: Support["browser"]["name"], userAgent: string, touchPoints: number): Place {
  if (/\b(?:iPhone|iPad|iPod)\b/.test(userAgent) || (userAgent.includes("Macintosh") && touchPoints > 1)) return "ios";
  if (userAgent.includes("Android")) return "android";
  return name !== null && name in BY_NAME ? BY_NAME[name as keyof typeof BY_NAME] : "other";
}
