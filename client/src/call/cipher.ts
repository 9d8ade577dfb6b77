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

/** Chromium's, where LiveKit looks for them before it makes them itself. */
interface Streams {
  readableStream?: ReadableStream;
  writableStream?: WritableStream;
  createEncodedStreams?(): { readonly readable: ReadableStream; readonly writable: WritableStream };
}

interface Inbound {
  readonly type: string;
  readonly framesReceived?: number;
  readonly packetsReceived?: number;
}

/** So many frames are not a matter of a message that is still on its way. */
const BYPASSED_FRAMES = 10;

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
  /**
   * A script transform has to be set in the very moment a receiver is made, or frames pass it by at first (in Chromium: for good). LiveKit
   * makes receivers ahead on a single connection, and puts tracks off that come while it is connecting. So with script transforms there
   * is a second connection for receiving, and nothing is subscribed to before it stands.
   */
  readonly subscribesLate = !("createEncodedStreams" in RTCRtpSender.prototype);
  readonly #frames: FrameWorker;
  readonly #keys: EpochKeys;

  /** Loads the worker. */
  constructor(listener: FrameListener) {
    this.#frames = new FrameWorker(listener);
    this.#keys = new EpochKeys();
    this.options = { encryption: { keyProvider: this.#keys, worker: this.#frames.worker } };
  }

  /** The own MLS identity, once and for all. */
  pin(identity: string): void {
    this.#frames.pin(identity);
  }

  /** Before connecting: what LiveKit publishes and how it receives is settled there. */
  async enable(room: Room): Promise<void> {
    await this.#frames.ready;
    await room.setE2EEEnabled(true);
  }

  /**
   * Chromium drops what arrives before a receiver's streams are made, and loses a frame that arrives while they move to a worker; then
   * the picture stands for three seconds. LiveKit does both when it tells of a track: after the connection stands, with frames on their
   * way. Here they are made and moved with the receiver, before anything can arrive, and wait for LiveKit's word in the worker.
   * What LiveKit finds on the receiver, and sends after them, carries nothing.
   */
  prepare(trackId: string, receiver: RTCRtpReceiver): void {
    const streams = receiver as Streams;
    if (streams.readableStream !== undefined || streams.createEncodedStreams === undefined) return;
    const { readable, writable } = streams.createEncodedStreams();
    this.#frames.early(trackId, readable, writable);
    const empty = new TransformStream();
    streams.readableStream = empty.readable;
    streams.writableStream = empty.writable;
  }

  setEpoch(epoch: number, keys: readonly MediaKey[], own: string): void {
    this.#keys.setEpoch(epoch, keys, own);
  }

  /** False: this sender's frames do not go through the worker. */
  isSealed(sender: RTCRtpSender): boolean {
    return (sender as Marks).lk_e2ee === true;
  }

  /**
   * Whether frames of this track arrive without passing the worker, although the browser has taken the transform. Chromium does so with
   * a script transform that is set a moment late; LiveKit uses none there, but goes by the browser's name.
   */
  async isBypassed(track: Pick<RemoteTrack, "receiver" | "mediaStreamID">): Promise<boolean> {
    const { receiver } = track;
    if (receiver === undefined || !(receiver as Marks).transform || this.#frames.flowing.has(track.mediaStreamID)) return false;
    const stats = [...(await receiver.getStats()).values()] as Inbound[];
    const arrived = stats.some((one) => one.type === "inbound-rtp" && (one.framesReceived ?? one.packetsReceived ?? 0) > BYPASSED_FRAMES);
    return arrived && !this.#frames.flowing.has(track.mediaStreamID);
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
