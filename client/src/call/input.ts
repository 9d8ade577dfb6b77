import { LocalAudioTrack, LocalVideoTrack, Track } from "livekit-client";
import type { Device, DeviceProblem } from "./state.ts";

/** The engine passes a server's wish to unmute on to the track; only the person may switch on. */
export class OwnMicrophone extends LocalAudioTrack {
  permitted = true;

  override async unmute(): Promise<this> {
    return this.permitted ? super.unmute() : this;
  }
}

export class OwnCamera extends LocalVideoTrack {
  permitted = true;

  override async unmute(): Promise<this> {
    return this.permitted ? super.unmute() : this;
  }
}

export type InputKind = "microphone" | "camera";

const MICROPHONE: MediaTrackConstraints = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
const CAMERA: MediaTrackConstraints = {
  width: { ideal: 1280 },
  height: { ideal: 720 },
  frameRate: { ideal: 24, max: 30 },
  facingMode: { ideal: "user" },
};

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
  #device: Device = { on: false, busy: false, problem: null, chosen: null, choices: [] };
  #track: OwnMicrophone | OwnCamera | null = null;
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

  get track(): OwnMicrophone | OwnCamera | null {
    return this.#track;
  }

  /** What the device gives now; null when it is off. */
  get media(): MediaStreamTrack | null {
    return this.#device.on ? this.#media : null;
  }

  get constraints(): MediaTrackConstraints {
    const { chosen } = this.#device;
    const plain = this.kind === "microphone" ? MICROPHONE : CAMERA;
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

  setChoices(choices: Device["choices"]): void {
    const same = choices.length === this.#device.choices.length && choices.every((c, at) => isSame(c, this.#device.choices[at]));
    if (!same) this.#patch({ choices });
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

  async #exchange(track: OwnMicrophone | OwnCamera, media: MediaStreamTrack): Promise<void> {
    track.permitted = true;
    await track.replaceTrack(media, true);
    await track.unmute();
  }

  #make(media: MediaStreamTrack): OwnMicrophone | OwnCamera {
    const track = this.kind === "microphone" ? new OwnMicrophone(media) : new OwnCamera(media);
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
    this.#patch({ problem: "missing" });
    void this.#enqueue(() => this.#off());
  }

  #patch(patch: Partial<Device>): void {
    if (this.#ended) return;
    this.#device = { ...this.#device, ...patch };
    this.#changed();
  }
}

function isSame(a: Device["choices"][number], b: Device["choices"][number] | undefined): boolean {
  return a.id === b?.id && a.label === b.label;
}
