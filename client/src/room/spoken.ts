import type { CallState, Tile } from "../call/state.ts";
import type { Words } from "../ui/words.ts";

/** What has a place on the page that says it by itself, unless a dialog or a large view lies over it. */
export type Place = "across" | "knock" | "chat";

/**
 * What the eye sees at once in its place and no toast tells, for who listens: hands, lines that drop, who is there without keys; and what
 * has a place of its own when that cannot be heard now.
 */
export function spokenOf(before: CallState, now: CallState, t: Words, isHeard: (place: Place) => boolean): string | null {
  const said = [...lines(before, now, t, isHeard), ...people(before, now, t), ...hands(before, now, t)];
  return said.length === 0 ? null : said.join(" ");
}

function lines(before: CallState, now: CallState, t: Words, isHeard: (place: Place) => boolean): readonly string[] {
  const said: string[] = [];
  const { muteAsked, knocks } = now;
  const name = (given: string | null | undefined): string => (given === "" ? null : given) ?? t("tile-unnamed");
  if (!isHeard("across")) {
    if (now.connection === "reconnecting" && before.connection === "online") said.push(t("room-dropped"));
    if (muteAsked !== null && before.muteAsked === null) said.push(t("mute-asked", { name: name(muteAsked.name) }));
  }
  const knocker = knocks.find((knock) => !before.knocks.some((one) => one.identity === knock.identity));
  if (knocker !== undefined && !isHeard("knock")) said.push(t("knock-one", { name: knocker.name }));
  const line = now.chat.findLast((one) => !one.own && !before.chat.some((other) => other.id === one.id));
  if (line !== undefined && !isHeard("chat")) said.push(t("news-chat", { name: name(line.name) }));
  return said;
}

function people(before: CallState, now: CallState, t: Words): readonly string[] {
  const said: string[] = [];
  for (const tile of now.tiles) {
    const old = before.tiles.find((one) => one.identity === tile.identity);
    if (old === undefined || tile.self) continue;
    const name = tile.name ?? t("tile-unnamed");
    if (tile.state === "reconnecting" && old.state === "here") said.push(t("tile-reconnecting", { name }));
    if (tile.state === "here" && old.state === "reconnecting") said.push(t("news-back", { name }));
  }
  const count = strangers(now.tiles);
  if (count > strangers(before.tiles)) said.push(t("people-outside", { count }));
  return said;
}

function strangers(tiles: readonly Tile[]): number {
  return tiles.filter((tile) => tile.state === "not_in_group").length;
}

/** Others' only: one's own button says one's own place. */
function hands(before: CallState, now: CallState, t: Words): readonly string[] {
  const risen = now.tiles.filter((tile) => !tile.self && now.hands.includes(tile.identity) && !before.hands.includes(tile.identity));
  return risen.map((tile) => t("news-hand", { name: tile.name ?? t("tile-unnamed") }));
}
