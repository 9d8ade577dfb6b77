import type { CallState } from "../call/state.ts";
import type { Words } from "../ui/words.ts";

/** What is worth a sentence to who cannot see the change: at most one, the weightiest. */
export function newsOf(before: CallState, now: CallState, t: Words): string | null {
  const self = now.tiles.find((tile) => tile.self)?.identity ?? null;
  if (self !== null && now.hands[0] === self && before.hands[0] !== self) return t("room-next");
  if (before.connection === "reconnecting" && now.connection === "online") return t("room-back");
  const decided = orderNews(before, now, t);
  if (decided !== null) return decided;
  const shared = shareNews(before, now, t);
  if (shared !== null) return shared;
  if (now.microphone.replaced > before.microphone.replaced) return t("device-replaced");
  const { encryption } = now;
  if (encryption.state !== "changed" || sameChange(before.encryption, encryption)) return null;
  if (encryption.name !== null) return t(encryption.change === "joined" ? "room-joined" : "room-left", { name: encryption.name });
  // Who joins says a name a moment later; who has left does not any more.
  return encryption.change === "left" ? t("badge-changed-left-unnamed") : null;
}

/** What moderators have decided. */
function orderNews(before: CallState, now: CallState, t: Words): string | null {
  if (now.link !== before.link) return t("news-link");
  const { locked, may } = now.moderation;
  if (may === "some" && before.moderation.may === null) return t("news-appointed");
  if (may === null && before.moderation.may === "some") return t("news-dismissed");
  if (locked !== before.moderation.locked) return t(locked ? "news-locked" : "news-unlocked");
  const begun = now.typing.find((one) => !before.typing.some((other) => other.identity === one.identity));
  return begun === undefined ? null : t("news-typing", { name: begun.name ?? t("tile-unnamed") });
}

/** Others' screens only: one's own has a line of its own. */
function shareNews(before: CallState, now: CallState, t: Words): string | null {
  const began = now.shares.find((share) => !share.self && !before.shares.some((one) => one.identity === share.identity));
  if (began !== undefined) return t("share-begun", { name: began.name ?? t("tile-unnamed") });
  const ended = before.shares.find((share) => !share.self && !now.shares.some((one) => one.identity === share.identity));
  return ended === undefined ? null : t("share-ended", { name: ended.name ?? t("tile-unnamed") });
}

function sameChange(before: CallState["encryption"], now: CallState["encryption"]): boolean {
  return before.state === "changed" && now.state === "changed" && before.since === now.since && before.name === now.name;
}
