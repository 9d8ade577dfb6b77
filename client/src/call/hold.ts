/**
 * Frames that came before their key. A sender switches to an epoch's key at once; a receiver that has not processed the commit yet
 * would drop frames, and a dropped VP8 frame breaks every later one until a key frame comes, which takes seconds. So frames whose key
 * index is ahead of what their sender's newest key has here wait, for at most `HOLD_MS` and in a bounded queue.
 */

export const HOLD_MS = 2000;
/** Two seconds of sound (50 frames a second) and some. */
export const HOLD_FRAMES = 120;

const IV_LENGTH = 12;
const TRAILER = IV_LENGTH + 2;

/** Key index of an encrypted frame: its last byte, after the IV and the IV's length. Null when it is not such a frame. */
export function keyIndexOf(data: ArrayBuffer): number | null {
  if (data.byteLength <= TRAILER) return null;
  const [length, index] = new Uint8Array(data, data.byteLength - 2, 2);
  return length === IV_LENGTH && index !== undefined ? index : null;
}

/** Whether `index` is 1 to 127 steps after `newest`, modulo 256. With no key at all every index is still to come. */
export function isAhead(index: number, newest: number | undefined): boolean {
  if (newest === undefined) return true;
  const distance = (index - newest + 256) % 256;
  return distance >= 1 && distance <= 127;
}

export interface Clock {
  now(): number;
  /** Returns what cancels it. */
  later(ms: number, then: () => void): () => void;
}

export const realClock: Clock = {
  now: () => performance.now(),
  later: (ms, then) => {
    const timer = setTimeout(then, ms);
    return () => {
      clearTimeout(timer);
    };
  },
};

interface Held<Frame> {
  readonly frame: Frame;
  readonly index: number;
  readonly since: number;
}

/** The queue of one track. `lost` is told how many frames were given up at once. */
class Queue<Frame> {
  readonly #release: (frame: Frame) => void;
  readonly #lost: (frames: number) => void;
  readonly #clock: Clock;
  #held: Held<Frame>[] = [];
  /** Indexes that were waited for in vain: their frames are dropped at once, so that nothing piles up. */
  readonly #given = new Set<number>();
  #cancel: (() => void) | null = null;

  constructor(release: (frame: Frame) => void, lost: (frames: number) => void, clock: Clock) {
    this.#release = release;
    this.#lost = lost;
    this.#clock = clock;
  }

  accept(frame: Frame, index: number | null, newest: number | undefined): void {
    if (index === null || !isAhead(index, newest)) {
      this.#release(frame);
    } else if (this.#given.has(index) || this.#held.length >= HOLD_FRAMES) {
      this.#lost(1);
    } else {
      this.#held.push({ frame, index, since: this.#clock.now() });
      this.#arm();
    }
  }

  keyed(newest: number): void {
    for (const index of this.#given) if (!isAhead(index, newest)) this.#given.delete(index);
    const ready = this.#held.filter((held) => !isAhead(held.index, newest));
    this.#held = this.#held.filter((held) => isAhead(held.index, newest));
    this.#arm();
    for (const held of ready) this.#release(held.frame);
  }

  clear(): void {
    this.#held = [];
    this.#given.clear();
    this.#arm();
  }

  #arm(): void {
    this.#cancel?.();
    const first = this.#held[0];
    this.#cancel =
      first === undefined
        ? null
        : this.#clock.later(Math.max(0, first.since + HOLD_MS - this.#clock.now()), () => {
            this.#giveUp(first.index);
          });
  }

  #giveUp(index: number): void {
    this.#given.add(index);
    const before = this.#held.length;
    this.#held = this.#held.filter((held) => held.index !== index);
    this.#arm();
    this.#lost(before - this.#held.length);
  }
}

interface Track<Frame> {
  id: string;
  /** Null after `removed`: LiveKit keeps the pipe for the next track of that receiver. */
  identity: string | null;
  readonly queue: Queue<Frame>;
}

/** All receiving tracks and the newest key index of each person. */
export class Holds<Frame> {
  readonly #clock: Clock;
  readonly #lost: (identity: string, frames: number) => void;
  readonly #newest = new Map<string, number>();
  readonly #tracks: Track<Frame>[] = [];

  constructor(lost: (identity: string, frames: number) => void, clock: Clock = realClock) {
    this.#lost = lost;
    this.#clock = clock;
  }

  /** A new receiving pipe. The identity is looked up at each frame, because LiveKit re-points a pipe to another person. */
  open(id: string, identity: string, release: (frame: Frame) => void): (frame: Frame, index: number | null) => void {
    const queue = new Queue<Frame>(
      release,
      (frames) => {
        if (track.identity !== null) this.#lost(track.identity, frames);
      },
      this.#clock,
    );
    const track: Track<Frame> = { id, identity, queue };
    this.#tracks.push(track);
    return (frame, index) => {
      // Without an identity LiveKit's cryptor drops the frame; nothing is gained by holding it.
      if (track.identity === null) release(frame);
      else queue.accept(frame, index, this.#newest.get(track.identity));
    };
  }

  /** The receiver carries another track now (`updateCodec`): as LiveKit does, by the new id first, then by the previous one. */
  moved(id: string, previous: string | undefined, identity: string): void {
    const track = this.#find(id) ?? (previous === undefined ? undefined : this.#find(previous));
    if (track === undefined) return;
    if (track.identity !== identity) track.queue.clear();
    track.id = id;
    track.identity = identity;
  }

  removed(id: string, identity: string): void {
    const track = this.#find(id);
    if (track?.identity !== identity) return;
    track.identity = null;
    track.queue.clear();
  }

  /** The key of that index is in place. Only a key that becomes the current one counts; a wipe of an old one does not. */
  keyed(identity: string, index: number): void {
    this.#newest.set(identity, index);
    for (const track of this.#tracks) if (track.identity === identity) track.queue.keyed(index);
  }

  #find(id: string): Track<Frame> | undefined {
    return this.#tracks.findLast((track) => track.id === id);
  }
}
