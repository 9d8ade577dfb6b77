import type { Room } from "livekit-client";

/**
 * Whether anything still arrives over the media connection. The browser's own word comes after 15 s and more, and LiveKit waits for that.
 */

/** What is counted of `RTCStats`: of each way that packets take. */
interface Way {
  readonly type: string;
  readonly bytesReceived?: number;
  /** Answers to the browser's own asking, every few seconds, whether media flows or not. */
  readonly responsesReceived?: number;
}

export interface Arrived {
  readonly bytes: number;
  readonly answers: number;
}

export async function arrived({ engine }: Room): Promise<Arrived> {
  const transports = [engine.pcManager?.publisher, engine.pcManager?.subscriber];
  const reports = await Promise.all(transports.map(async (transport) => transport?.getStats()));
  const ways = reports.flatMap((report) => [...(report?.values() ?? [])] as Way[]).filter(({ type }) => type === "candidate-pair");
  return {
    bytes: ways.reduce((sum, way) => sum + (way.bytesReceived ?? 0), 0),
    answers: ways.reduce((sum, way) => sum + (way.responsesReceived ?? 0), 0),
  };
}

/**
 * Whether packets have to come: our microphone sends, silence too, and the server reports on that every second. What others send is no
 * measure: they may be in a tunnel.
 */
export function isExpecting({ localParticipant }: Room): boolean {
  return localParticipant.isMicrophoneEnabled;
}

/** So often in a row something new has to have come before its absence says anything. */
const STEADY = 10;
/** ms. What comes after such a pause is no stream: on a quiet connection the browser itself says something now and then. */
const PAUSE_MS = 3000;

/** Times are ms of `performance.now`. */
export class Pulse {
  #last: Arrived = { bytes: 0, answers: 0 };
  #bytesAt: number;
  #answersAt: number;
  #steady = 0;

  constructor(now: number) {
    this.#bytesAt = this.#answersAt = now;
  }

  note(next: Arrived, now: number): void {
    if (next.bytes !== this.#last.bytes) {
      if (now - this.#bytesAt <= PAUSE_MS) this.#steady++;
      this.#bytesAt = now;
    }
    if (next.answers !== this.#last.answers) this.#answersAt = now;
    this.#last = next;
  }

  /** Whether packets have been coming all the time, up to a silence that there may be now. */
  get steady(): boolean {
    return this.#steady >= STEADY;
  }

  /** Since when nothing has come. Where no packets are expected, answers are life enough. */
  quietSince(expecting: boolean): number {
    return expecting && this.steady ? this.#bytesAt : Math.max(this.#bytesAt, this.#answersAt);
  }

  /** Another connection begins. */
  restart(now: number): void {
    this.#steady = 0;
    this.#bytesAt = this.#answersAt = now;
  }
}
