import type { RemoteTrack, Room, RoomOptions } from "livekit-client";
import type { MediaKey } from "../crypto/contract.ts";
import { FrameWorker, type FrameListener } from "./frames.ts";
import { forceKeyframe } from "./keyframes.ts";
import { EpochKeys } from "./keys.ts";

/** What LiveKit leaves on a sender or receiver whose frames go through the frame worker. */
interface Marks {
  readonly lk_e2ee?: boolean;
  readonly lk_e2ee_track_id?: string;
  /** Chromium's way in; handed over once. */
  readonly readableStream?: unknown;
  /** The other browsers' way in; undefined where it does not exist. */
  readonly transform?: object | null;
}

/**
 * Whether every frame of this track comes out of our decryptor. LiveKit says "encrypted" because its server said so; a receiver without
 * the marks of exactly this track was never connected to the worker, and then the browser plays what the server sends.
 */
export function isDecrypted(publication: { readonly isEncrypted: boolean }, track: Pick<RemoteTrack, "receiver" | "mediaStreamID">): boolean {
  const receiver = track.receiver as Marks | undefined;
  if (!publication.isEncrypted || receiver?.lk_e2ee !== true || receiver.lk_e2ee_track_id !== track.mediaStreamID) return false;
  return receiver.readableStream !== undefined || (receiver.transform ?? null) !== null;
}

/** Encryption of the media of one call: the worker and the keys. */
export class MediaCipher {
  readonly options: Pick<RoomOptions, "encryption">;
  readonly #frames: FrameWorker;
  readonly #keys: EpochKeys;

  /** Loads the worker and pins the own MLS identity. */
  constructor(identity: string, listener: FrameListener) {
    this.#frames = new FrameWorker(identity, listener);
    this.#keys = new EpochKeys(identity);
    this.options = { encryption: { keyProvider: this.#keys, worker: this.#frames.worker } };
  }

  /** Before connecting: what LiveKit publishes and how it receives is settled there. */
  async enable(room: Room): Promise<void> {
    await this.#frames.ready;
    await room.setE2EEEnabled(true);
  }

  setEpoch(epoch: number, keys: readonly MediaKey[]): void {
    this.#keys.setEpoch(epoch, keys);
  }

  /** False: this sender's frames do not go through the worker. */
  isSealed(sender: RTCRtpSender): boolean {
    return (sender as Marks).lk_e2ee === true;
  }

  async forceKeyframe(sender: RTCRtpSender): Promise<void> {
    if ((sender as Marks).transform) this.#frames.forceKeyframe();
    else await forceKeyframe(sender);
  }

  end(): void {
    this.#keys.end();
    this.#frames.end();
  }
}
