import { Input, problemOf } from "./input.ts";
import { Level } from "./level.ts";
import { Scope } from "./scope.ts";
import { Screen } from "./screen.ts";
import { Speaker } from "./speaker.ts";
import type { DeviceChoice, TakePart } from "./state.ts";

const KINDS = { microphone: "audioinput", camera: "videoinput" } as const;

/** Microphone and camera of this browser, asked for together, listed, watched; what can be shown besides; where sound comes out. */
export class Devices {
  readonly microphone: Input;
  readonly camera: Input;
  readonly screen: Screen;
  readonly speaker: Speaker;
  readonly #level = new Level();
  readonly #scope = new Scope();
  #wanted: TakePart | null = null;
  #asked = false;

  constructor(changed: () => void) {
    this.microphone = new Input("microphone", changed);
    this.camera = new Input("camera", changed);
    this.screen = new Screen(changed);
    this.speaker = new Speaker(changed);
    this.#scope.own(() => {
      this.microphone.end();
      this.camera.end();
      this.screen.end();
      this.#level.end();
    });
    this.#scope.listen(navigator.mediaDevices, "devicechange", () => {
      void this.#list();
    });
    void this.#watchPermissions();
  }

  /** Whether the person has been asked for a device. */
  get asked(): boolean {
    return this.#asked;
  }

  /** One question of the browser for both where both are wanted. What is not wanted is switched off. */
  async open(want: TakePart): Promise<void> {
    this.#wanted = want;
    this.#asked = true;
    if (want !== "camera") await this.camera.set(false);
    if (want === "text") await this.microphone.set(false);
    const inputs = this.#wants(want).filter((input) => !input.device.on);
    const [first, second] = inputs;
    if (first !== undefined && second !== undefined) await this.#together(first, second);
    else await first?.set(true);
    await this.#list();
  }

  async set(input: Input, on: boolean): Promise<void> {
    this.#asked = true;
    await input.set(on);
    if (on) await this.#list();
  }

  /** Level of the own microphone, 0 to 1; 0 while it is off. */
  level(): number {
    return this.#level.of(this.microphone.media);
  }

  /** Everything off, at once. */
  end(): void {
    this.#scope.end();
  }

  #wants(want: TakePart): Input[] {
    if (want === "text") return [];
    return want === "sound" ? [this.microphone] : [this.microphone, this.camera];
  }

  async #together(microphone: Input, camera: Input): Promise<void> {
    for (const input of [microphone, camera]) input.setBusy(true);
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: microphone.constraints, video: camera.constraints });
      const [sound] = stream.getAudioTracks();
      const [picture] = stream.getVideoTracks();
      await Promise.all([sound && microphone.adopt(sound), picture && camera.adopt(picture)]);
    } catch (error) {
      await this.#apart([microphone, camera], error);
    }
    for (const input of [microphone, camera]) input.setBusy(false);
  }

  /** One of two fails both. A person who has just said no is not asked a second time. */
  async #apart(inputs: readonly Input[], error: unknown): Promise<void> {
    for (const input of inputs) {
      const again = problemOf(error) !== "refused" || (await permission(input))?.state === "granted";
      if (again) await input.set(true);
      else input.fail(error);
    }
  }

  async #list(): Promise<void> {
    const all = await navigator.mediaDevices.enumerateDevices();
    if (this.#scope.ended) return;
    for (const input of [this.microphone, this.camera]) input.setChoices(choicesOf(all, KINDS[input.kind]));
    this.speaker.setChoices(choicesOf(all, "audiooutput"));
  }

  /** Allowed later, in the browser's own settings: what was wanted is opened then. */
  async #watchPermissions(): Promise<void> {
    for (const input of [this.microphone, this.camera]) {
      const status = await permission(input);
      if (status === null) continue;
      this.#scope.listen(status, "change", () => {
        const wanted = this.#wanted !== null && this.#wants(this.#wanted).includes(input);
        if (status.state === "granted" && wanted && input.device.problem === "refused") void this.set(input, true);
      });
    }
  }
}

/** Before permission the ids are empty. */
function choicesOf(all: readonly MediaDeviceInfo[], kind: MediaDeviceKind): DeviceChoice[] {
  const found = all.filter((device) => device.kind === kind && device.deviceId !== "");
  return found.map(({ deviceId, label }) => ({ id: deviceId, label }));
}

/** Null where the browser does not tell (Firefox, older Safari). */
async function permission(input: Input): Promise<PermissionStatus | null> {
  try {
    return await navigator.permissions.query({ name: input.kind });
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}
