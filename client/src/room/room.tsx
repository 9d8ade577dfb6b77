import { Settings, Users } from "lucide-react";
import { lazy, Suspense, useCallback, useEffect, useRef, useState } from "react";

import type { CallIntents, CallState } from "../call/state.ts";
import { Dialog } from "../ui/dialog.tsx";
import { useWords } from "../ui/language.tsx";
import { useMedia } from "../ui/media.ts";
import { TellingOf, Told } from "../ui/toast.tsx";

import { Badge } from "./badge.tsx";
import { Control, Controls, KeyboardControl, Leave, ShareControl, SoundOnly, TypeInstead } from "./controls.tsx";
import { type Action, useKeys } from "./keys.ts";
import { KnockLine } from "./knock.tsx";
import { Lines } from "./lines.tsx";
import { Mark } from "./mark.tsx";
import { useNews } from "./news.ts";
import { type PanelTab, SheetPanel, SidePanel } from "./panel.tsx";
import { canPin, isPinned } from "./people.tsx";
import { Queue } from "./queue.tsx";
import { Safety } from "./safety.tsx";
import { useSession } from "./session.ts";
import { Stage } from "./stage.tsx";
import type { Subject } from "./subject.ts";
import { Typed } from "./typed.tsx";
import { useUnread } from "./unread.ts";

export interface RoomProps {
  readonly call: CallIntents;
  readonly state: CallState;
  readonly link: string;
}

/** One at a time. */
type Open = "safety" | "devices" | "keyboard" | "panel" | "more" | "end" | { readonly person: string } | null;

/** Rarely opened, so they are fetched then. */
const Preferences = lazy(async () => ({ default: (await import("./preferences.tsx")).Preferences }));
const Keyboard = lazy(async () => ({ default: (await import("./keyboard.tsx")).Keyboard }));
const PersonDialog = lazy(async () => ({ default: (await import("./moderator.tsx")).PersonDialog }));
const EndDialog = lazy(async () => ({ default: (await import("./moderator.tsx")).EndDialog }));

/** Here a panel fits beside the stage. */
const WIDE = "(min-width: 64rem)";

export function Room({ call, state, link }: RoomProps) {
  const t = useWords();
  const phone = !useMedia(WIDE);
  const [open, setOpen] = useState<Open>(null);
  const [tab, setTab] = useState<PanelTab>("chat");
  const [draft, setDraft] = useState("");
  const unread = useUnread(state.chat, tab === "chat" && (!phone || open === "panel"));
  const news = useNews(state, t);
  const [pinned, setPinned] = useState<Subject | null>(null);
  const [types, setTypes] = useState(false);
  useSession(call, state, t);
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

  const showTab = useCallback(
    (next: PanelTab) => {
      setTab(next);
      if (phone) setOpen("panel");
    },
    [phone],
  );
  const act = useCallback(
    (action: Action) => {
      perform(action, call, { open: setOpen, tab: showTab });
    },
    [call, showTab],
  );
  const [keys, setKeys] = useKeys(act);
  /** From the list of people, which on a phone lies over the stage. */
  const pin = (subject: Subject | null) => {
    setPinned(subject);
    close();
  };

  /** On a phone these take the place of the list of people, and give it back. */
  const backToList = () => {
    setOpen(phone ? "panel" : null);
  };
  const chosen = typeof open === "object" && open !== null ? state.tiles.find((tile) => tile.identity === open.person && !tile.self) : undefined;
  const toggleType = () => {
    setTypes(!types);
    close();
  };
  const panel = {
    call,
    state,
    link,
    tab,
    unread,
    draft,
    pinned,
    onTab: setTab,
    onDraft: setDraft,
    onPin: pin,
    onPerson: (person: string) => {
      setOpen({ person });
    },
    onEnd: show("end"),
  };
  return (
    <TellingOf {...news}>
      <div className="room">
        <Bar state={state} onSafety={show("safety")} />
        <KnockLine
          call={call}
          waiting={state.knocks}
          onPeople={() => {
            showTab("people");
            focusTab("people");
          }}
        />
        <Lines call={call} state={state} link={link} />
        <Stage call={call} state={state} pinned={pinned} onPin={setPinned} />
        <Typed
          call={call}
          state={state}
          on={types}
          onOff={() => {
            setTypes(false);
            document.querySelector<HTMLElement>("[data-control=type], [data-control=more]")?.focus();
          }}
        />
        <Queue state={state} />
        {!phone && <SidePanel {...panel} />}
        <Controls
          call={call}
          state={state}
          phone={phone}
          unread={unread}
          types={types}
          onType={toggleType}
          onDevices={show("devices")}
          onKeyboard={show("keyboard")}
          onPanel={() => {
            showTab("chat");
          }}
          onMore={show("more")}
        />
        <Told />
        {open === "safety" && <Safety call={call} state={state} onClose={close} />}
        <Suspense>
          {open === "devices" && <Preferences call={call} state={state} onClose={close} />}
          {open === "keyboard" && <Keyboard on={keys} onChange={setKeys} onClose={close} />}
          {open === "end" && <EndDialog call={call} onClose={backToList} />}
          {chosen !== undefined && (
            <PersonDialog
              call={call}
              tile={chosen}
              may={state.moderation.may}
              pinned={isPinned(chosen, pinned)}
              onPin={canPin(chosen, state.load) ? pin : null}
              onClose={backToList}
            />
          )}
        </Suspense>
        {phone && open === "panel" && <SheetPanel {...panel} onClose={close} />}
        {phone && open === "more" && (
          <More
            call={call}
            state={state}
            types={types}
            onType={toggleType}
            onPeople={() => {
              showTab("people");
            }}
            onDevices={show("devices")}
            onKeyboard={show("keyboard")}
            onClose={close}
          />
        )}
      </div>
    </TellingOf>
  );
}

interface Places {
  readonly open: (what: Open) => void;
  readonly tab: (tab: PanelTab) => void;
}

/** What a key does is what its button does. */
function perform(action: Action, call: CallIntents, { open, tab }: Places): void {
  const { microphone, camera, sharing } = call.getSnapshot();
  switch (action) {
    case "microphone":
      void call.setMicrophone(!microphone.on);
      break;
    case "camera":
      void call.setCamera(!camera.on);
      break;
    case "share":
      if (sharing.possible) void call.share(!sharing.on);
      break;
    case "chat":
    case "people":
      tab(action);
      focusTab(action);
      break;
    case "safety":
    case "keyboard":
      open(action);
      break;
    default:
      document.querySelector<HTMLElement>(`[data-control=${action}]`)?.click();
  }
}

/** Beside the stage the panel is no dialog that would take the focus. */
function focusTab(tab: PanelTab): void {
  const place = tab === "chat" ? ".side textarea" : "[data-tab=people]";
  requestAnimationFrame(() => {
    document.querySelector<HTMLElement>(place)?.focus();
  });
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
        <p>{t(state.moderation.locked ? "room-where-locked" : "room-where")}</p>
      </div>
      <Badge state={state} onPress={onSafety} />
    </header>
  );
}

interface MoreProps {
  readonly call: CallIntents;
  readonly state: CallState;
  readonly types: boolean;
  readonly onType: () => void;
  readonly onPeople: () => void;
  readonly onDevices: () => void;
  readonly onKeyboard: () => void;
  readonly onClose: () => void;
}

/** What has no place among five controls. */
function More({ call, state, types, onType, onPeople, onDevices, onKeyboard, onClose }: MoreProps) {
  const t = useWords();
  return (
    <Dialog title={t("control-more")} onClose={onClose}>
      <div className="more">
        <ShareControl call={call} sharing={state.sharing} onDone={onClose} />
        <SoundOnly call={call} load={state.load} onDone={onClose} />
        <TypeInstead on={types} onPress={onType} />
        <Control icon={Users} data-control="people" aria-haspopup="dialog" onClick={onPeople}>
          {t("control-people")}
        </Control>
        <Control icon={Settings} data-control="devices" aria-haspopup="dialog" onClick={onDevices}>
          {t("device-title")}
        </Control>
        <KeyboardControl onClick={onKeyboard} />
        <Leave call={call} />
      </div>
    </Dialog>
  );
}
