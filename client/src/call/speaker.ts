import type { DeviceChoice, Speaker as State } from "./state.ts";

/** Where the others come out: headphones, a loudspeaker, a hearing aid. */
export class Speaker {
  readonly #changed: () => void;
  #state: State | null = "setSinkId" in HTMLMediaElement.prototype ? { chosen: null, choices: [] } : null;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get state(): State | null {
    return this.#state;
  }

  choose(id: string): void {
    this.#patch({ chosen: id });
  }

  /** One that has been unplugged is not waited for: the system's choice takes over. */
  setChoices(choices: readonly DeviceChoice[]): void {
    const { chosen } = this.#state ?? { chosen: null };
    this.#patch({ choices, chosen: choices.some((choice) => choice.id === chosen) ? chosen : null });
  }

  #patch(patch: Partial<State>): void {
    if (this.#state === null) return;
    this.#state = { ...this.#state, ...patch };
    this.#changed();
  }
}
