import type { ChangeEvent } from "react";

import type { CallIntents, CallState, Load } from "../call/state.ts";
import { Dialog } from "../ui/dialog.tsx";
import { useWords } from "../ui/language.tsx";

import { Choice, Choices, Level } from "./devices.tsx";
import { Problems } from "./problem.tsx";

interface PreferencesProps {
  readonly call: CallIntents;
  readonly state: CallState;
  readonly onClose: () => void;
}

/** Devices in the room, what the browser does to the sound, and how much is loaded. */
export function Preferences({ call, state, onClose }: PreferencesProps) {
  const t = useWords();
  const { microphone, camera, speaker, processing } = state;
  return (
    <Dialog title={t("device-title")} onClose={onClose}>
      <Problems
        microphone={microphone}
        camera={camera}
        onRetry={() => {
          if (microphone.problem !== null) void call.setMicrophone(true);
          if (camera.problem !== null) void call.setCamera(true);
        }}
      />
      <Choices call={call} state={state} />
      {speaker !== null && speaker.choices.length > 0 && (
        <Choice
          label={t("device-speaker")}
          device={speaker}
          onChoose={(id) => {
            void call.chooseSpeaker(id);
          }}
        />
      )}
      <Level call={call} microphone={microphone} />
      <fieldset className="field">
        <legend>{t("processing-title")}</legend>
        <Check
          label={t("processing-echo")}
          hint={t("processing-echo-hint")}
          checked={processing.echo}
          onChange={(echo) => void call.setProcessing({ ...processing, echo })}
        />
        <Check
          label={t("processing-noise")}
          hint={t("processing-noise-hint")}
          checked={processing.noise}
          onChange={(noise) => void call.setProcessing({ ...processing, noise })}
        />
      </fieldset>
      <Loading call={call} load={state.load} />
    </Dialog>
  );
}

const LOADS = [
  ["all", "load-all", "load-all-hint"],
  ["small", "load-small", "load-small-hint"],
  ["sound", "load-sound", "load-sound-hint"],
] as const satisfies readonly (readonly [Load, string, string])[];

function Loading({ call, load }: { readonly call: CallIntents; readonly load: Load }) {
  const t = useWords();
  return (
    <fieldset className="field">
      <legend>{t("load-title")}</legend>
      {LOADS.map(([value, label, hint]) => (
        <label className="check" key={value}>
          <input
            type="radio"
            name="load"
            value={value}
            checked={load === value}
            onChange={() => {
              call.setLoad(value);
            }}
          />
          <Words label={t(label)} hint={t(hint)} />
        </label>
      ))}
    </fieldset>
  );
}

interface CheckProps {
  readonly label: string;
  readonly hint: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

function Check({ label, hint, checked, onChange }: CheckProps) {
  return (
    <label className="check">
      <input
        type="checkbox"
        checked={checked}
        onChange={(event: ChangeEvent<HTMLInputElement>) => {
          onChange(event.currentTarget.checked);
        }}
      />
      <Words label={label} hint={hint} />
    </label>
  );
}

function Words({ label, hint }: { readonly label: string; readonly hint: string }) {
  return (
    <span>
      {label}
      <br />
      <span className="small muted">{hint}</span>
    </span>
  );
}
