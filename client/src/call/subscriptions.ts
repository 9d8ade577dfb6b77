import { Track, VideoQuality, type Room } from "livekit-client";
import type { Load } from "./state.ts";

/** What we ask the media server for. Pictures nobody looks at, and layers larger than their tile, LiveKit leaves out by itself. */
export class Subscriptions {
  readonly #room: Room;
  /** Told of a track, LiveKit may take it at once; where it must not, every one is asked for here. */
  readonly #late: boolean;
  #load: Load = "all";

  constructor(room: Room, late: boolean) {
    this.#room = room;
    this.#late = late;
  }

  /** Whether the server may send everything without being asked. */
  get automatic(): boolean {
    return !this.#late && this.#load !== "sound";
  }

  set load(load: Load) {
    this.#load = load;
    this.apply();
  }

  /** For what there is now; again whenever something is published. */
  apply(): void {
    for (const participant of this.#room.remoteParticipants.values()) {
      for (const publication of participant.trackPublications.values()) {
        const wanted = publication.kind === Track.Kind.Audio || this.#load !== "sound";
        if (publication.isDesired !== wanted) publication.setSubscribed(wanted);
        if (!wanted || publication.source !== Track.Source.Camera) continue;
        const quality = this.#load === "small" ? VideoQuality.LOW : VideoQuality.HIGH;
        if (publication.videoQuality !== quality) publication.setVideoQuality(quality);
      }
    }
  }
}
