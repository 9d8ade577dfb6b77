import type { ChatLine, FailureCode, Knock, SafetyWords } from "../crypto/contract.ts";

/**
 * What a person sees of a call, as one immutable snapshot. `Call` makes it, the React application reads it through
 * `subscribe` and `getSnapshot` and sends intents back; neither knows the other's insides.
 */
export interface CallState {
  readonly phase: "opening" | "lobby" | "joining" | "room" | "left" | "failed";
  readonly failure: FailureCode | null;
  /** Leaves of the MLS tree now: what the badge counts. In the lobby: how many are in the room. */
  readonly people: number;
  readonly capacity: number;
  readonly full: boolean;
  /** The name used before, when this browser has been in this room. */
  readonly returning: { readonly name: string } | null;
  readonly encryption: Encryption;
  readonly words: SafetyWords | null;
  /** Ordered as joined, oneself last. */
  readonly tiles: readonly Tile[];
  readonly hands: readonly string[];
  readonly chat: readonly ChatLine[];
  /** Of everything: to the delivery service and to the media server. */
  readonly connection: "online" | "reconnecting";
  /** To the delivery service alone: what is written needs no more. */
  readonly line: "online" | "reconnecting";
  readonly microphone: Device;
  readonly camera: Device;
  /** Where the sound comes out; null where the browser does not let a page choose. */
  readonly speaker: Speaker | null;
  readonly processing: Processing;
  /** Screens that are shared now, in the order in which they came: the newest is the last. */
  readonly shares: readonly Share[];
  /** One's own screen. */
  readonly sharing: Sharing;
  readonly load: Load;
  /** The browser refused to play sound before a gesture: show a button. */
  readonly soundBlocked: boolean;
  /** Whether the room is locked, and what this person may: the creator all, an appointed moderator all but appointing. */
  readonly moderation: { readonly locked: boolean; readonly may: "all" | "some" | null };
  /** Who waits to be let in; for moderators only. */
  readonly knocks: readonly Knock[];
  /** The lobby's door. `knocking`: we wait for an answer. */
  readonly door: "open" | "locked" | "knocking" | "admitted" | "declined";
  /** A moderator asks this person to mute; until it is dismissed or done. */
  readonly muteAsked: { readonly identity: string; readonly name: string | null } | null;
  /** What others type instead of speaking. */
  readonly typing: readonly Typing[];
  /** Whole, with the origin, once it is another than the page began with: somebody was removed. */
  readonly link: string | null;
}

export interface Typing {
  readonly identity: string;
  readonly name: string | null;
  readonly id: string;
  readonly text: string;
}

/** Before anything is known. */
export const START: CallState = {
  phase: "opening",
  failure: null,
  people: 0,
  capacity: 0,
  full: false,
  returning: null,
  encryption: { state: "setting_up" },
  words: null,
  tiles: [],
  hands: [],
  chat: [],
  connection: "online",
  line: "online",
  microphone: { on: false, busy: false, problem: null, chosen: null, choices: [], replaced: 0 },
  camera: { on: false, busy: false, problem: null, chosen: null, choices: [], replaced: 0 },
  speaker: null,
  processing: { echo: true, noise: true },
  shares: [],
  sharing: { possible: false, on: false, busy: false, sound: false, problem: null },
  load: "all",
  soundBlocked: false,
  moderation: { locked: false, may: null },
  knocks: [],
  door: "open",
  muteAsked: null,
  typing: [],
  link: null,
};

export type Encryption =
  | { readonly state: "setting_up" }
  | { readonly state: "on" }
  | { readonly state: "compared" }
  /** `name` null while it is not known yet. `since` in ms since 1970. */
  | { readonly state: "changed"; readonly change: "joined" | "left"; readonly name: string | null; readonly since: number }
  | { readonly state: "differ" }
  /** The service shows the others another conversation than us. */
  | { readonly state: "forked" }
  | { readonly state: "lost" };

export interface Tile {
  readonly identity: string;
  /** null: not yet said, "joining". */
  readonly name: string | null;
  readonly self: boolean;
  readonly creator: boolean;
  readonly moderator: boolean;
  readonly state: "here" | "joining" | "reconnecting" | "not_in_group";
  readonly microphone: boolean;
  /**
   * Their camera is on and the track is one that our worker provably decrypts (or it is our own). The first frame may still be on its
   * way: the element stays transparent until then. Without an element (`attachVideo`) no frame is sent to us.
   */
  readonly video: boolean;
  readonly speaking: boolean;
  /** They share a screen. */
  readonly shares: boolean;
  /** The media server finds their line weak, or our own for oneself. */
  readonly weak: boolean;
  /** 0 speaks next; null: no hand up. */
  readonly hand: number | null;
}

export type DeviceProblem = "refused" | "missing" | "in_use" | "failed";

export interface Device {
  readonly on: boolean;
  readonly busy: boolean;
  readonly problem: DeviceProblem | null;
  readonly chosen: string | null;
  readonly choices: readonly DeviceChoice[];
  /** How often another one took its place by itself: it was unplugged, or the system has a new default. */
  readonly replaced: number;
}

export interface DeviceChoice {
  readonly id: string;
  readonly label: string;
}

export interface Speaker {
  /** null: what the system has chosen. */
  readonly chosen: string | null;
  readonly choices: readonly DeviceChoice[];
}

/** What the browser does to the microphone's sound. */
export interface Processing {
  readonly echo: boolean;
  readonly noise: boolean;
}

/** How much of the others is loaded: everything as it fits, small pictures only, no pictures at all. Kept until the tab is closed. */
export type Load = "all" | "small" | "sound";

/** What a picture shows of a person. */
export type View = "camera" | "screen";

export interface Share {
  readonly identity: string;
  readonly name: string | null;
  readonly self: boolean;
  /** As with a tile: there is a track that our worker provably decrypts. Never for one's own. */
  readonly video: boolean;
}

export interface Sharing {
  /** Phones cannot. */
  readonly possible: boolean;
  readonly on: boolean;
  /** The browser asks what to share. */
  readonly busy: boolean;
  /** With the sound of what is shown. */
  readonly sound: boolean;
  /** Who closes the browser's question has no problem. */
  readonly problem: "refused" | "failed" | null;
}

export type TakePart = "camera" | "sound" | "text";

/** The intents of a call. `Call` in call.ts implements it. */
export interface CallIntents {
  /** useSyncExternalStore's two. */
  subscribe(listener: () => void): () => void;
  getSnapshot(): CallState;
  /** Lobby: ask for devices and show them here only. Resolves when the browser has answered; problems stand in the state. */
  openDevices(want: TakePart): Promise<void>;
  /** Microphone level 0..1 in the lobby, for a meter drawn outside React. */
  level(): number;
  chooseMicrophone(id: string): Promise<void>;
  chooseCamera(id: string): Promise<void>;
  setMicrophone(on: boolean): Promise<void>;
  setCamera(on: boolean): Promise<void>;
  chooseSpeaker(id: string): Promise<void>;
  setProcessing(processing: Processing): Promise<void>;
  /** Asks the browser for a screen, a window or a tab; only in answer to a press or a key. */
  share(on: boolean): Promise<void>;
  setLoad(load: Load): void;
  join(name: string, how: TakePart): Promise<void>;
  /** `id` that of what was typed before, if it was shown as it was typed. */
  say(text: string, id?: string): void;
  /** Shows the others what is typed, as it is typed; empty when given up. */
  type(id: string, text: string): void;
  raiseHand(up: boolean): void;
  /** Somebody looks at the safety words: they come into the state, for this epoch or the next. */
  askWords(): void;
  /** The person says whether the safety words match. `false` turns microphone and camera off. */
  compared(match: boolean): void;
  /**
   * Shows that person's picture in the element until the returned function is called, as soon as there is one: the camera, if nothing
   * else is said. The empty identity is oneself, from the lobby on.
   */
  attachVideo(identity: string, element: HTMLVideoElement, view?: View): () => void;
  allowSound(): Promise<void>;
  /** Lobby of a locked room. Whoever is let in joins at once, with this name. */
  knock(name: string): void;
  unknock(): void;
  /** Moderators only, as `moderation.may` says; `appoint` and `dismiss` the creator only. */
  lock(on: boolean): void;
  admit(identity: string): void;
  decline(identity: string): void;
  remove(identity: string): void;
  appoint(identity: string): void;
  dismiss(identity: string): void;
  askMute(identity: string): void;
  end(): void;
  dismissMute(): void;
  leave(): Promise<void>;
  /** Frees everything; the object is of no use afterwards. */
  dispose(): void;
}
