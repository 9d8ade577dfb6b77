import { ConnectionState, Track, type LocalTrack, type Room, type TrackPublishOptions } from "livekit-client";
import type { OwnTrack } from "./own.ts";
import { SCREEN_FPS } from "./screen.ts";
import type { Load } from "./state.ts";

export const PUBLISH: TrackPublishOptions = {
  videoCodec: "vp8",
  videoEncoding: { maxBitrate: 1_300_000, maxFramerate: 24 },
  // Enough for small letters when the picture stands still, which on a screen it mostly does.
  screenShareEncoding: { maxBitrate: 2_500_000, maxFramerate: SCREEN_FPS },
  // AV1 and a second codec fail under encryption, RED carries a frame twice.
  backupCodec: false,
  red: false,
  dtx: true,
};

/** A camera for a slow line: one layer, as large as a small tile. */
const SMALL: TrackPublishOptions = { simulcast: false, videoEncoding: { maxBitrate: 150_000, maxFramerate: 15 } };

/** Letters stay letters: on a poor line there are fewer frames, not fewer points. */
const SCREEN: TrackPublishOptions = { degradationPreference: "maintain-resolution" };

/** What plays on a screen may fall silent in its quiet passages with dtx. */
const SCREEN_SOUND: TrackPublishOptions = { dtx: false };

export function optionsOf(source: Track.Source, load: Load): TrackPublishOptions {
  if (source === Track.Source.ScreenShare) return SCREEN;
  if (source === Track.Source.ScreenShareAudio) return SCREEN_SOUND;
  return source === Track.Source.Camera && load !== "all" ? SMALL : {};
}

/** Own tracks: at most one of each source, published as soon as that is allowed and again after each new connection. */
export class Publisher {
  readonly #room: Room;
  readonly #failed: (track: OwnTrack) => void;
  readonly #wanted = new Set<OwnTrack>();
  readonly #publishing = new Set<OwnTrack>();
  #load: Load = "all";
  #keyed = false;
  #ended = false;

  constructor(room: Room, failed: (track: OwnTrack) => void) {
    this.#room = room;
    this.#failed = failed;
  }

  /** The own key is in place: from now on something may go out. */
  allow(): void {
    this.#keyed = true;
    this.publishAll();
  }

  want(track: OwnTrack): void {
    for (const other of this.#wanted) if (other.source === track.source && other !== track) this.#withdraw(other);
    this.#wanted.add(track);
    this.publishAll();
  }

  /** Of these sources, only these tracks are wanted any more. */
  only(sources: readonly Track.Source[], tracks: readonly OwnTrack[]): void {
    for (const track of this.#wanted) if (sources.includes(track.source) && !tracks.includes(track)) this.#withdraw(track);
    for (const track of tracks) this.want(track);
  }

  set load(load: Load) {
    const same = (load === "all") === (this.#load === "all");
    this.#load = load;
    if (same) return;
    for (const track of this.#wanted) if (track.source === Track.Source.Camera) void this.#again(track);
  }

  publishAll(): void {
    if (!this.#keyed || this.#ended || !this.#connected) return;
    for (const track of this.#wanted) void this.#publish(track);
  }

  /** The senders of all own pictures. */
  senders(): RTCRtpSender[] {
    const publications = [...this.#room.localParticipant.videoTrackPublications.values()];
    return publications.flatMap(({ track }) => (track?.sender === undefined ? [] : [track.sender]));
  }

  end(): void {
    this.#ended = true;
  }

  get #connected(): boolean {
    return this.#room.state === ConnectionState.Connected;
  }

  async #publish(track: OwnTrack): Promise<void> {
    if (this.#publishing.has(track) || this.#room.localParticipant.getTrackPublication(track.source)?.track === track) return;
    this.#publishing.add(track);
    try {
      await this.#room.localParticipant.publishTrack(plain(track), { source: track.source, ...optionsOf(track.source, this.#load) });
      if (!this.#wanted.has(track)) this.#withdraw(track);
    } catch {
      // During a reconnect it is published again afterwards.
      if (this.#connected && !this.#ended) this.#failed(track);
    } finally {
      this.#publishing.delete(track);
    }
  }

  /** With other options; they are settled when a track is published. */
  async #again(track: OwnTrack): Promise<void> {
    try {
      await this.#room.localParticipant.unpublishTrack(plain(track), false);
    } catch {
      // Without a connection; then it is published anew with the next one.
      return;
    }
    this.publishAll();
  }

  #withdraw(track: OwnTrack): void {
    this.#wanted.delete(track);
    // Fails only without a connection, and then it is not published.
    this.#room.localParticipant.unpublishTrack(plain(track), false).catch(() => undefined);
  }
}

/** LiveKit's types were not made for exactOptionalPropertyTypes: `processor?: T` there may hold undefined. */
function plain(track: OwnTrack): LocalTrack {
  return track as unknown as LocalTrack;
}
