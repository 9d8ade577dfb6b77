import { Devices } from "./devices.ts";
import type { Engine } from "./engine.ts";
import type { Input } from "./input.ts";
import { OwnPicture, type OwnTrack } from "./own.ts";
import type { Preferences } from "./preferences.ts";
import { Preview } from "./preview.ts";
import type { CallState, TakePart } from "./state.ts";

/** What a person takes part with: their devices, their own picture of themselves, and what of both goes out. */
export class Equipment {
  readonly devices: Devices;
  readonly #preview = new Preview();
  readonly #engine: Engine;

  constructor(engine: Engine, changed: () => void) {
    this.#engine = engine;
    this.devices = new Devices(changed);
  }

  /** What it looks like from outside. */
  get shown(): Pick<CallState, "microphone" | "camera" | "sharing" | "speaker"> {
    const { microphone, camera, screen, speaker } = this.devices;
    return { microphone: microphone.device, camera: camera.device, sharing: screen.sharing, speaker: speaker.state };
  }

  /** What of it is on. */
  get on(): { readonly microphone: boolean; readonly video: boolean; readonly screen: boolean } {
    const { microphone, camera, screen } = this.devices;
    return { microphone: microphone.device.on, video: camera.device.on, screen: screen.sharing.on };
  }

  attach(element: HTMLVideoElement): () => void {
    return this.#preview.attach(element);
  }

  /** Shows the own picture as it is now. */
  preview(): void {
    const { camera } = this.devices;
    const picture = camera.device.on ? camera.track : null;
    this.#preview.show(picture instanceof OwnPicture ? picture : null);
  }

  publish(): void {
    for (const input of this.#inputs) if (input.device.on && input.track !== null) this.#engine.publish(input.track);
    this.#engine.publishScreen(this.devices.screen.tracks);
  }

  /** It could not be sent: it is switched off, and said. */
  unpublished(track: OwnTrack): void {
    for (const input of this.#inputs) {
      if (input.track !== track) continue;
      void input.set(false);
      input.fail(new Error("not published"));
    }
    if (this.devices.screen.tracks.some((one) => one === track)) this.devices.screen.fail();
  }

  /** What was asked in the lobby already: what was switched off there stays off. */
  async begin(part: TakePart): Promise<void> {
    if (!this.devices.asked) await this.devices.open(part);
    else await this.#narrow(part);
  }

  async off(): Promise<void> {
    this.devices.screen.stop();
    await Promise.all(this.#inputs.map((input) => input.set(false)));
  }

  /** How much is loaded, and what the browser does to one's sound. */
  prefer({ load, processing }: Preferences): void {
    this.#engine.setLoad(load);
    void this.devices.camera.setSmall(load === "small");
    void this.devices.microphone.setProcessing(processing);
  }

  end(): void {
    this.devices.end();
    this.#preview.show(null);
  }

  get #inputs(): Input[] {
    return [this.devices.microphone, this.devices.camera];
  }

  async #narrow(how: TakePart): Promise<void> {
    const off = how === "text" ? this.#inputs : how === "sound" ? [this.devices.camera] : [];
    await Promise.all(off.map((input) => input.set(false)));
  }
}
