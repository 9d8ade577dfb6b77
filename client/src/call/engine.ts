import {
  ConnectionQuality,
  ConnectionState,
  LogLevel,
  Room,
  RoomEvent,
  Track,
  setLogLevel,
  type LocalTrackPublication,
  type RemoteTrack,
  type RoomOptions,
} from "livekit-client";
import type { MediaKey } from "../crypto/contract.ts";
import { MediaCipher } from "./cipher.ts";
import { Connection, RESUME_TWICE, type ConnectionListener, type EngineAccess } from "./connection.ts";
import type { FrameListener } from "./frames.ts";
import { FORCE_MS, Limited } from "./keyframes.ts";
import type { OwnTrack } from "./own.ts";
import { PUBLISH, Publisher } from "./publisher.ts";
import { Scope } from "./scope.ts";
import type { Load, View } from "./state.ts";
import { Subscriptions } from "./subscriptions.ts";
import { browserOf } from "./support.ts";
import type { Presence } from "./tiles.ts";

export interface EngineListener extends Pick<ConnectionListener, "needsAccess" | "doubts"> {
  /** Somebody came or went, a track changed: what is shown has to be looked at again. */
  changed(): void;
  speakers(identities: ReadonlySet<string>): void;
  /** Whose line the media server finds weak now, one's own among them. */
  weak(identities: ReadonlySet<string>): void;
  connection(state: "online" | "reconnecting"): void;
  /** A frame of that person was lost on its way through the worker. */
  lostFrame(identity: string): void;
  publishFailed(track: OwnTrack): void;
  failed(code: "e2e_worker_failed" | "e2e_identity_changed" | "e2e_key_lost" | "media_unreachable" | "replaced"): void;
}

const AUDIT_MS = 1000;

/** The connection to the media server, with the frame worker and the keys that belong to it. */
export class Engine {
  readonly room: Room;
  /** Empty until it is known: LiveKit's own word for that. */
  #identity = "";
  readonly #listener: EngineListener;
  readonly #relay: boolean;
  readonly #scope = new Scope();
  readonly #cipher: MediaCipher;
  readonly #publisher: Publisher;
  readonly #subscriptions: Subscriptions;
  readonly #force: Limited;
  readonly #prepared = new WeakSet<Room["engine"]>();
  readonly #suspects = new WeakSet<RemoteTrack>();
  readonly #audit: ReturnType<typeof setInterval>;
  readonly #connection: Connection;

  /** Loads the worker. `relay`: the service has a TURN server of its own; without one nothing but the media server is asked for a way. */
  constructor(listener: EngineListener, relay = false) {
    // Its lines carry names of people and rooms.
    setLogLevel(LogLevel.silent);
    this.#listener = listener;
    this.#relay = relay;
    this.#force = new Limited(() => {
      this.#forceAll();
    }, FORCE_MS);
    this.#cipher = new MediaCipher(this.#frameListener());
    this.room = new Room(this.#options());
    this.#publisher = new Publisher(this.room, (track) => {
      this.#listener.publishFailed(track);
    });
    this.#subscriptions = new Subscriptions(this.room, this.#cipher.subscribesLate);
    this.#pinIdentity();
    this.#hear();
    this.#connection = new Connection(this.room, this.#connectionListener());
    this.#audit = setInterval(() => {
      void this.#auditTracks();
    }, AUDIT_MS);
    this.#own();
  }

  /** The own MLS identity; before `start`. The worker is made ready for it while a person still looks at the lobby. */
  identify(identity: string): void {
    this.#identity = identity;
    this.#cipher.pin(identity);
    // Asked again, and waited for, before the connection is made: there a failure has its consequence.
    this.#cipher.enable(this.room).catch(() => undefined);
  }

  /**
   * The newest way in; used for the next attempt. LiveKit's `prepareConnection` would only ask our own origin for an answer that the
   * page has had already.
   */
  setAccess(access: EngineAccess): void {
    this.#connection.setAccess(access);
  }

  setEpoch(epoch: number, keys: readonly MediaKey[]): void {
    if (this.#scope.ended) return;
    this.#cipher.setEpoch(epoch, keys, this.#identity);
    if (keys.some((key) => key.identity === this.#identity)) this.#publisher.allow();
  }

  /** Connects and keeps connected. Nothing is published before the own key is in place. */
  start(): void {
    this.#connection.start();
  }

  /** Not now after all: disconnects, until `start` is called again. */
  rest(): void {
    this.#connection.rest();
  }

  /** Publishes the track as it is, now or as soon as it may be, and again after a new connection. */
  publish(track: OwnTrack): void {
    this.#publisher.want(track);
  }

  /** Publishes these and no others of what a person shares: the screen, and its sound. None: nothing is shared any more. */
  publishScreen(tracks: readonly OwnTrack[]): void {
    this.#publisher.only([Track.Source.ScreenShare, Track.Source.ScreenShareAudio], tracks);
  }

  setLoad(load: Load): void {
    this.#publisher.load = load;
    this.#subscriptions.load = load;
  }

  /** Where everybody is heard, those too who come later; LiveKit takes the first one when it goes. False: it has gone already. */
  async setSpeaker(id: string): Promise<boolean> {
    try {
      return await this.room.switchActiveDevice("audiooutput", id);
    } catch (error) {
      if (error instanceof DOMException) return false;
      throw error;
    }
  }

  /** Whether the delivery service can be reached. */
  line(up: boolean): void {
    this.#connection.line(up);
  }

  /** Somebody lacks a key frame of ours. */
  keyframe(): void {
    this.#force.run();
  }

  presences(shows: (identity: string, view: View) => boolean): Map<string, Presence> {
    return new Map(
      [...this.room.remoteParticipants.values()].map(({ identity, isMicrophoneEnabled, isScreenShareEnabled }) => [
        identity,
        {
          identity,
          microphone: isMicrophoneEnabled,
          video: shows(identity, "camera"),
          shares: isScreenShareEnabled,
          screen: shows(identity, "screen"),
        },
      ]),
    );
  }

  end(): void {
    this.#scope.end();
  }

  get ended(): boolean {
    return this.#scope.ended;
  }

  get #connected(): boolean {
    return this.room.state === ConnectionState.Connected;
  }

  #own(): void {
    this.#scope.own(() => {
      this.#publisher.end();
      this.#connection.end();
    });
    this.#scope.own(() => {
      clearInterval(this.#audit);
      this.#force.stop();
      this.#cipher.end();
    });
  }

  #options(): RoomOptions {
    const { name, version } = browserOf(navigator.userAgent);
    // WebKit bug 257803: before 17.2 simulcast and frame encryption do not go together.
    const oldSafari = name === "Safari" && version !== null && parseFloat(version) < 17.2;
    return {
      ...this.#cipher.options,
      adaptiveStream: { pixelDensity: "screen" },
      dynacast: true,
      singlePeerConnection: !this.#cipher.subscribesLate,
      publishDefaults: { ...PUBLISH, simulcast: !oldSafari },
      stopLocalTrackOnUnpublish: false,
      reconnectPolicy: RESUME_TWICE,
    };
  }

  /**
   * LiveKit takes the own identity from the server's answer, at a full reconnect too, and publishes under it: a renamed person would
   * send in clear. Here it is what our key says, whatever is answered; an answer that differs ends the call before it has any effect.
   */
  #pinIdentity(): void {
    Object.defineProperty(this.room.localParticipant, "identity", {
      enumerable: true,
      get: () => this.#identity,
      set: (identity: string) => {
        if (identity !== this.#identity) this.#listener.failed("e2e_identity_changed");
      },
    });
  }

  #frameListener(): FrameListener {
    return {
      refused: () => {
        this.#listener.failed("e2e_identity_changed");
      },
      broken: () => {
        // While a connection is being replaced its pipes end with errors too.
        if (this.#connected) this.#listener.failed("e2e_key_lost");
      },
      died: () => {
        this.#listener.failed("e2e_worker_failed");
      },
      needKeyframe: (identity) => {
        this.#listener.lostFrame(identity);
      },
    };
  }

  #hear(): void {
    const changed = (): void => {
      this.#subscribe();
      this.#listener.changed();
    };
    for (const event of LOOK_AGAIN) this.room.on(event, changed);
    this.room.on(RoomEvent.ActiveSpeakersChanged, (speakers) => {
      this.#listener.speakers(new Set(speakers.map((speaker) => speaker.identity)));
    });
    this.room.on(RoomEvent.ConnectionQualityChanged, () => {
      this.#listener.weak(this.#weakLines());
    });
    this.room.on(RoomEvent.SignalConnected, () => {
      this.#prepareReceivers();
    });
    this.room.on(RoomEvent.LocalTrackPublished, (publication) => {
      this.#checkOwn(publication);
    });
  }

  /** LiveKit's own engine is the first to hear of a receiver; its room tells only when the connection stands. */
  #prepareReceivers(): void {
    const { engine } = this.room;
    if (this.#prepared.has(engine)) return;
    this.#prepared.add(engine);
    engine.on("mediaTrackAdded", (track: MediaStreamTrack, _stream: MediaStream, receiver: RTCRtpReceiver) => {
      this.#cipher.prepare(track.id, receiver);
    });
  }

  #checkOwn(publication: LocalTrackPublication): void {
    const sender = publication.track?.sender;
    if (sender !== undefined && !this.#cipher.isSealed(sender)) this.#listener.failed("e2e_key_lost");
  }

  /** A browser that passes frames by the worker would show what the server sends. */
  async #auditTracks(): Promise<void> {
    const publications = [...this.room.remoteParticipants.values()].flatMap((participant) => [...participant.trackPublications.values()]);
    for (const { track } of publications) {
      if (track === undefined || !(await this.#cipher.isBypassed(track)) || this.#scope.ended) continue;
      // Twice: on a machine that has much to do the worker's word of a first frame can come after the frames.
      if (this.#suspects.has(track)) this.#listener.failed("e2e_worker_failed");
      this.#suspects.add(track);
    }
  }

  #connectionListener(): ConnectionListener {
    const listener = this.#listener;
    return {
      prepare: async () => {
        await this.#cipher.enable(this.room);
        return { autoSubscribe: this.#subscriptions.automatic, rtcConfig: this.#relay ? {} : { iceServers: [] } };
      },
      state: (state) => {
        listener.connection(state);
        if (state === "online") this.#online();
        else listener.changed();
      },
      needsAccess: () => {
        listener.needsAccess();
      },
      doubts: () => {
        listener.doubts();
      },
      failed: (code) => {
        listener.failed(code);
      },
    };
  }

  #online(): void {
    this.#publisher.publishAll();
    this.#subscribe();
    this.#listener.changed();
  }

  #subscribe(): void {
    if (this.#connected) this.#subscriptions.apply();
  }

  #weakLines(): Set<string> {
    const { localParticipant, remoteParticipants } = this.room;
    const all = [localParticipant, ...remoteParticipants.values()];
    return new Set(all.filter((one) => WEAK.includes(one.connectionQuality)).map((one) => one.identity));
  }

  #forceAll(): void {
    for (const sender of this.#publisher.senders()) void this.#cipher.forceKeyframe(sender);
  }
}

const LOOK_AGAIN = [
  RoomEvent.ParticipantConnected,
  RoomEvent.ParticipantDisconnected,
  RoomEvent.TrackPublished,
  RoomEvent.TrackUnpublished,
  RoomEvent.TrackSubscribed,
  RoomEvent.TrackUnsubscribed,
  RoomEvent.TrackMuted,
  RoomEvent.TrackUnmuted,
  RoomEvent.TrackStreamStateChanged,
  RoomEvent.ParticipantEncryptionStatusChanged,
  RoomEvent.AudioPlaybackStatusChanged,
] as const;

const WEAK: readonly ConnectionQuality[] = [ConnectionQuality.Poor, ConnectionQuality.Lost];
