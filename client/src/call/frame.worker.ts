/**
 * LiveKit's frame worker behind a guard: identity pinned, encryption always on, nothing of the server's making let through, frames held
 * until their key is here. It imports LiveKit's worker, takes over its two entrances (messages and script transforms) and its exit.
 */
import "livekit-client/e2ee-worker";
import type { E2EEWorkerMessage, ScriptTransformOptions } from "livekit-client";
import type { FrameCommand, FrameEvent } from "./frames.ts";
import { Guard, reportOf } from "./guard.ts";
import { Holds, keyIndexOf } from "./hold.ts";

type Frame = RTCEncodedVideoFrame | RTCEncodedAudioFrame;
type DecodeMessage = Extract<E2EEWorkerMessage, { kind: "decode" | "encode" }>;

interface Transformer {
  readonly options: ScriptTransformOptions;
  readonly readable: ReadableStream<Frame>;
  readonly writable: WritableStream<Frame>;
  generateKeyFrame?(): Promise<unknown>;
}

/** The worker's global scope, as far as it is used; TypeScript's own type for it cannot stand beside that of a page. */
interface Scope {
  onmessage: ((event: { readonly data: E2EEWorkerMessage | FrameCommand }) => void) | null;
  onrtctransform?: ((event: { readonly transformer: Transformer }) => void) | null;
  postMessage(message: unknown): void;
}

const scope = self as unknown as Scope;
const post = scope.postMessage.bind(scope);
const tell = (event: FrameEvent): void => {
  post(event);
};

const ASK_MS = 200;
const asked = new Map<string, number>();
function needKeyframe(identity: string): void {
  const now = performance.now();
  if (now - (asked.get(identity) ?? -ASK_MS) < ASK_MS) return;
  asked.set(identity, now);
  tell({ kind: "folkmoot", event: "need_keyframe", identity });
}

const guard = new Guard();
const holds = new Holds<Frame>((identity) => {
  needKeyframe(identity);
});
const ownTransformers = new Set<Transformer>();

const enter = scope.onmessage;
const enterTransform = scope.onrtctransform;
if (enter === null) throw new Error("LiveKit's worker has changed");

// LiveKit works its messages off one by one and acknowledges `enable` with the very same object. Sent after a key, it tells when the key is set.
const marks = new Map<E2EEWorkerMessage, () => void>();
scope.postMessage = (message) => {
  const said = message as E2EEWorkerMessage;
  const mark = marks.get(said);
  if (mark !== undefined) {
    marks.delete(said);
    mark();
    return;
  }
  const report = reportOf(said, guard.pinned);
  if (report.tell === "pass") post(said);
  else if (report.tell === "broken") tell({ kind: "folkmoot", event: "broken" });
  else if (report.tell === "undecryptable") needKeyframe(report.identity);
};

/** Also switches encryption on for that identity, which is what every `enable` does here. */
function afterQueue(identity: string, then: () => void): void {
  const mark: E2EEWorkerMessage = { kind: "enable", data: { participantIdentity: identity, enabled: true } };
  marks.set(mark, then);
  enter?.({ data: mark });
}

function held(readable: ReadableStream<Frame>, trackId: string, identity: string): ReadableStream<Frame> {
  let accept: (frame: Frame, index: number | null) => void;
  return readable.pipeThrough(
    new TransformStream<Frame, Frame>({
      start: (controller) => {
        accept = holds.open(trackId, identity, (frame) => {
          controller.enqueue(frame);
        });
      },
      transform: (frame) => {
        accept(frame, keyIndexOf(frame.data));
      },
    }),
  );
}

/** Tells the page when frames do come this way: a browser that has the interface but passes frames by is found out with it. */
function announced(readable: ReadableStream<Frame>, trackId: string): ReadableStream<Frame> {
  let told = false;
  return readable.pipeThrough(
    new TransformStream<Frame, Frame>({
      transform: (frame, controller) => {
        if (!told) tell({ kind: "folkmoot", event: "flowing", trackId });
        told = true;
        controller.enqueue(frame);
      },
    }),
  );
}

/** Streams that were here before LiveKit's word about them, by its id of the track. */
const early = new Map<string, { readonly readable: ReadableStream; readonly writable: WritableStream }>();

function withEarly(message: DecodeMessage): DecodeMessage {
  const streams = early.get(message.data.trackId);
  if (streams === undefined) return message;
  early.delete(message.data.trackId);
  return { ...message, data: { ...message.data, readableStream: streams.readable, writableStream: streams.writable } };
}

function withHold(message: DecodeMessage): DecodeMessage {
  const { readableStream, trackId, participantIdentity } = message.data;
  return { ...message, data: { ...message.data, readableStream: held(readableStream as ReadableStream<Frame>, trackId, participantIdentity) } };
}

function onLiveKit(message: E2EEWorkerMessage): void {
  const verdict = guard.judge(message.kind === "decode" ? withEarly(message) : message);
  if (verdict.act === "refuse") tell({ kind: "folkmoot", event: "refused" });
  else if (verdict.act === "deny") post({ kind: "error", data: { error: new Error("data channels are not used"), uuid: verdict.uuid } });
  else if (verdict.act === "pass") admit(verdict.message);
}

function admit(message: E2EEWorkerMessage): void {
  if (message.kind === "updateCodec") holds.moved(message.data.trackId, message.data.previousTrackId, message.data.participantIdentity);
  if (message.kind === "removeTransform") holds.removed(message.data.trackId, message.data.participantIdentity);
  enter?.({ data: message.kind === "decode" ? withHold(message) : message });
  if (message.kind === "setKey") keySet(message);
}

function keySet({ data }: Extract<E2EEWorkerMessage, { kind: "setKey" }>): void {
  const { participantIdentity, keyIndex } = data;
  if (participantIdentity === undefined || keyIndex === undefined || !data.updateCurrentKeyIndex) return;
  afterQueue(participantIdentity, () => {
    holds.keyed(participantIdentity, keyIndex);
  });
}

function pin(identity: string): void {
  if (!guard.pin(identity)) {
    tell({ kind: "folkmoot", event: "refused" });
    return;
  }
  // LiveKit sends in clear for an identity it was never told about; so it is told before anything else.
  afterQueue(identity, () => {
    tell({ kind: "folkmoot", event: "pinned" });
  });
}

scope.onmessage = ({ data }) => {
  if (data.kind === "pin") pin(data.identity);
  else if (data.kind === "keyframe") for (const transformer of ownTransformers) forceKeyframe(transformer);
  else if (data.kind === "early") early.set(data.trackId, data);
  else onLiveKit(data);
};

function forceKeyframe(transformer: Transformer): void {
  // Refused for sound and for a sender that has ended: then there is nothing to make.
  transformer.generateKeyFrame?.().catch(() => ownTransformers.delete(transformer));
}

if (enterTransform) {
  scope.onrtctransform = ({ transformer }) => {
    const options = guard.transform(transformer.options);
    if (options === "refuse") tell({ kind: "folkmoot", event: "refused" });
    if (options === "refuse" || options === "drop") return;
    const { writable } = transformer;
    let { readable } = transformer;
    if (options.kind === "encode") ownTransformers.add(transformer);
    else readable = held(announced(readable, transformer.options.trackId), options.trackId, options.participantIdentity);
    enterTransform({ transformer: { options, readable, writable } });
  };
}
