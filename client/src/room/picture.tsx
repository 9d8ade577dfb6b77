import { useEffect, useRef } from "react";

import type { CallIntents, View } from "../call/state.ts";

interface PictureProps {
  readonly call: CallIntents;
  readonly identity: string;
  readonly view: View;
  readonly mirrored?: boolean;
}

/** The name beside it says whose picture it is; a picture has nothing more to say to who does not see it. */
export function Picture({ call, identity, view, mirrored = false }: PictureProps) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const element = video.current;
    return element === null ? undefined : call.attachVideo(identity, element, view);
  }, [call, identity, view]);
  return <video ref={video} className={mirrored ? "mirrored" : undefined} autoPlay playsInline muted aria-hidden="true" />;
}
