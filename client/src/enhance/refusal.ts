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

/** By the campaign's gate; the words without a gate are those of a code on paper. */
const UNKNOWN: Readonly<Record<string, string>> = { mail: "asking-unknown-mail", login: "asking-unknown-login" };
const USED: Readonly<Record<string, string>> = { mail: "asking-used-mail", login: "asking-used-login" };

/** What the person can mend at the gate itself; null: something else is wrong. */
export function refusalOf(error: unknown, gate: string, locale: string, t: Words): Refusal | null {
  if (!(error instanceof ServerError)) return null;
  if (error.code === "credential_unknown") return { words: t(UNKNOWN[gate] ?? "asking-unknown"), used: false };
  if (error.code !== "credential_used") return null;
  const words = error.on === null ? t("asking-used-unknown") : t(USED[gate] ?? "asking-used", { day: dayOf(error.on, locale) });
  return { words, used: true };
}

const CODES: Readonly<Record<string, string>> = {
  campaign_not_open: "asking-not-open",
  campaign_closed: "asking-closed",
  request_unknown: "asking-gone",
  rate_limited: "asking-busy",
  mail_unavailable: "asking-mail-unavailable",
};

export function reasonOf(error: unknown, online: boolean, t: Words): string {
  if (error instanceof RecordError) return t("asking-record");
  if (error instanceof ServerError) return t(CODES[error.code] ?? "asking-broken");
  if (error instanceof OfflineError || error instanceof TimeoutError) return t(online ? "asking-unreachable" : "asking-offline");
  if (error instanceof DOMException) return t("asking-storage");
  // FormatError, and what the library says of a signature that does not hold.
  return t("asking-broken");
}
