import type { Room } from "livekit-client";
import { watchPeople } from "./people.ts";

/** What both weaker ways have not: identities that are told apart, keys that change, streams made ahead. */
export class OpenCipher {
  readonly subscribesLate: boolean = false;
  #watching = false;

  enable(room: Room): Promise<void> {
    if (!this.#watching) watchPeople(room);
    this.#watching = true;
    return Promise.resolve();
  }

  pin(): void {
    // Nobody is told apart.
  }

  prepare(): void {
    // As LiveKit does it.
  }

  setEpoch(): void {
    // One key for all time, or none.
  }

  isSealed(): boolean {
    return true;
  }

  isBypassed(): Promise<boolean> {
    return Promise.resolve(false);
  }

  forceKeyframe(): Promise<void> {
    return Promise.resolve();
  }

  end(): void {
    // Nothing was started.
  }
}
