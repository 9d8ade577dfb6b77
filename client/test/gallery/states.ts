import { type CallState, type Device, type Share, type Sharing, type Speaker, START, type Tile } from "../../src/call/state.ts";
import type { Support } from "../../src/call/support.ts";
import type { ChatLine, FailureCode } from "../../src/crypto/contract.ts";

/** One picture of the gallery. `press` is clicked once it stands, one after the other. */
export interface Picture {
  readonly state: CallState;
  readonly press?: readonly string[];
  /** What happens then. */
  readonly then?: CallState;
  readonly unsupported?: Support;
  readonly failed?: "link_incomplete" | "storage_refused";
}

const NAMES: Record<string, readonly string[]> = {
  en: ["Amina Diallo", "Jonas Weber", "Oksana Kovalenko", "Yusuf Demir", "Tomás Ríos", "كريم حداد", "Li Wei", "Ngozi", "Åsa", "Ravi", "Maximiliane von Hohenzollern-Sigmaringen"],
  ar: ["أمينة ديالو", "كريم حداد", "ليلى منصور", "يوسف دمير", "سامي الخطيب", "Jonas Weber", "Li Wei", "Ngozi", "Åsa", "Ravi", "Maximiliane von Hohenzollern-Sigmaringen"],
};
const SELF: Record<string, string> = { en: "Mei-Ling", ar: "نور" };

const ON: Device = { on: true, busy: false, problem: null, chosen: "a", choices: [{ id: "a", label: "Built-in" }, { id: "b", label: "" }], replaced: 0 };
const OFF: Device = { ...ON, on: false };
const SPEAKER: Speaker = { chosen: null, choices: [{ id: "default", label: "Headphones" }, { id: "c", label: "" }] };
const SHARING: Sharing = { ...START.sharing, possible: true };

function named(language: string): readonly string[] {
  return NAMES[language] ?? NAMES["en"] ?? [];
}

function tile(identity: string, name: string | null, more: Partial<Tile> = {}): Tile {
  return { identity, name, self: false, creator: false, moderator: false, state: "here", microphone: true, video: true, speaking: false, shares: false, weak: false, hand: null, ...more };
}

/** So many people, oneself last; the first speaks, the second and the fourth want to. */
function people(language: string, count: number, more: Partial<CallState> = {}): CallState {
  const others = named(language).slice(0, count - 1).map((name, at) =>
    tile(`p${at}`, name, { creator: at === 0, speaking: at === 0, microphone: at < 2, video: at !== 3, hand: at === 1 ? 0 : at === 3 ? 1 : null }),
  );
  const self = tile("self", SELF[language] ?? "Mei-Ling", { self: true, microphone: false, creator: count === 1 });
  return {
    ...START,
    phase: "room",
    people: count,
    capacity: 12,
    encryption: { state: "on" },
    words: { indexes: [0, 511, 1023, 1500, 1777, 2047], digits: "01234567890123456789" },
    tiles: [...others, self],
    hands: others.filter((one) => one.hand !== null).map((one) => one.identity),
    chat: chat(language),
    microphone: OFF,
    camera: ON,
    speaker: SPEAKER,
    sharing: SHARING,
    ...more,
  };
}

function chat(language: string): readonly ChatLine[] {
  const [first = "", second = ""] = named(language);
  const at = Date.UTC(2026, 8, 17, 19, 17);
  const line = { own: false, pending: false };
  return [
    { id: "1", identity: "p0", name: first, text: "My flat flooded in 2021. That is why I came.", at, ...line },
    { id: "2", identity: "p1", name: second, text: "الجسر القديم مغلق\nhttps://example.org/a-very-long-address-without-a-single-place-to-break-it", at: at + 60_000, ...line },
    { id: "3", identity: "self", name: SELF[language] ?? "Mei-Ling", text: "Forty people work at the shipyard.", at: at + 120_000, own: true, pending: true },
  ];
}

const lobby: CallState = { ...START, phase: "lobby", people: 3, capacity: 12, microphone: ON, camera: ON };

function problem(what: NonNullable<Device["problem"]>): CallState {
  const device: Device = { ...OFF, problem: what, choices: what === "missing" ? [] : OFF.choices };
  return { ...lobby, microphone: device, camera: device };
}

function changed(language: string, change: "joined" | "left", name: string | null): CallState {
  return people(language, 6, { encryption: { state: "changed", change, name, since: Date.UTC(2026, 8, 17, 19, 4) } });
}

function withTile(state: CallState, at: number, more: Partial<Tile>): CallState {
  return { ...state, tiles: state.tiles.map((one, index) => (index === at ? { ...one, ...more } : one)) };
}

/** The screens of these people, in the order in which they began. */
function sharing(language: string, count: number, ...who: readonly number[]): CallState {
  const state = people(language, count);
  const shares = who.map((at): Share => ({ identity: `p${at}`, name: named(language)[at] ?? null, self: false, video: true }));
  const tiles = state.tiles.map((one) => ({ ...one, shares: shares.some((share) => share.identity === one.identity) }));
  return { ...state, shares, tiles };
}

function sharesOwn(state: CallState, sound: boolean): CallState {
  const own: Share = { identity: "self", name: null, self: true, video: false };
  return { ...state, shares: [...state.shares, own], sharing: { ...SHARING, on: true, sound } };
}

/** Sound only, with everything that a row can say. */
function listening(language: string): CallState {
  const six = people(language, 6, { load: "sound", camera: OFF });
  const said: readonly Partial<Tile>[] = [{}, { weak: true }, { state: "reconnecting" }, {}, { state: "not_in_group", name: null }];
  return said.reduce<CallState>((state, more, at) => withTile(state, at, more), six);
}

/** Somebody who may decide all, in a locked room; the third is a moderator too. */
function moderating(language: string, more: Partial<CallState> = {}): CallState {
  const state = withTile(withTile(people(language, 5), 0, { creator: false }), 2, { moderator: true });
  return { ...withTile(state, 4, { creator: true }), moderation: { locked: true, may: "all" }, ...more };
}

function knocks(language: string, count: number): CallState["knocks"] {
  return named(language).slice(5, 5 + count).map((name, at) => ({ identity: `k${at}`, name }));
}

function typing(language: string): CallState["typing"] {
  const [, name = null] = named(language);
  return [{ identity: "p1", name, id: "1", text: language === "ar" ? "يمكنني أن أقبل بالأشجار إذا انتقل موقف الحا" : "I could live with the trees if the bus stop moves to the sch" }];
}

/** The list of people: a tab beside the stage, or in the sheet of a phone. */
const PEOPLE = ["[data-panel-toggle], [role=tab][data-tab=people]", "[role=tab][data-tab=people]"];
const PERSON = ".person .iconbtn";
const TYPE = ["[data-control=more], [data-control=type]", ".more [data-control=type], .typed input"];
const SAFETY = ".badge";
const PIN = ".tile:nth-child(2) [data-control=pin]";
const CODES: readonly FailureCode[] = [
  "wrong_link", "link_incomplete", "room_unknown", "room_full", "replaced", "removed", "room_ended", "link_changed", "server_unreachable", "server_garbled", "rate_limited",
  "unsupported_browser", "storage_refused", "media_unreachable", "e2e_worker_failed", "e2e_group_failed", "e2e_identity_changed", "e2e_key_lost", "e2e_log_forked",
];

const OLD: Support = { missing: ["signatures"], browser: { name: "Firefox", version: "98.0", needs: "130" } };

/** Everything that a person can come to see of lobby and room, by name. */
export function pictures(language: string): Record<string, Picture> {
  const six = people(language, 6);
  const [first = null] = named(language);
  return {
    opening: { state: START },
    lobby: { state: lobby },
    "lobby-first": { state: { ...lobby, people: 0 } },
    "lobby-returning": { state: { ...lobby, people: 1, returning: { name: SELF[language] ?? "Mei-Ling" }, camera: OFF, microphone: OFF } },
    "lobby-no-name": { state: lobby, press: ["form button[type=submit]"] },
    "lobby-locked": { state: { ...lobby, door: "locked", returning: { name: SELF[language] ?? "Mei-Ling" } } },
    "lobby-knocking": { state: { ...lobby, door: "knocking", returning: { name: SELF[language] ?? "Mei-Ling" } } },
    "lobby-declined": { state: { ...lobby, door: "declined", returning: { name: SELF[language] ?? "Mei-Ling" } } },
    "lobby-full": { state: { ...lobby, people: 12, full: true } },
    "lobby-asking": { state: { ...lobby, microphone: { ...OFF, busy: true }, camera: { ...OFF, busy: true } } },
    "lobby-refused": { state: problem("refused") },
    "lobby-missing": { state: problem("missing") },
    "lobby-in-use": { state: { ...lobby, camera: { ...OFF, problem: "in_use" } } },
    "lobby-failed": { state: { ...lobby, microphone: { ...OFF, problem: "failed" } } },
    "lobby-devices": { state: lobby, press: [".choose summary"] },
    "lobby-joining": { state: { ...lobby, phase: "joining" } },
    "lobby-old-browser": { state: START, unsupported: OLD },
    "lobby-no-https": { state: START, unsupported: { ...OLD, missing: ["secure_context"] } },
    "room-alone": { state: people(language, 1) },
    ...Object.fromEntries([2, 3, 4, 6, 8, 12].map((count) => [`room-${count}`, { state: people(language, count) }])),
    "room-setting-up": { state: withTile({ ...six, encryption: { state: "setting_up" }, words: null }, 2, { state: "joining", name: null }) },
    "room-compared": { state: { ...six, encryption: { state: "compared" } } },
    "room-joined": { state: changed(language, "joined", first) },
    "room-told": { state: six, then: changed(language, "joined", first) },
    "room-told-dialog": { state: six, press: ["[data-panel-toggle], [data-control=devices]", "dialog[open] h2, dialog[open] [role=tab]"], then: changed(language, "joined", first) },
    "room-left": { state: changed(language, "left", null) },
    "room-differ": { state: { ...six, encryption: { state: "differ" } } },
    "room-differ-dialog": { state: { ...six, encryption: { state: "differ" } }, press: [SAFETY] },
    "room-forked-dialog": { state: { ...six, encryption: { state: "forked" } } },
    "room-lost": { state: { ...six, encryption: { state: "lost" } } },
    "room-safety": { state: six, press: [SAFETY] },
    "room-safety-alone": { state: people(language, 1), press: [SAFETY] },
    "room-safety-changed": { state: changed(language, "joined", first), press: [SAFETY, "dialog summary"] },
    "room-safety-wait": { state: { ...six, words: null }, press: [SAFETY] },
    "room-safety-setting-up": { state: { ...six, encryption: { state: "setting_up" } }, press: [SAFETY] },
    "room-tiles": {
      state: withTile(withTile(withTile(six, 0, { state: "reconnecting", speaking: false }), 2, { state: "not_in_group", name: null }), 3, { state: "joining" }),
    },
    "room-knock": { state: moderating(language, { knocks: knocks(language, 1) }), press: PEOPLE },
    "room-knocks": { state: moderating(language, { knocks: knocks(language, 3) }), press: PEOPLE },
    "room-locked": { state: { ...six, moderation: { locked: true, may: null } }, press: PEOPLE },
    "room-locked-alone": { state: { ...people(language, 1), moderation: { locked: true, may: "all" } } },
    "room-moderating": { state: moderating(language), press: PEOPLE },
    "room-person": { state: moderating(language), press: [...PEOPLE, PERSON] },
    "room-remove": { state: moderating(language), press: [...PEOPLE, PERSON, "[data-act=remove]"] },
    "room-end": { state: moderating(language), press: [...PEOPLE, "[data-control=end]"] },
    "room-mute-asked": { state: { ...six, microphone: ON, muteAsked: { identity: "p0", name: first } } },
    "room-typed": { state: { ...six, typing: typing(language) } },
    "room-typing": { state: { ...six, typing: typing(language) }, press: TYPE },
    "room-share": { state: sharing(language, 5, 3) },
    "room-share-12": { state: withTile(sharing(language, 12, 10), 1, { weak: true }) },
    "room-share-2": { state: sharing(language, 2, 0) },
    "room-share-coming": { state: { ...sharing(language, 4, 1), shares: [{ identity: "p1", name: null, self: false, video: false }] } },
    "room-share-several": { state: sharing(language, 6, 1, 4) },
    "room-share-large": { state: sharing(language, 6, 1, 4), press: ["[data-control=large]"] },
    "room-share-states": {
      state: withTile(withTile(withTile(sharing(language, 6, 3), 1, { state: "reconnecting", hand: null }), 2, { state: "not_in_group", name: null }), 5, { weak: true }),
    },
    "room-share-own": { state: sharesOwn(people(language, 4), false) },
    "room-share-own-sound": { state: sharesOwn(sharing(language, 4, 1), true) },
    "room-share-refused": { state: { ...six, sharing: { ...SHARING, problem: "refused" } } },
    "room-share-failed": { state: { ...six, sharing: { ...SHARING, problem: "failed" } } },
    "room-pinned": { state: six, press: [PIN] },
    "room-pinned-off": { state: people(language, 8), press: [".tile:nth-child(4) [data-control=pin]"] },
    "room-weak": { state: withTile(withTile(six, 5, { weak: true }), 0, { weak: true }) },
    "room-sound-only": { state: listening(language) },
    "room-sound-only-share": { state: { ...sharing(language, 6, 1), load: "sound", camera: OFF } },
    "room-devices": { state: six, press: ["[data-control=devices], [data-control=more]", "[data-control=devices]"] },
    "room-keyboard": { state: six, press: ["[data-control=keyboard], [data-control=more]", "[data-control=keyboard]"] },
    "room-dropped": { state: { ...six, connection: "reconnecting" } },
    "room-sound-blocked": { state: { ...six, soundBlocked: true } },
    "room-refused": { state: { ...six, microphone: { ...OFF, problem: "refused" } } },
    "room-next": { state: withTile({ ...six, hands: ["self", "p1"] }, 5, { hand: 0 }) },
    "room-people": { state: six, press: PEOPLE },
    "room-chat": { state: six, press: ["[data-panel-toggle], [role=tab][data-tab=chat]"] },
    "room-chat-empty": { state: { ...six, chat: [] }, press: ["[data-panel-toggle], [role=tab][data-tab=chat]"] },
    "room-more": { state: six, press: ["[data-control=more], [data-control=devices]"] },
    left: { state: { ...START, phase: "left" } },
    ...Object.fromEntries(CODES.map((failure) => [`failed-${failure}`, { state: { ...START, phase: "failed", failure } }])),
    "failed-before": { state: START, failed: "link_incomplete" },
  };
}
