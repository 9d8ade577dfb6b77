import type { E2EEWorkerMessage, LogLevel, ScriptTransformOptions } from "livekit-client";

/**
 * What LiveKit's frame worker is allowed to be told. LiveKit believes its server about who is who and what is encrypted; everything that
 * follows from such a belief passes here. docs/protocol.md section 7, docs/threat-model.md.
 */

/** LogLevel.error: with it LiveKit's worker tells of an encryption that failed, which it reports in no other way. */
const LOG_ERRORS = 4 as unknown as LogLevel;
/** Own tracks and others' have ids from different hands: in two namespaces a server cannot make one pass for the other. */
const OUT = "out:";
const IN = "in:";

export type Pass = { readonly act: "pass"; readonly message: E2EEWorkerMessage };
export type Verdict =
  | Pass
  | { readonly act: "drop" }
  /** The server wants something that would show our media: the call ends. */
  | { readonly act: "refuse" }
  /** A data channel request: it gets its answer, an error, so that nothing waits for it. */
  | { readonly act: "deny"; readonly uuid: string };

const drop: Verdict = { act: "drop" };
const refuse: Verdict = { act: "refuse" };
const pass = (message: E2EEWorkerMessage): Pass => ({ act: "pass", message });

export class Guard {
  #pinned: string | null = null;

  /** The own MLS identity. The first word counts; false when another one is tried later. */
  pin(identity: string): boolean {
    this.#pinned ??= identity;
    return this.#pinned === identity;
  }

  get pinned(): string | null {
    return this.#pinned;
  }

  judge(message: E2EEWorkerMessage): Verdict {
    switch (message.kind) {
      case "init":
        return pass({ ...message, data: { ...message.data, loglevel: LOG_ERRORS } });
      case "enable":
        // A track declared unencrypted would switch the decryptor off and show what the server makes up.
        return pass({ ...message, data: { ...message.data, enabled: true } });
      case "encode":
        if (this.#pinned === null || message.data.participantIdentity !== this.#pinned) return refuse;
        return pass({ kind: "encode", data: { ...message.data, ...plainOptions, codec: "vp8", trackId: OUT + message.data.trackId } });
      case "decode":
        if (this.#pinned === null || message.data.participantIdentity === this.#pinned) return drop;
        return pass({ kind: "decode", data: { ...message.data, ...plainOptions, trackId: IN + message.data.trackId } });
      case "updateCodec":
        return this.#updateCodec(message);
      case "removeTransform":
        if (message.data.participantIdentity === this.#pinned) return drop;
        return pass({ ...message, data: { ...message.data, trackId: IN + message.data.trackId } });
      case "setRTPMap":
        return this.#rtpMap(message);
      case "setKey":
        return pass(message);
      case "encryptDataRequest":
      case "decryptDataRequest":
        return { act: "deny", uuid: message.data.uuid };
      default:
        // setSifTrailer: frames the server makes itself would pass undecrypted. ratchetRequest: our keys come from MLS only.
        return drop;
    }
  }

  /** The same for RTCRtpScriptTransform, where the options come with the event. Null: frames go nowhere; `refused` as above. */
  transform(options: ScriptTransformOptions): ScriptTransformOptions | "refuse" | "drop" {
    if (options.kind === "encode") {
      if (this.#pinned === null || options.participantIdentity !== this.#pinned) return "refuse";
      return { ...options, ...plainOptions, codec: "vp8", trackId: OUT + options.trackId };
    }
    if (this.#pinned === null || options.participantIdentity === this.#pinned) return "drop";
    return { ...options, ...plainOptions, trackId: IN + options.trackId };
  }

  #updateCodec(message: Extract<E2EEWorkerMessage, { kind: "updateCodec" }>): Verdict {
    const { previousTrackId, ...data } = message.data;
    if (this.#pinned === null) return drop;
    if (data.participantIdentity === this.#pinned) {
      return pass({ kind: "updateCodec", data: { ...data, hasPacketTrailer: false, codec: "vp8", trackId: OUT + data.trackId } });
    }
    const moved = { ...data, hasPacketTrailer: false, trackId: IN + data.trackId };
    return pass({
      kind: "updateCodec",
      data: previousTrackId === undefined ? moved : { ...moved, previousTrackId: IN + previousTrackId },
    });
  }

  /** We send VP8. Told that it is H.264, LiveKit would leave everything before a look-alike of a slice header in clear. */
  #rtpMap(message: Extract<E2EEWorkerMessage, { kind: "setRTPMap" }>): Verdict {
    if (message.data.participantIdentity !== this.#pinned) return drop;
    const map = new Map([...message.data.map.keys()].map((type) => [type, "vp8" as const]));
    return pass({ kind: "setRTPMap", data: { ...message.data, map } });
  }
}

/** Metadata after the ciphertext is outside the encryption, and we send none. */
const plainOptions = { hasPacketTrailer: false, packetTrailer: {} } as const;

/** What LiveKit's worker says, as far as the page needs it. */
export type Report =
  | { readonly tell: "pass" }
  | { readonly tell: "nothing" }
  /** Our own encryption failed; the frame was dropped. */
  | { readonly tell: "broken" }
  /** A frame of that person could not be decrypted and was dropped. */
  | { readonly tell: "undecryptable"; readonly identity: string };

/** Identities stand in LiveKit's log lines and errors, so none of these leaves the worker. */
export function reportOf(message: E2EEWorkerMessage, pinned: string | null): Report {
  switch (message.kind) {
    case "initAck":
      return { tell: "pass" };
    case "enable":
      // For others the page would re-post every key it has, and throw when they are gone already.
      return { tell: message.data.participantIdentity === pinned ? "pass" : "nothing" };
    case "log":
      return { tell: message.data.msg === "error while encrypting" ? "broken" : "nothing" };
    case "error":
      if (message.data.participantIdentity === undefined) return { tell: "nothing" };
      if (message.data.participantIdentity === pinned) return { tell: "broken" };
      return { tell: "undecryptable", identity: message.data.participantIdentity };
    default:
      return { tell: "nothing" };
  }
}
