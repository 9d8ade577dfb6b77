import { Settings, Users, VolumeX, WifiOff } from "lucide-react";
import { type ReactNode, useEffect, useRef, useState } from "react";

import type { CallIntents, CallState } from "../call/state.ts";
import { Banner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { useWords } from "../ui/language.tsx";
import { useMedia } from "../ui/media.ts";
import { Toast } from "../ui/toast.tsx";

import { useNews } from "./announcements.ts";
import { Badge } from "./badge.tsx";
import { Control, Controls, Leave } from "./controls.tsx";
import { DevicesDialog } from "./devices.tsx";
import { LinkField } from "./link.tsx";
import { Mark } from "./mark.tsx";
import { type PanelTab, SheetPanel, SidePanel } from "./panel.tsx";
import { Problems } from "./problem.tsx";
import { Queue } from "./queue.tsx";
import { Safety } from "./safety.tsx";
import { Stage } from "./stage.tsx";
import { useUnread } from "./unread.ts";

export interface RoomProps {
  readonly call: CallIntents;
  readonly state: CallState;
  readonly link: string;
}

/** One at a time. */
type Open = "safety" | "devices" | "panel" | "more" | null;

/** Here a panel fits beside the stage. */
const WIDE = "(min-width: 64rem)";

export function Room({ call, state, link }: RoomProps) {
  const t = useWords();
  const phone = !useMedia(WIDE);
  const [open, setOpen] = useState<Open>(null);
  const [tab, setTab] = useState<PanelTab>("chat");
  const [draft, setDraft] = useState("");
  const unread = useUnread(state.chat, tab === "chat" && (!phone || open === "panel"));
  const [news, clearNews] = useNews(state, t);
  const close = () => {
    setOpen(null);
  };
  const show = (next: Open) => () => {
    setOpen(next);
  };

  // Others can find that the words or the conversations differ: then everybody has to read what that means.
  const differs = state.encryption.state === "differ" || state.encryption.state === "forked";
  const [differed, setDiffered] = useState(differs);
  if (differs !== differed) {
    setDiffered(differs);
    if (differs) setOpen("safety");
  }

  const panel = { call, state, link, tab, unread, draft, onTab: setTab, onDraft: setDraft };
  return (
    <div className="room">
      <Bar state={state} onSafety={show("safety")} />
      <Lines call={call} state={state} link={link} />
      <Stage call={call} tiles={state.tiles} />
      <Queue state={state} />
      {!phone && <SidePanel {...panel} />}
      <Controls
        call={call}
        state={state}
        phone={phone}
        unread={unread}
        onDevices={show("devices")}
        onPanel={() => {
          setTab("chat");
          setOpen("panel");
        }}
        onMore={show("more")}
      />
      <Toast text={news.text} said={news.count} onGone={clearNews} />
      {open === "safety" && <Safety call={call} state={state} onClose={close} />}
      {open === "devices" && <DevicesDialog call={call} state={state} onClose={close} />}
      {phone && open === "panel" && <SheetPanel {...panel} onClose={close} />}
      {phone && open === "more" && (
        <More
          call={call}
          onPeople={() => {
            setTab("people");
            setOpen("panel");
          }}
          onDevices={show("devices")}
          onClose={close}
        />
      )}
    </div>
  );
}

function Bar({ state, onSafety }: { readonly state: CallState; readonly onSafety: () => void }) {
  const t = useWords();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
  }, []);
  return (
    <header className="bar">
      <Mark />
      <div className="where">
        <h1 ref={heading} tabIndex={-1}>
          {t("room-heading")}
        </h1>
        <p>{t("room-where")}</p>
      </div>
      <Badge state={state} onPress={onSafety} />
    </header>
  );
}

/** Lines across the stage: what is in the way, and being the first one. */
function Lines({ call, state, link }: RoomProps) {
  const t = useWords();
  const lines: ReactNode[] = [];
  if (state.connection === "reconnecting") {
    lines.push(
      <Banner key="dropped" icon={WifiOff} tone="warn" alert title={t("room-dropped")}>
        {t("room-dropped-text")}
      </Banner>,
    );
  }
  if (state.soundBlocked) {
    lines.push(
      <Banner key="sound" icon={VolumeX} tone="warn" title={t("room-sound-blocked")}>
        <Button onClick={() => void call.allowSound()}>{t("room-sound-play")}</Button>
      </Banner>,
    );
  }
  if (state.tiles.length === 1 && state.tiles[0]?.self === true) {
    lines.push(
      <Banner key="alone" icon={Users} title={t("room-alone")}>
        {t("room-alone-text")}
        <LinkField link={link} />
      </Banner>,
    );
  }
  return (
    <div className="across">
      {lines}
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

interface MoreProps {
  readonly call: CallIntents;
  readonly onPeople: () => void;
  readonly onDevices: () => void;
  readonly onClose: () => void;
}

/** What has no place among five controls. */
function More({ call, onPeople, onDevices, onClose }: MoreProps) {
  const t = useWords();
  return (
    <Dialog title={t("control-more")} onClose={onClose}>
      <div className="more">
        <Control icon={Users} data-control="people" aria-haspopup="dialog" onClick={onPeople}>
          {t("control-people")}
        </Control>
        <Control icon={Settings} data-control="devices" aria-haspopup="dialog" onClick={onDevices}>
          {t("device-title")}
        </Control>
        <Leave call={call} />
      </div>
    </Dialog>
  );
}
