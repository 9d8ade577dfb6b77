import { useEffect } from "react";

import type { CallIntents, CallState } from "../call/state.ts";
import type { Words } from "../ui/words.ts";

/** Actions of a call, which TypeScript's library does not know yet (Media Session). */
type Handler = "togglemicrophone" | "togglecamera" | "hangup";

/**
 * Tells the system that this page plays a conversation: sound goes on behind a locked screen where the browser allows it. A lock screen
 * is read by others, so there is no name on it, and no question of the room.
 */
export function useSession(call: CallIntents, state: Pick<CallState, "microphone" | "camera">, t: Words): void {
  const microphone = state.microphone.on;
  const camera = state.camera.on;

  useEffect(() => {
    if (!("mediaSession" in navigator)) return;
    const { mediaSession } = navigator;
    mediaSession.metadata = new MediaMetadata({ title: t("room-heading") });
    mediaSession.playbackState = "playing";
    return () => {
      mediaSession.metadata = null;
      mediaSession.playbackState = "none";
    };
  }, [t]);

  useEffect(() => {
    if (!("mediaSession" in navigator)) return;
    // Not every browser has this part.
    const session: Partial<MediaSession> = navigator.mediaSession;
    // Older browsers answer nothing, newer ones a promise; that a headset shows no light is no reason to end anything.
    Promise.all([session.setMicrophoneActive?.(microphone), session.setCameraActive?.(camera)]).catch(() => undefined);
    const handlers: readonly (readonly [Handler, () => void])[] = [
      ["togglemicrophone", () => void call.setMicrophone(!microphone)],
      ["togglecamera", () => void call.setCamera(!camera)],
      ["hangup", () => void call.leave()],
    ];
    for (const [name, act] of handlers) handle(name, act);
    return () => {
      for (const [name] of handlers) handle(name, null);
    };
  }, [call, microphone, camera]);
}

/** A browser throws for an action that it does not know. */
function handle(name: Handler, act: (() => void) | null): void {
  try {
    navigator.mediaSession.setActionHandler(name as string as MediaSessionAction, act);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
}
