import type { OwnPicture } from "./own.ts";

/** One's own picture: shown here from the moment there is one, without any connection. */
export class Preview {
  readonly #elements = new Set<HTMLVideoElement>();
  #track: OwnPicture | null = null;

  attach(element: HTMLVideoElement): () => void {
    this.#elements.add(element);
    this.#track?.attach(element);
    return () => {
      this.#elements.delete(element);
      this.#take(element);
    };
  }

  show(track: OwnPicture | null): void {
    if (track === this.#track) return;
    for (const element of this.#elements) this.#take(element);
    this.#track = track;
    for (const element of this.#elements) track?.attach(element);
  }

  #take(element: HTMLVideoElement): void {
    this.#track?.detach(element);
    element.srcObject = null;
  }
}
