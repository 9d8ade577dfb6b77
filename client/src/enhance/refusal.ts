import { OfflineError, ServerError, TimeoutError } from "../api/request.ts";
import type { Words } from "../ui/words.ts";

/** Why there is no voice yet, in words. */

/** The key that signs voices is not the one that the record has, or the record is not what it was. */
export class RecordError extends Error {
  override readonly name = "RecordError";
}

export interface Refusal {
  readonly words: string;
  /** The credential was used before. */
  readonly used: boolean;
}

function dayOf(on: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", timeZone: "UTC" }).format(new Date(`${on}T00:00:00Z`));
}

/** What the person can mend in the form itself; null: something else is wrong. */
export function refusalOf(error: unknown, locale: string, t: Words): Refusal | null {
  if (!(error instanceof ServerError)) return null;
  if (error.code === "credential_unknown") return { words: t("asking-unknown"), used: false };
  if (error.code !== "credential_used") return null;
  return { words: error.on === null ? t("asking-used-unknown") : t("asking-used", { day: dayOf(error.on, locale) }), used: true };
}

const CODES: Readonly<Record<string, string>> = {
  campaign_not_open: "asking-not-open",
  campaign_closed: "asking-closed",
  request_unknown: "asking-gone",
  rate_limited: "asking-busy",
};

export function reasonOf(error: unknown, online: boolean, t: Words): string {
  if (error instanceof RecordError) return t("asking-record");
  if (error instanceof ServerError) return t(CODES[error.code] ?? "asking-broken");
  if (error instanceof OfflineError || error instanceof TimeoutError) return t(online ? "asking-unreachable" : "asking-offline");
  if (error instanceof DOMException) return t("asking-storage");
  // FormatError, and what the library says of a signature that does not hold.
  return t("asking-broken");
}
