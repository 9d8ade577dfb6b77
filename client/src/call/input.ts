import { Track } from "livekit-client";
import { OwnPicture, OwnSound, type OwnTrack } from "./own.ts";
import type { Device, DeviceChoice, DeviceProblem, Processing } from "./state.ts";

export type InputKind = "microphone" | "camera";

/** Chromium's own id for what the system prefers. */
const DEFAULT = "default";
const CAMERA: MediaTrackConstraints = {
  width: { ideal: 1280 },
  height: { ideal: 720 },
  frameRate: { ideal: 24, max: 30 },
  facingMode: { ideal: "user" },
};
/** For a slow line: as large as a small tile. */
const SMALL_CAMERA: MediaTrackConstraints = { ...CAMERA, width: { ideal: 320 }, height: { ideal: 180 }, frameRate: { ideal: 15 } };

/** Why a device gave nothing (Media Capture and Streams, getUserMedia). */
export function problemOf(error: unknown): DeviceProblem {
  const name = error instanceof DOMException || error instanceof Error ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "refused";
  if (name === "NotFoundError" || name === "OverconstrainedError") return "missing";
  if (name === "NotReadableError" || name === "AbortError") return "in_use";
  return "failed";
}

/** One device: asked for, switched on and off, exchanged, lost. Its track is the one that is published later, so nobody is asked twice. */
export class Input {
  readonly kind: InputKind;
  readonly #changed: () => void;
  #device: Device = { on: false, busy: false, problem: null, chosen: null, choices: [], replaced: 0 };
  #processing: Processing = { echo: true, noise: true };
  #small = false;
  #track: OwnTrack | null = null;
  #media: MediaStreamTrack | null = null;
  /** What is under way: one thing after the other, or a quick double press would leave a device on. */
  #queue: Promise<void> = Promise.resolve();
  #ended = false;

  constructor(kind: InputKind, changed: () => void) {
    this.kind = kind;
    this.#changed = changed;
  }

  get device(): Device {
    return this.#device;
  }

  get track(): OwnTrack | null {
    return this.#track;
  }

  /** What the device gives now; null when it is off. */
  get media(): MediaStreamTrack | null {
    return this.#device.on ? this.#media : null;
  }

  get constraints(): MediaTrackConstraints {
    const { chosen } = this.#device;
    const plain = this.kind === "microphone" ? soundOf(this.#processing) : this.#small ? SMALL_CAMERA : CAMERA;
    return chosen === null ? plain : { ...plain, deviceId: { exact: chosen } };
  }

  set(on: boolean): Promise<void> {
    return this.#enqueue(() => (on ? this.#on() : this.#off()));
  }

  /** Takes a track that was asked for together with the other device. */
  adopt(media: MediaStreamTrack): Promise<void> {
    return this.#enqueue(() => this.#adopt(media));
  }

  choose(id: string): Promise<void> {
    return this.#enqueue(async () => {
      this.#patch({ chosen: id });
      if (this.#device.on) await this.#acquire();
      else this.#release();
    });
  }

  /** Browsers take such a change with a new track only. */
  async setProcessing(processing: Processing): Promise<void> {
    const same = processing.echo === this.#processing.echo && processing.noise === this.#processing.noise;
    this.#processing = processing;
    if (same || this.#media === null) return;
    await this.#enqueue(async () => {
      if (this.#device.on) await this.#acquire();
      else this.#release();
    });
  }

  /** A small picture, for a slow line. A camera that knows no other size stays as it is. */
  async setSmall(small: boolean): Promise<void> {
    if (small === this.#small) return;
    this.#small = small;
    if (this.media !== null) await this.#enqueue(async () => this.media?.applyConstraints(this.constraints));
  }

  setChoices(choices: readonly DeviceChoice[]): void {
    const same = choices.length === this.#device.choices.length && choices.every((c, at) => isSame(c, this.#device.choices[at]));
    if (same) return;
    const before = labelOf(this.#device.choices);
    const now = labelOf(choices);
    this.#patch({ choices });
    // Chromium goes on with the microphone that was the default when it was asked for.
    const moved = before !== undefined && now !== undefined && before !== now;
    if (moved && this.kind === "microphone" && this.#device.on && this.#device.chosen === DEFAULT) void this.#enqueue(() => this.#replace());
  }

  setBusy(busy: boolean): void {
    if (busy !== this.#device.busy) this.#patch({ busy });
  }

  fail(error: unknown): void {
    this.#patch({ on: false, problem: problemOf(error) });
  }

  /** Stops at once; nothing that is still under way switches on again. */
  end(): void {
    this.#ended = true;
    if (this.#track !== null) this.#track.permitted = false;
    this.#media?.stop();
    this.#track?.stop();
    this.#track = null;
    this.#media = null;
    this.#device = { ...this.#device, on: false, busy: false };
  }

  #enqueue(act: () => Promise<void>): Promise<void> {
    const run = this.#queue.then(async () => {
      if (this.#ended) return;
      this.setBusy(true);
      try {
        await act();
      } catch (error) {
        this.fail(error);
      } finally {
        this.setBusy(false);
      }
    });
    this.#queue = run;
    return run;
  }

  async #on(): Promise<void> {
    if (this.#device.on) return;
    if (this.kind === "microphone" && this.#media?.readyState === "live" && this.#track !== null) {
      this.#track.permitted = true;
      await this.#track.unmute();
      this.#patch({ on: true, problem: null });
    } else await this.#acquire();
  }

  /** The microphone keeps running, muted, so that switching on is instant; the camera is stopped, so that its light goes out. */
  async #off(): Promise<void> {
    if (!this.#device.on) return;
    this.#patch({ on: false });
    if (this.#track !== null) {
      this.#track.permitted = false;
      await this.#track.mute();
    }
    if (this.kind === "camera") this.#media?.stop();
  }

  async #acquire(): Promise<void> {
    const request = this.kind === "microphone" ? { audio: this.constraints } : { video: this.constraints };
    // Some systems give a camera to one user at a time, and the old one is no longer wanted.
    if (this.kind === "camera") this.#media?.stop();
    const stream = await navigator.mediaDevices.getUserMedia(request);
    const [media] = stream.getTracks();
    if (media === undefined) throw new DOMException("no track", "NotFoundError");
    await this.#adopt(media);
  }

  async #adopt(media: MediaStreamTrack): Promise<void> {
    if (this.#ended) {
      media.stop();
      return;
    }
    const before = this.#media;
    this.#media = media;
    media.addEventListener("ended", () => {
      this.#lost(media);
    });
    if (this.#track?.sender === undefined) this.#track = this.#make(media);
    else await this.#exchange(this.#track, media);
    before?.stop();
    this.#patch({ on: true, problem: null, chosen: media.getSettings().deviceId ?? this.#device.chosen });
  }

  async #exchange(track: OwnTrack, media: MediaStreamTrack): Promise<void> {
    track.permitted = true;
    await track.replaceTrack(media, true);
    await track.unmute();
  }

  #make(media: MediaStreamTrack): OwnTrack {
    const track = this.kind === "microphone" ? new OwnSound(media) : new OwnPicture(media);
    track.source = this.kind === "microphone" ? Track.Source.Microphone : Track.Source.Camera;
    return track;
  }

  #release(): void {
    this.#media?.stop();
    this.#media = null;
  }

  /** Unplugged, or taken back in the browser's settings; `stop` of our own does not come here. */
  #lost(media: MediaStreamTrack): void {
    if (media !== this.#media || this.#ended) return;
    // A headset that goes is no reason to fall silent. Another camera would show what its owner did not mean to show.
    if (this.kind === "microphone" && this.#device.on) void this.#enqueue(() => this.#replace());
    else this.#miss("missing");
  }

  async #replace(): Promise<void> {
    this.#patch({ chosen: null });
    try {
      await this.#acquire();
      this.#patch({ replaced: this.#device.replaced + 1 });
    } catch (error) {
      this.#miss(problemOf(error));
    }
  }

  #miss(problem: DeviceProblem): void {
    this.#patch({ problem });
    void this.#enqueue(() => this.#off());
  }

  #patch(patch: Partial<Device>): void {
    if (this.#ended) return;
    this.#device = { ...this.#device, ...patch };
    this.#changed();
  }
}

/** Of what the system prefers; Chromium's labels say what that is. */
function labelOf(choices: readonly DeviceChoice[]): string | undefined {
  return choices.find((choice) => choice.id === DEFAULT)?.label;
}

function soundOf({ echo, noise }: Processing): MediaTrackConstraints {
  return { echoCancellation: echo, noiseSuppression: noise, autoGainControl: true };
}

function isSame(a: DeviceChoice, b: DeviceChoice | undefined): boolean {
  return a.id === b?.id && a.label === b.label;
}
