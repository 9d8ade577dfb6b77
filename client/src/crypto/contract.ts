/**
 * What crosses between the page and the group worker. The worker owns the WebSocket, the MLS group, the leaf key and all
 * plaintext handling; the page gets facts to show and key handles to pass on to the frame worker. docs/protocol.md is the wire.
 */

/** One person in the MLS tree. The roster on screen is this list and nothing else. */
export interface Person {
  readonly identity: string;
  readonly leaf: number;
  /** null until their first authenticated `profile` arrives: show "joining, exchanging keys". */
  readonly name: string | null;
  readonly self: boolean;
  /** Their key's fingerprint stands in the link. */
  readonly creator: boolean;
  /** Appointed by the creator. */
  readonly moderator: boolean;
  readonly presence: "here" | "away" | "left";
  /** Sent at least one authenticated frame in this epoch or a later one than their joining. */
  readonly heard: boolean;
}

/** HKDF material for LiveKit's frame cryptor: a non-extractable CryptoKey, so that the page never sees the bytes. */
export interface MediaKey {
  readonly identity: string;
  readonly key: CryptoKey;
}

export interface SafetyWords {
  /** Six indexes 0..2047 into a BIP-39 list. */
  readonly indexes: readonly number[];
  /** Twenty digits. */
  readonly digits: string;
}

export interface ChatLine {
  readonly id: string;
  readonly identity: string;
  readonly name: string;
  readonly text: string;
  /** Sender's clock, ms since 1970. */
  readonly at: number;
  readonly own: boolean;
  /** Sender's own line only: not yet in the log. */
  readonly pending: boolean;
}

/** Somebody at the door of a locked room. */
export interface Knock {
  readonly identity: string;
  readonly name: string;
}

/** Stable codes; each has a sentence in locales (`failure-CODE`). Encryption failures start with `e2e_`. */
export type FailureCode =
  | "wrong_link"
  | "link_incomplete"
  | "room_unknown"
  | "room_full"
  | "replaced"
  | "removed"
  | "room_ended"
  | "link_changed"
  | "server_unreachable"
  | "server_garbled"
  | "rate_limited"
  | "unsupported_browser"
  | "storage_refused"
  | "media_unreachable"
  | "e2e_worker_failed"
  | "e2e_group_failed"
  | "e2e_identity_changed"
  | "e2e_key_lost"
  | "e2e_log_forked";

export type GroupCommand =
  /** Lobby: load the kept room from IndexedDB, open the WebSocket, make the key package, prepare the join ahead. */
  | { readonly t: "open"; readonly room: string; readonly url: string }
  | { readonly t: "join"; readonly name: string }
  | { readonly t: "chat"; readonly id: string; readonly text: string }
  | { readonly t: "hand"; readonly up: boolean }
  /** Somebody wants to compare: the words of this epoch, or of the next if it comes before they are made. */
  | { readonly t: "words" }
  /** Ask that person for a key frame over the encrypted signal. */
  | { readonly t: "keyframe"; readonly identity: string }
  /** The media server does not let us in: have its room made again and get a fresh token, which comes as `engine`. */
  | { readonly t: "access" }
  /** The network has changed, the page is looked at again, or media has stopped: does the line to the service still carry anything? */
  | { readonly t: "check" }
  /** Text as it is typed instead of speech; empty when given up. `chat` with the same id ends it. */
  | { readonly t: "typing"; readonly id: string; readonly text: string }
  /** Lobby of a locked room: ask to be let in under this name. Whoever is admitted joins without another command. */
  | { readonly t: "knock"; readonly name: string }
  | { readonly t: "unknock" }
  /** Of moderators only; `appoint` and `dismiss`, which takes it back, of the creator only. */
  | { readonly t: "lock"; readonly on: boolean }
  | { readonly t: "admit"; readonly identity: string }
  | { readonly t: "decline"; readonly identity: string }
  | { readonly t: "remove"; readonly identity: string }
  | { readonly t: "appoint"; readonly identity: string }
  | { readonly t: "dismiss"; readonly identity: string }
  | { readonly t: "askMute"; readonly identity: string }
  | { readonly t: "end" }
  | { readonly t: "leave" };

export type GroupEvent =
  /** Watching: keys are made, the group is known. `people` counts leaves; `returning` when our own leaf or chat is there. */
  | {
      readonly t: "ready";
      readonly identity: string;
      readonly people: number;
      readonly full: boolean;
      readonly capacity: number;
      readonly returning: { readonly name: string } | null;
    }
  /**
   * Where LiveKit's signalling is and a fresh token for it; comes again before the old one ends. Another `run` than before: the media server
   * has been started anew and knows nothing of connections that there were.
   */
  | { readonly t: "engine"; readonly path: string; readonly token: string; readonly validFor: number; readonly run: string }
  /**
   * A new epoch. `keys` has one for every leaf; the own key switches at once. `joined` and `left` are the changes (names may be null);
   * `first` on our own join. Old keys are to be wiped 10 s later.
   */
  | {
      readonly t: "epoch";
      readonly epoch: number;
      readonly first: boolean;
      readonly keys: readonly MediaKey[];
      readonly joined: readonly string[];
      readonly left: readonly { readonly identity: string; readonly name: string | null }[];
    }
  /** The answer to `words`. PBKDF2 takes a core for a while, so nobody makes them unasked. */
  | { readonly t: "words"; readonly epoch: number; readonly words: SafetyWords }
  | { readonly t: "roster"; readonly people: readonly Person[] }
  | { readonly t: "chat"; readonly lines: readonly ChatLine[] }
  /** Identities in the order of the queue. */
  | { readonly t: "hands"; readonly queue: readonly string[] }
  /** Somebody lacks a key frame of ours: force one (the call limits the rate). */
  | { readonly t: "keyframe"; readonly from: string }
  /** What the moderators have decided, and what we may ourselves: the creator all, an appointed moderator all but appointing. */
  | { readonly t: "moderation"; readonly locked: boolean; readonly may: "all" | "some" | null }
  /** Who waits at the door, in the order in which they came. Comes only to those who may let them in. */
  | { readonly t: "knocks"; readonly waiting: readonly Knock[] }
  /** The lobby's door, as it stands and as it stands for us. */
  | { readonly t: "door"; readonly state: "open" | "locked" | "knocking" | "admitted" | "declined" }
  /** A moderator asks us to mute. */
  | { readonly t: "muteAsked"; readonly identity: string }
  /** The link has changed: its path with the fragment. */
  | { readonly t: "link"; readonly link: string }
  /** Somebody types instead of speaking; empty: they gave it up. */
  | { readonly t: "typing"; readonly identity: string; readonly id: string; readonly text: string }
  | { readonly t: "connection"; readonly state: "online" | "reconnecting" }
  /** Others see another epoch authenticator, another log or another charter than we do. */
  | { readonly t: "mismatch"; readonly identity: string; readonly what: "authenticator" | "log" | "charter" }
  /** Final. The worker has stopped and dropped its keys. */
  | { readonly t: "failed"; readonly code: FailureCode }
  | { readonly t: "closed" };
