import {
  ConnectionState,
  LogLevel,
  Room,
  RoomEvent,
  Track,
  setLogLevel,
  type LocalTrack,
  type LocalTrackPublication,
  type RoomOptions,
  type TrackPublishOptions,
} from "livekit-client";
import type { MediaKey } from "../crypto/contract.ts";
import { MediaCipher } from "./cipher.ts";
import { Connection, RESUME_TWICE, type ConnectionListener, type EngineAccess } from "./connection.ts";
import type { FrameListener } from "./frames.ts";
import type { OwnCamera, OwnMicrophone } from "./input.ts";
import { FORCE_MS, Limited } from "./keyframes.ts";
import { Scope } from "./scope.ts";
import { browserOf } from "./support.ts";
import type { Presence } from "./tiles.ts";

export interface EngineListener extends Pick<ConnectionListener, "needsAccess" | "doubts"> {
  /** Somebody came or went, a track changed: what is shown has to be looked at again. */
  changed(): void;
  speakers(identities: ReadonlySet<string>): void;
  connection(state: "online" | "reconnecting"): void;
  /** A frame of that person was lost on its way through the worker. */
  lostFrame(identity: string): void;
  publishFailed(track: OwnMicrophone | OwnCamera): void;
  failed(code: "e2e_worker_failed" | "e2e_identity_changed" | "e2e_key_lost" | "media_unreachable" | "replaced"): void;
}

const AUDIT_MS = 1000;

const PUBLISH: TrackPublishOptions = {
  videoCodec: "vp8",
  videoEncoding: { maxBitrate: 1_300_000, maxFramerate: 24 },
  // AV1 and a second codec fail under encryption, RED carries a frame twice.
  backupCodec: false,
  red: false,
  dtx: true,
};

/** The connection to the media server, with the frame worker and the keys that belong to it. */
export class Engine {
  readonly room: Room;
  /** Empty until it is known: LiveKit's own word for that. */
  #identity = "";
  readonly #listener: EngineListener;
  readonly #relay: boolean;
  readonly #scope = new Scope();
  readonly #cipher: MediaCipher;
  readonly #wanted = new Set<OwnMicrophone | OwnCamera>();
  readonly #publishing = new Set<OwnMicrophone | OwnCamera>();
  readonly #force: Limited;
  readonly #prepared = new WeakSet<Room["engine"]>();
  #keyed = false;
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
    this.#keyed ||= keys.some((key) => key.identity === this.#identity);
    this.#publishAll();
  }

  /** Connects and keeps connected. Nothing is published before the own key is in place. */
  start(): void {
    this.#connection.start();
  }

  /** Publishes the track as it is, now or as soon as it may be, and again after a new connection. */
  publish(track: OwnMicrophone | OwnCamera): void {
    for (const other of this.#wanted) if (other.source === track.source && other !== track) this.#withdraw(other);
    this.#wanted.add(track);
    this.#publishAll();
  }

  /** Whether the delivery service can be reached. */
  line(up: boolean): void {
    this.#connection.line(up);
  }

  /** Somebody lacks a key frame of ours. */
  keyframe(): void {
    this.#force.run();
  }

  presences(showsVideo: (identity: string) => boolean): Map<string, Presence> {
    return new Map(
      [...this.room.remoteParticipants.values()].map(({ identity, isMicrophoneEnabled }) => [
        identity,
        { identity, microphone: isMicrophoneEnabled, video: showsVideo(identity) },
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
    engine.on("mediaTrackAdded", (_track: MediaStreamTrack, _stream: MediaStream, receiver: RTCRtpReceiver) => {
      this.#cipher.prepare(receiver);
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
      if (track !== undefined && (await this.#cipher.isBypassed(track)) && !this.#scope.ended) this.#listener.failed("e2e_worker_failed");
    }
  }

  #connectionListener(): ConnectionListener {
    const listener = this.#listener;
    return {
      prepare: async () => {
        await this.#cipher.enable(this.room);
        return { autoSubscribe: !this.#cipher.subscribesLate, rtcConfig: this.#relay ? {} : { iceServers: [] } };
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
    this.#publishAll();
    this.#subscribe();
    this.#listener.changed();
  }

  #subscribe(): void {
    if (!this.#cipher.subscribesLate || !this.#connected) return;
    for (const participant of this.room.remoteParticipants.values()) {
      for (const publication of participant.trackPublications.values()) if (!publication.isDesired) publication.setSubscribed(true);
    }
  }

  #publishAll(): void {
    if (!this.#keyed || this.#scope.ended || !this.#connected) return;
    for (const track of this.#wanted) void this.#publish(track);
  }

  async #publish(track: OwnMicrophone | OwnCamera): Promise<void> {
    if (this.#publishing.has(track) || this.room.localParticipant.getTrackPublication(track.source)?.track === track) return;
    this.#publishing.add(track);
    try {
      await this.room.localParticipant.publishTrack(plain(track), { source: track.source });
      if (!this.#wanted.has(track)) this.#withdraw(track);
    } catch {
      // During a reconnect it is published again afterwards.
      if (this.#connected && !this.#scope.ended) this.#listener.publishFailed(track);
    } finally {
      this.#publishing.delete(track);
    }
  }

  #withdraw(track: OwnMicrophone | OwnCamera): void {
    this.#wanted.delete(track);
    // Fails only without a connection, and then it is not published.
    this.room.localParticipant.unpublishTrack(plain(track), false).catch(() => undefined);
  }

  #forceAll(): void {
    const sender = this.room.localParticipant.getTrackPublication(Track.Source.Camera)?.track?.sender;
    if (sender !== undefined) void this.#cipher.forceKeyframe(sender);
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

/** LiveKit's types were not made for exactOptionalPropertyTypes: `processor?: T` there may hold undefined. */
function plain(track: OwnMicrophone | OwnCamera): LocalTrack {
  return track as unknown as LocalTrack;
}
