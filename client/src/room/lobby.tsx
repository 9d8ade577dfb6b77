import { DoorOpen, Lock, Users, VideoOff, type LucideIcon } from "lucide-react";
import { type SyntheticEvent, useEffect, useRef, useState } from "react";

import type { CallIntents, CallState, TakePart } from "../call/state.ts";
import { Banner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Icon } from "../ui/icon.tsx";
import { useLanguage, useWords } from "../ui/language.tsx";
import { Live } from "../ui/live.tsx";

import { lengthOf } from "./layout.ts";
import { LinkField } from "./link.tsx";
import { Preview } from "./preview.tsx";

/** docs/protocol.md, section 6: in code points. */
const LONGEST_NAME = 64;

interface LobbyProps {
  /** Null until its code has come. */
  readonly call: CallIntents | null;
  readonly state: CallState;
  readonly link: string;
}

/** Before the room: check devices, choose a name, join. */
export function Lobby({ call, state, link }: LobbyProps) {
  const t = useWords();
  const [typed, setTyped] = useState<string | null>(null);
  const [how, setHow] = useState<TakePart>("camera");
  const name = typed ?? state.returning?.name ?? "";

  useEffect(() => {
    void call?.openDevices(how);
  }, [call, how]);

  return (
    <main id="main" className="wrap lobby">
      <header className="head">
        <h1 tabIndex={-1}>{t("lobby-title")}</h1>
        <p role="status">{state.phase === "opening" ? t("lobby-opening") : t("lobby-people", { people: state.people })}</p>
      </header>
      <Preview call={call} state={state} name={name} how={how} />
      <div className="stack">
        <JoinForm
          call={call}
          state={state}
          name={name}
          how={how}
          onName={setTyped}
          onHow={setHow}
        />
        <LinkField link={link} />
        <Facts />
      </div>
    </main>
  );
}

interface JoinFormProps {
  readonly call: CallIntents | null;
  readonly state: CallState;
  readonly name: string;
  readonly how: TakePart;
  readonly onName: (name: string) => void;
  readonly onHow: (how: TakePart) => void;
}

function JoinForm({ call, state, name, how, onName, onHow }: JoinFormProps) {
  const t = useWords();
  const [error, setError] = useState<"lobby-name-missing" | "lobby-name-long" | null>(null);
  /** Pressed before the room was found: it joins as soon as it is. */
  const [pressed, setPressed] = useState(false);
  const { door } = state;
  const field = useRef<HTMLInputElement>(null);
  const full = state.full && state.phase !== "joining";
  // Nobody is taken in by a place that comes free later, when they may have turned away.
  if (pressed && (full || door !== "open")) setPressed(false);
  const joining = pressed || state.phase === "joining";
  const shut = !joining && door !== "open" && door !== "admitted";

  useEffect(() => {
    if (pressed && state.phase === "lobby") void call?.join(name.trim().toWellFormed(), how);
  }, [pressed, call, state.phase, name, how]);

  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (shut && door === "knocking") {
      call?.unknock();
      return;
    }
    const given = name.trim();
    const wrong = given === "" ? "lobby-name-missing" : lengthOf(given) > LONGEST_NAME ? "lobby-name-long" : null;
    setError(wrong);
    if (wrong !== null) field.current?.focus();
    else if (full) return;
    else if (!shut) setPressed(true);
    else call?.knock(given.toWellFormed());
  };

  return (
    <form className="stack" onSubmit={submit} noValidate>
      <Field
        ref={field}
        label={t("lobby-name")}
        hint={t("lobby-name-hint")}
        error={error === null ? null : t(error, { limit: LONGEST_NAME })}
        value={name}
        autoComplete="nickname"
        dir="auto"
        onChange={(event) => {
          onName(event.currentTarget.value);
          setError(null);
        }}
      />
      <fieldset className="field">
        <legend>{t("lobby-how")}</legend>
        <How value="camera" how={how} onHow={onHow} label={t("lobby-how-camera")} />
        <How value="sound" how={how} onHow={onHow} label={t("lobby-how-sound")} hint={t("lobby-how-sound-hint")} />
        <How value="text" how={how} onHow={onHow} label={t("lobby-how-text")} hint={t("lobby-how-text-hint")} />
      </fieldset>
      <Live>
        {full && (
          <Banner icon={Users} tone="warn" title={t("lobby-full")}>
            {t("lobby-full-text", { capacity: state.capacity })}
          </Banner>
        )}
        {shut && <Shut door={door} name={name.trim()} />}
      </Live>
      <div className="press">
        <Button
          kind={door === "knocking" && shut ? "plain" : "primary"}
          large
          className="wide"
          type="submit"
          data-door={door}
          aria-disabled={full ? true : undefined}
        >
          {shut ? t(`lobby-act-${door}`) : t(joining ? "lobby-joining" : "lobby-join")}
        </Button>
        <p className="small muted">{t(shut ? "lobby-before-knock" : "lobby-before")}</p>
      </div>
    </form>
  );
}

/** A locked room: what one can do, and what is being done. */
function Shut({ door, name }: { readonly door: CallState["door"]; readonly name: string }) {
  const t = useWords();
  return (
    <Banner icon={door === "knocking" ? DoorOpen : Lock} tone={door === "declined" ? "warn" : "plain"} title={t(`lobby-${door}`)}>
      {t(`lobby-${door}-text`, { name })}
    </Banner>
  );
}

interface HowProps {
  readonly value: TakePart;
  readonly how: TakePart;
  readonly label: string;
  readonly hint?: string;
  readonly onHow: (how: TakePart) => void;
}

function How({ value, how, label, hint, onHow }: HowProps) {
  return (
    <label className="check">
      <input
        type="radio"
        name="how"
        value={value}
        checked={how === value}
        onChange={() => {
          onHow(value);
        }}
      />
      <span>
        {label}
        {hint !== undefined && (
          <>
            <br />
            <span className="small muted">{hint}</span>
          </>
        )}
      </span>
    </label>
  );
}

function Facts() {
  const { t, instance } = useLanguage();
  const facts: readonly (readonly [LucideIcon, string])[] = [
    [Lock, t("lobby-fact-encrypted", { instance })],
    [VideoOff, t("lobby-fact-recording")],
    [Users, t("lobby-fact-host")],
  ];
  return (
    <section aria-labelledby="facts">
      <h2 className="vh" id="facts">
        {t("lobby-facts")}
      </h2>
      <ul className="facts">
        {facts.map(([icon, words]) => (
          <li key={words}>
            <Icon of={icon} />
            <span>{words}</span>
          </li>
        ))}
      </ul>
      <p className="small">
        <a className="protection" href="/protection" target="_blank" rel="noopener">
          {t("lobby-protection")}
        </a>
      </p>
    </section>
  );
}
