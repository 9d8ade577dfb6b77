import { Volume2 } from "lucide-react";
import { useEffect, useId, useRef, useState } from "react";

import type { CallIntents, CallState, Device, Speaker } from "../call/state.ts";
import { Icon } from "../ui/icon.tsx";
import { useWords } from "../ui/language.tsx";

const BARS = 10;
/** Speech at arm's length reads 0.3 to 0.7, a quiet room less than this. */
const HEARD = 0.3;
const DRAW_MS = 80;

interface LevelProps {
  readonly call: CallIntents | null;
  readonly microphone: Device;
}

/** The meter is for the eye only; beside it the same is said in words. It is drawn past React: twelve times a second is no state. */
export function Level({ call, microphone }: LevelProps) {
  const t = useWords();
  const bars = useRef<HTMLDivElement>(null);
  const [works, setWorks] = useState(false);
  const { on } = microphone;

  useEffect(() => {
    if (call === null || !on) return;
    const timer = setInterval(() => {
      const level = call.level();
      if (level >= HEARD) setWorks(true);
      const lit = Math.round(level * BARS);
      for (const [at, bar] of [...(bars.current?.children ?? [])].entries()) bar.classList.toggle("on", at < lit);
    }, DRAW_MS);
    const drawn = bars.current;
    return () => {
      clearInterval(timer);
      for (const bar of drawn?.children ?? []) bar.classList.remove("on");
    };
  }, [call, on]);

  return (
    <div className="level">
      <span className="vh">{t("device-level")}</span>
      <Icon of={Volume2} />
      <div className="bars" ref={bars} aria-hidden="true">
        {Array.from({ length: BARS }, (_, at) => (
          <i key={at} />
        ))}
      </div>
      <b role="status">{on ? t(works ? "device-works" : "device-say") : t("device-silent")}</b>
    </div>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly device: Speaker;
  readonly onChoose: (id: string) => void;
}

/** One of the devices of a kind; microphone, camera and what one listens with look alike. */
export function Choice({ label, device, onChoose }: ChoiceProps) {
  const t = useWords();
  const id = useId();
  const none = device.choices.length === 0;
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select
        className="input"
        id={id}
        value={device.chosen ?? device.choices[0]?.id ?? ""}
        onChange={(event) => {
          if (!none) onChoose(event.currentTarget.value);
        }}
      >
        {none && <option value="">{t("device-none")}</option>}
        {device.choices.map((choice, at) => (
          <option key={choice.id} value={choice.id}>
            {choice.label === "" ? t("device-unnamed", { number: at + 1 }) : choice.label}
          </option>
        ))}
      </select>
    </div>
  );
}

interface DevicesProps {
  readonly call: CallIntents;
  readonly state: Pick<CallState, "microphone" | "camera">;
}

export function Choices({ call, state }: DevicesProps) {
  const t = useWords();
  return (
    <div className="choices">
      <Choice
        label={t("device-microphone")}
        device={state.microphone}
        onChoose={(id) => {
          void call.chooseMicrophone(id);
        }}
      />
      <Choice
        label={t("device-camera")}
        device={state.camera}
        onChoose={(id) => {
          void call.chooseCamera(id);
        }}
      />
    </div>
  );
}
