import { RemoteVideoTrack, Track, type RemoteParticipant, type RemoteTrack, type RemoteTrackPublication, type Room } from "livekit-client";
import { isDecrypted } from "./cipher.ts";
import { FirstFrame } from "./keyframes.ts";
import type { View } from "./state.ts";

const SOURCES: Readonly<Record<View, Track.Source>> = { camera: Track.Source.Camera, screen: Track.Source.ScreenShare };

interface Place {
  readonly identity: string;
  readonly view: View;
}

interface Shown {
  readonly track: RemoteVideoTrack;
  muted: boolean;
  watch: FirstFrame | null;
}

/**
 * The only place where somebody else's media reaches an element. Checked whenever anything changes, and taken away by our own references:
 * LiveKit's `detach` inside its own event comes too late.
 */
export class Render {
  readonly #room: Room;
  readonly #ask: (identity: string) => void;
  readonly #places = new Map<HTMLVideoElement, Place>();
  readonly #shown = new Map<HTMLVideoElement, Shown>();
  readonly #heard = new Map<RemoteTrack, HTMLAudioElement>();
  #roster: ReadonlySet<string> = new Set();

  constructor(room: Room, ask: (identity: string) => void) {
    this.#room = room;
    this.#ask = ask;
  }

  /** The leaves of the group: nobody else is seen or heard. */
  setRoster(identities: ReadonlySet<string>): void {
    this.#roster = identities;
    this.update();
  }

  /** Shows that picture of that person in the element, now or as soon as there is something to show. */
  attach(identity: string, view: View, element: HTMLVideoElement): () => void {
    this.#places.set(element, { identity, view });
    this.update();
    return () => {
      this.#places.delete(element);
      this.#take(element);
    };
  }

  /** Whether that picture of that person may be shown and is on. */
  shows(identity: string, view: View): boolean {
    const picture = this.#picture({ identity, view });
    return picture !== null && !picture.isMuted;
  }

  update(): void {
    for (const [element, place] of this.#places) this.#show(element, place);
    const audible = this.#audible();
    for (const [track, element] of this.#heard) if (!audible.has(track)) this.#silence(track, element);
    for (const track of audible) if (!this.#heard.has(track)) this.#play(track);
  }

  /** Begins again with what the browser has stopped. */
  resume(): void {
    for (const element of this.#heard.values()) {
      // Refused before a gesture: LiveKit tells of that, and there is a button for it.
      if (element.paused) element.play().catch(() => undefined);
    }
  }

  end(): void {
    this.#roster = new Set();
    this.update();
    this.#places.clear();
  }

  #show(element: HTMLVideoElement, place: Place): void {
    const { identity } = place;
    const track = this.#picture(place);
    const shown = this.#shown.get(element);
    if (track === null) this.#take(element);
    else if (shown?.track !== track) this.#put(element, identity, track);
    else this.#unmuted(element, identity, shown);
  }

  #put(element: HTMLVideoElement, identity: string, track: RemoteVideoTrack): void {
    this.#take(element);
    track.attach(element);
    this.#shown.set(element, { track, muted: track.isMuted, watch: this.#watch(element, identity, track) });
  }

  /** A camera that comes on again begins with a key frame, which can be lost like the first. */
  #unmuted(element: HTMLVideoElement, identity: string, shown: Shown): void {
    const { isMuted } = shown.track;
    if (shown.muted && !isMuted) {
      shown.watch?.stop();
      shown.watch = this.#watch(element, identity, shown.track);
    }
    shown.muted = isMuted;
  }

  #watch(element: HTMLVideoElement, identity: string, track: RemoteVideoTrack): FirstFrame | null {
    if (track.isMuted) return null;
    return new FirstFrame(element, () => {
      this.#ask(identity);
    });
  }

  #take(element: HTMLVideoElement): void {
    const shown = this.#shown.get(element);
    if (shown === undefined) return;
    this.#shown.delete(element);
    shown.watch?.stop();
    shown.track.detach(element);
    element.srcObject = null;
  }

  #picture({ identity, view }: Place): RemoteVideoTrack | null {
    const participant = this.#room.remoteParticipants.get(identity);
    const track = participant?.getTrackPublication(SOURCES[view])?.track;
    if (participant === undefined || !(track instanceof RemoteVideoTrack)) return null;
    return this.#allowed(participant).includes(track) ? track : null;
  }

  #audible(): Set<RemoteTrack> {
    const tracks = [...this.#room.remoteParticipants.values()].flatMap((participant) => this.#allowed(participant));
    return new Set(tracks.filter((track) => track.kind === Track.Kind.Audio));
  }

  #allowed(participant: RemoteParticipant): RemoteTrack[] {
    if (!this.#roster.has(participant.identity)) return [];
    const publications: RemoteTrackPublication[] = [...participant.trackPublications.values()];
    return publications.flatMap(({ isEncrypted, track }) => (track !== undefined && isDecrypted({ isEncrypted }, track) ? [track] : []));
  }

  #play(track: RemoteTrack): void {
    const element = document.createElement("audio");
    element.setAttribute("playsinline", "");
    this.#heard.set(track, element);
    document.body.append(element);
    track.attach(element);
  }

  #silence(track: RemoteTrack, element: HTMLAudioElement): void {
    this.#heard.delete(track);
    track.detach(element);
    element.srcObject = null;
    element.remove();
  }
}
