/**
 * A lost key frame is what makes an encrypted picture late: LiveKit often drops the first one before its decryptor stands, and the SFU
 * throttles the next request. So a receiver asks the sender over our own channel, and the sender makes one.
 */

/** Waits between asking; bounded, because somebody whose camera gives no frame must not be asked for ever. */
const ASK_AFTER_MS = [120, 150, 200, 300, 500, 800, 1200, 2000];
/** A picture that has begun goes on within this time, or something behind its first frame was lost. */
const GOES_ON_MS = 500;
/** A sender answers at most once in this time. */
export const FORCE_MS = 200;

/** Watches one picture: asks until it has begun and goes on. */
export class FirstFrame {
  readonly #element: HTMLVideoElement;
  readonly #ask: () => void;
  #asked = 0;
  #shown = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #callback: number | undefined;

  constructor(element: HTMLVideoElement, ask: () => void) {
    this.#element = element;
    this.#ask = ask;
    this.#await();
    this.#arm();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#callback !== undefined) this.#element.cancelVideoFrameCallback(this.#callback);
    this.#callback = undefined;
  }

  #await(): void {
    if (typeof this.#element.requestVideoFrameCallback !== "function") return;
    this.#callback = this.#element.requestVideoFrameCallback(() => {
      if (++this.#shown > 1) {
        this.stop();
        return;
      }
      clearTimeout(this.#timer);
      this.#arm();
      this.#await();
    });
  }

  #arm(): void {
    const wait = ASK_AFTER_MS[this.#asked++];
    if (wait === undefined) return;
    this.#timer = setTimeout(
      () => {
        // In a hidden page nothing is decoded, and nothing is missed either.
        if (!document.hidden) this.#ask();
        this.#arm();
      },
      this.#shown === 0 ? wait : Math.max(wait, GOES_ON_MS),
    );
  }
}

/** Asks for what was dropped on the way: with growing pauses for each person, from the start again when it has been quiet. */
export class Asker {
  readonly #send: (identity: string) => void;
  readonly #now: () => number;
  readonly #asked = new Map<string, { times: number; last: number }>();

  constructor(send: (identity: string) => void, now: () => number = () => performance.now()) {
    this.#send = send;
    this.#now = now;
  }

  ask(identity: string): void {
    const now = this.#now();
    const before = this.#asked.get(identity);
    const times = before === undefined || now - before.last > 5000 ? 0 : before.times;
    const pause = ASK_AFTER_MS[Math.min(times, ASK_AFTER_MS.length - 1)] ?? 0;
    if (before !== undefined && now - before.last < pause) return;
    this.#asked.set(identity, { times: times + 1, last: now });
    this.#send(identity);
  }
}

/** Runs `act` at once and then at most every `ms`; who asks in between is served at the end of the pause. */
export class Limited {
  readonly #act: () => void;
  readonly #ms: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #again = false;

  constructor(act: () => void, ms: number) {
    this.#act = act;
    this.#ms = ms;
  }

  run(): void {
    if (this.#timer !== undefined) {
      this.#again = true;
      return;
    }
    this.#act();
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (!this.#again) return;
      this.#again = false;
      this.run();
    }, this.#ms);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#again = false;
  }
}

/** TypeScript's library does not know the second argument yet. */
interface KeyframeSender {
  getParameters(): RTCRtpSendParameters;
  setParameters(
    parameters: RTCRtpSendParameters,
    options: { readonly encodingOptions: readonly { readonly keyFrame: boolean }[] },
  ): Promise<void>;
}

/** Has this sender's encoder make a key frame on every layer (WebRTC Extensions, `setParameters` with encoding options). */
export async function forceKeyframe(sender: KeyframeSender): Promise<void> {
  const parameters = sender.getParameters();
  try {
    await sender.setParameters(parameters, { encodingOptions: parameters.encodings.map(() => ({ keyFrame: true })) });
  } catch (error) {
    // The parameters were changed meanwhile, or the sender has ended: who misses the frame asks again.
    if (!(error instanceof DOMException)) throw error;
  }
}
