import { Mic, MicOff, Video, VideoOff } from "lucide-react";
import { useEffect, useRef } from "react";

import type { CallIntents, CallState, Device, TakePart } from "../call/state.ts";
import { Icon } from "../ui/icon.tsx";
import { useLanguage, useWords } from "../ui/language.tsx";

import { Choices, Level } from "./devices.tsx";
import { initials } from "./layout.ts";
import { Problems } from "./problem.tsx";

/** What `attachVideo` knows oneself by before one has an identity in a room. */
export const OWN_PREVIEW = "";

interface PreviewProps {
  readonly call: CallIntents | null;
  readonly state: CallState;
  readonly name: string;
  readonly how: TakePart;
}

/** Camera and microphone before joining: seen and heard here only. */
export function Preview({ call, state, name, how }: PreviewProps) {
  const t = useWords();
  const { microphone, camera } = state;
  return (
    <section aria-labelledby="devices">
      <h2 className="vh" id="devices">
        {t("lobby-devices")}
      </h2>
      <Picture call={call} camera={camera} busy={camera.busy || microphone.busy} name={name} />
      <div className="toggles">
        <Toggle
          device={microphone}
          icons={[Mic, MicOff]}
          words={["device-microphone-on", "device-microphone-off"]}
          onPress={(on) => {
            void call?.setMicrophone(on);
          }}
        />
        <Toggle
          device={camera}
          icons={[Video, VideoOff]}
          words={["device-camera-on", "device-camera-off"]}
          onPress={(on) => {
            void call?.setCamera(on);
          }}
        />
      </div>
      <Problems
        microphone={microphone}
        camera={camera}
        onRetry={() => {
          void call?.openDevices(how);
        }}
      />
      <Level call={call} microphone={microphone} />
      {call !== null && (
        <details className="choose">
          <summary>{t("lobby-choose")}</summary>
          <Choices call={call} state={state} />
        </details>
      )}
    </section>
  );
}

interface PictureProps {
  readonly call: CallIntents | null;
  readonly camera: Device;
  readonly busy: boolean;
  readonly name: string;
}

function Picture({ call, camera, busy, name }: PictureProps) {
  const { t, locale } = useLanguage();
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const element = video.current;
    return call === null || element === null ? undefined : call.attachVideo(OWN_PREVIEW, element);
  }, [call]);
  const shown = initials(name, locale);
  return (
    <div className="preview">
      <video ref={video} className="mirrored" autoPlay playsInline muted hidden={!camera.on} aria-hidden="true" />
      {!camera.on && (
        <p className="instead">
          {shown !== "" && (
            <span className="initials" aria-hidden="true">
              {shown}
            </span>
          )}
          <span role="status">{t(busy ? "lobby-asking" : "lobby-camera-off")}</span>
        </p>
      )}
      {camera.on && <p className="tag">{t("lobby-only-you")}</p>}
    </div>
  );
}

interface ToggleProps {
  readonly device: Device;
  readonly icons: readonly [typeof Mic, typeof MicOff];
  readonly words: readonly [string, string];
  readonly onPress: (on: boolean) => void;
}

function Toggle({ device, icons, words, onPress }: ToggleProps) {
  const t = useWords();
  return (
    <button
      type="button"
      className="btn"
      aria-pressed={device.on}
      onClick={() => {
        onPress(!device.on);
      }}
    >
      <Icon of={icons[device.on ? 0 : 1]} />
      {device.busy ? t("lobby-starting") : t(words[device.on ? 0 : 1])}
    </button>
  );
}
