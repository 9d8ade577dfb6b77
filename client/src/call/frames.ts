/** What crosses between the page and the frame worker besides LiveKit's own messages, which ignore an unknown kind. */
export type FrameCommand =
  /** Own MLS identity. Nothing is sent or received before it. */
  | { readonly kind: "pin"; readonly identity: string }
  /** ScriptTransform browsers: make a key frame on every own video track. */
  | { readonly kind: "keyframe" }
  /** The encoded streams of a receiver, ahead of LiveKit's `decode` for that track; they are used in place of those that come with it. */
  | { readonly kind: "early"; readonly trackId: string; readonly readable: ReadableStream; readonly writable: WritableStream };

export type FrameEvent =
  | { readonly kind: "folkmoot"; readonly event: "pinned" }
  /** The server tried to have us send as somebody else. */
  | { readonly kind: "folkmoot"; readonly event: "refused" }
  | { readonly kind: "folkmoot"; readonly event: "broken" }
  | { readonly kind: "folkmoot"; readonly event: "need_keyframe"; readonly identity: string }
  /** The first frame of a script transform came through the worker. */
  | { readonly kind: "folkmoot"; readonly event: "flowing"; readonly trackId: string };

export interface FrameListener {
  refused(): void;
  broken(): void;
  /** The worker could not be loaded or threw. */
  died(): void;
  needKeyframe(identity: string): void;
}

const LOAD_MS = 15_000;

/** The page's end of the frame worker. It outlives LiveKit's connections and ends with the call. */
export class FrameWorker {
  readonly worker: Worker;
  /** Resolves when the worker runs and the identity is pinned; before that nothing may be connected. */
  readonly ready: Promise<void>;
  /** Tracks of which the worker has seen a frame; script transforms only. */
  readonly flowing = new Set<string>();
  readonly #listener: FrameListener;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #pinned: () => void = () => undefined;
  #ended = false;

  constructor(listener: FrameListener) {
    this.#listener = listener;
    this.worker = new Worker(new URL("./frame.worker.ts", import.meta.url), { type: "module", name: "folkmoot-frames" });
    this.ready = new Promise((resolve) => {
      this.#pinned = resolve;
    });
    // Not onmessage and onerror: LiveKit sets those.
    this.worker.addEventListener("message", (message: MessageEvent<FrameEvent | { readonly kind: string }>) => {
      this.#hear(message.data);
    });
    const died = (): void => {
      this.#died();
    };
    this.worker.addEventListener("error", died);
    this.worker.addEventListener("messageerror", died);
  }

  pin(identity: string): void {
    this.#timer = setTimeout(() => {
      this.#died();
    }, LOAD_MS);
    this.#send({ kind: "pin", identity });
  }

  forceKeyframe(): void {
    this.#send({ kind: "keyframe" });
  }

  early(trackId: string, readable: ReadableStream, writable: WritableStream): void {
    this.#send({ kind: "early", trackId, readable, writable }, [readable, writable]);
  }

  /** Stops at once; keys and frames go with the worker. */
  end(): void {
    this.#ended = true;
    clearTimeout(this.#timer);
    this.worker.terminate();
  }

  #send(command: FrameCommand, moved: Transferable[] = []): void {
    if (!this.#ended) this.worker.postMessage(command, moved);
  }

  #hear(message: FrameEvent | { readonly kind: string }): void {
    if (this.#ended || !("event" in message)) return;
    if (message.event === "pinned") {
      clearTimeout(this.#timer);
      this.#pinned();
    } else if (message.event === "refused") this.#listener.refused();
    else if (message.event === "broken") this.#listener.broken();
    else if (message.event === "flowing") this.flowing.add(message.trackId);
    else this.#listener.needKeyframe(message.identity);
  }

  #died(): void {
    if (!this.#ended) this.#listener.died();
  }
}
