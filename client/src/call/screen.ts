import { Track } from "livekit-client";
import { OwnPicture, OwnSound, type OwnTrack } from "./own.ts";
import type { Sharing } from "./state.ts";

/** Screen Capture API; what TypeScript's library does not know yet, browsers that do not know it leave alone. */
interface ScreenRequest extends DisplayMediaStreamOptions {
  readonly selfBrowserSurface: "exclude";
  readonly surfaceSwitching: "include";
  readonly systemAudio: "include" | "exclude";
}

/** Text is read, not watched: many points, few frames. */
export const SCREEN_FPS = 15;

function request(): ScreenRequest {
  // The sound of the whole system holds the others' voices, unless the browser leaves this page's own sound out.
  const apart = "restrictOwnAudio" in navigator.mediaDevices.getSupportedConstraints();
  // Music and speech of a film are not to be cleaned as a voice is.
  const plain: MediaTrackConstraints = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
  return {
    video: { width: { max: 1920 }, height: { max: 1200 }, frameRate: { max: SCREEN_FPS } },
    audio: apart ? { ...plain, ...{ restrictOwnAudio: true } } : plain,
    selfBrowserSurface: "exclude",
    surfaceSwitching: "include",
    systemAudio: apart ? "include" : "exclude",
  };
}

/** What the browser answers to a person who closes its question, and to one whose system forbids it, differs in the sentence only. */
function problemOf(error: unknown): Sharing["problem"] {
  const known = error instanceof DOMException && error.name === "NotAllowedError";
  if (!known) return "failed";
  return /system/i.test(error.message) ? "refused" : null;
}

/** One's own screen, window or tab. Each sharing is a new track; the browser's own *Stop sharing* ends it as ours does. */
export class Screen {
  readonly #changed: () => void;
  #sharing: Sharing = { possible: "getDisplayMedia" in navigator.mediaDevices, on: false, busy: false, sound: false, problem: null };
  #tracks: readonly OwnTrack[] = [];
  #ended = false;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get sharing(): Sharing {
    return this.#sharing;
  }

  get tracks(): readonly OwnTrack[] {
    return this.#tracks;
  }

  /** The browser shows its question only in the very task of a press, so nothing may be awaited before. */
  async start(): Promise<void> {
    if (this.#sharing.on || this.#sharing.busy || this.#ended) return;
    this.#patch({ busy: true, problem: null });
    try {
      this.#adopt(await navigator.mediaDevices.getDisplayMedia(request()));
    } catch (error) {
      this.#patch({ busy: false, problem: problemOf(error) });
    }
  }

  stop(): void {
    if (!this.#sharing.on) return;
    this.#release();
    this.#patch({ on: false, sound: false });
  }

  fail(): void {
    this.#release();
    this.#patch({ on: false, sound: false, problem: "failed" });
  }

  end(): void {
    this.#ended = true;
    this.#release();
    this.#sharing = { ...this.#sharing, on: false, busy: false, sound: false };
  }

  #adopt(stream: MediaStream): void {
    const [picture] = stream.getVideoTracks();
    const [sound] = stream.getAudioTracks();
    if (this.#ended || picture === undefined) {
      for (const track of stream.getTracks()) track.stop();
      if (!this.#ended) this.#patch({ busy: false, problem: "failed" });
      return;
    }
    picture.contentHint = "detail";
    picture.addEventListener("ended", () => {
      this.stop();
    });
    this.#tracks = [screenOf(picture), ...(sound === undefined ? [] : [soundOf(sound)])];
    this.#patch({ busy: false, on: true, sound: sound !== undefined });
  }

  #release(): void {
    for (const track of this.#tracks) {
      track.permitted = false;
      track.stop();
    }
    this.#tracks = [];
  }

  #patch(patch: Partial<Sharing>): void {
    if (this.#ended) return;
    this.#sharing = { ...this.#sharing, ...patch };
    this.#changed();
  }
}

function screenOf(media: MediaStreamTrack): OwnPicture {
  const track = new OwnPicture(media);
  track.source = Track.Source.ScreenShare;
  return track;
}

function soundOf(media: MediaStreamTrack): OwnSound {
  const track = new OwnSound(media);
  track.source = Track.Source.ScreenShareAudio;
  return track;
}
