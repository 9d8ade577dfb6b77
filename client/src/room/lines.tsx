import { Lock, MicOff, ScreenShare, ScreenShareOff, Users, VolumeX, Wifi, WifiOff } from "lucide-react";
import { type ReactNode, useState } from "react";

import type { CallIntents, CallState } from "../call/state.ts";
import { Banner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { useWords } from "../ui/language.tsx";
import { Live } from "../ui/live.tsx";

import { LinkField } from "./link.tsx";
import { Problems } from "./problem.tsx";

interface LinesProps {
  readonly call: CallIntents;
  readonly state: CallState;
  readonly link: string;
}

/** Lines across the stage: what is in the way, what one shows the others, and being the first one. */
export function Lines({ call, state, link }: LinesProps) {
  const { sharing, shares, load, tiles } = state;
  const alone = tiles.length === 1 && tiles[0]?.self === true;
  const unseen = load === "sound" ? shares.filter((share) => !share.self) : [];
  return (
    <div className="across">
      {state.connection === "reconnecting" && <Dropped />}
      <Live>
        {state.soundBlocked && <Silent call={call} />}
        {sharing.on && <OwnShare call={call} withSound={sharing.sound} />}
        {sharing.problem !== null && <NotShared problem={sharing.problem} />}
        {unseen.map(({ identity, name }) => (
          <Unseen key={identity} call={call} name={name} />
        ))}
        <Weak call={call} state={state} />
        {state.muteAsked !== null && <MuteAsked call={call} name={state.muteAsked.name} />}
        {alone && <Alone link={link} locked={state.moderation.locked} />}
      </Live>
      <Problems
        microphone={state.microphone}
        camera={state.camera}
        onRetry={() => {
          if (state.microphone.problem !== null) void call.setMicrophone(true);
          if (state.camera.problem !== null) void call.setCamera(true);
        }}
      />
    </div>
  );
}

function Dropped() {
  const t = useWords();
  return (
    <Banner icon={WifiOff} tone="warn" alert title={t("room-dropped")}>
      {t("room-dropped-text")}
    </Banner>
  );
}

function Silent({ call }: { readonly call: CallIntents }) {
  const t = useWords();
  return (
    <Banner icon={VolumeX} tone="warn" title={t("room-sound-blocked")}>
      <Button onClick={() => void call.allowSound()}>{t("room-sound-play")}</Button>
    </Banner>
  );
}

/** Only a question: nobody else can switch a microphone off, and never on. */
function MuteAsked({ call, name }: { readonly call: CallIntents; readonly name: string | null }) {
  const t = useWords();
  return (
    <Banner icon={MicOff} title={t("mute-asked", { name: name ?? t("tile-unnamed") })}>
      {t("mute-asked-text")}
      <Acts>
        <Button data-control="mute-yes" onClick={() => void call.setMicrophone(false)}>
          {t("control-mute")}
        </Button>
        <Button
          data-control="mute-no"
          onClick={() => {
            call.dismissMute();
          }}
        >
          {t("not-now")}
        </Button>
      </Acts>
    </Banner>
  );
}

function Alone({ link, locked }: { readonly link: string; readonly locked: boolean }) {
  const t = useWords();
  if (locked) {
    return (
      <Banner icon={Lock} title={t("room-alone-locked")}>
        {t("people-locked")}
      </Banner>
    );
  }
  return (
    <Banner icon={Users} title={t("room-alone")}>
      {t("room-alone-text")}
      <LinkField link={link} />
    </Banner>
  );
}

function OwnShare({ call, withSound }: { readonly call: CallIntents; readonly withSound: boolean }) {
  const t = useWords();
  return (
    <Banner icon={ScreenShare} tone="ok" title={t("share-own")}>
      {t(withSound ? "share-own-sound" : "share-own-text")}
      <Acts>
        <Button icon={ScreenShareOff} data-control="share-stop" onClick={() => void call.share(false)}>
          {t("share-stop")}
        </Button>
      </Acts>
    </Banner>
  );
}

function NotShared({ problem }: { readonly problem: NonNullable<CallState["sharing"]["problem"]> }) {
  const t = useWords();
  return (
    <Banner icon={ScreenShareOff} tone="warn" title={t(`share-${problem}`)}>
      {t(`share-${problem}-text`)}
    </Banner>
  );
}

/** Somebody shows a screen to whom asked for no pictures. */
function Unseen({ call, name }: { readonly call: CallIntents; readonly name: string | null }) {
  const t = useWords();
  return (
    <Banner icon={ScreenShare} title={t("share-begun", { name: name ?? t("tile-unnamed") })}>
      {t("share-unseen")}
      <Acts>
        <Button
          onClick={() => {
            call.setLoad("all");
          }}
        >
          {t("load-pictures")}
        </Button>
      </Acts>
    </Banner>
  );
}

/** Offered once; who turns it down reads the word on the own tile and finds the choice under *Devices*. */
function Weak({ call, state: { tiles, load } }: { readonly call: CallIntents; readonly state: CallState }) {
  const t = useWords();
  const [refused, setRefused] = useState(false);
  const weak = tiles.some((tile) => tile.self && tile.weak);
  if (!weak || refused || load === "sound") return null;
  return (
    <Banner icon={Wifi} tone="warn" title={t("weak-title")}>
      {t("weak-text")}
      <Acts>
        <Button
          data-control="weak-sound"
          onClick={() => {
            call.setLoad("sound");
          }}
        >
          {t("load-sound")}
        </Button>
        {load === "all" && (
          <Button
            data-control="weak-small"
            onClick={() => {
              call.setLoad("small");
            }}
          >
            {t("load-small")}
          </Button>
        )}
        <Button
          kind="quiet"
          onClick={() => {
            setRefused(true);
          }}
        >
          {t("not-now")}
        </Button>
      </Acts>
    </Banner>
  );
}

function Acts({ children }: { readonly children: ReactNode }) {
  return <div className="acts">{children}</div>;
}
