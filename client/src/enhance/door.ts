import { OfflineError, ServerError, TimeoutError } from "../api/request.ts";
import { parseLink } from "../crypto/link.ts";
import type { Words } from "../ui/words.ts";

export type Sentence = (t: Words) => string;

/** Why a pasted text leads nowhere, or null when it is a link to a room of this service. */
export function refusalOf(pasted: string, origin: string): Sentence | null {
  const given = pasted.trim();
  if (given === "") return (t) => t("home-empty");
  const result = parseLink(given);
  if (!result.ok && result.code === "incomplete") return (t) => t("home-incomplete");
  if (!result.ok) return (t) => t("home-not-a-link", { example: `${origin}/r/…#…` });
  const address = new URL(given, origin);
  return address.origin === origin ? null : (t) => t("home-elsewhere", { host: address.host });
}

/** Why no room could be made. */
export function troubleOf(error: unknown, online: boolean): Sentence {
  if (error instanceof ServerError) {
    const minutes = Math.round((error.retryAfter ?? 0) / 60);
    return (t) => (error.code === "rate_limited" ? t("home-busy", { minutes }) : t("home-refused"));
  }
  if (error instanceof OfflineError || error instanceof TimeoutError) return (t) => t(online ? "home-unreachable" : "home-offline");
  if (error instanceof DOMException) return (t) => t("home-storage");
  throw error;
}
