import {
  Captions,
  Ellipsis,
  Hand,
  Headphones,
  Keyboard,
  LogOut,
  MessageSquare,
  Mic,
  MicOff,
  ScreenShare,
  ScreenShareOff,
  Settings,
  Video,
  VideoOff,
  type LucideIcon,
} from "lucide-react";
import type { ComponentProps } from "react";

import type { CallIntents, CallState, Device } from "../call/state.ts";
import { Icon } from "../ui/icon.tsx";
import { useWords } from "../ui/language.tsx";

interface ControlProps extends ComponentProps<"button"> {
  readonly icon: LucideIcon;
  readonly flip?: boolean;
}

export function Control({ icon, flip = false, className = "", children, ...rest }: ControlProps) {
  return (
    <button type="button" className={`c ${className}`.trim()} {...rest}>
      <Icon of={icon} flip={flip} />
      {children}
    </button>
  );
}

interface ControlsProps {
  readonly call: CallIntents;
  readonly state: CallState;
  /** The panel is a sheet, and what does not fit is behind *More*. */
  readonly phone: boolean;
  readonly unread: number;
  /** Whether this person types instead of speaking. */
  readonly types: boolean;
  readonly onType: () => void;
  readonly onDevices: () => void;
  readonly onKeyboard: () => void;
  readonly onPanel: () => void;
  readonly onMore: () => void;
}

export function Controls({ call, state, phone, unread, types, onType, onDevices, onKeyboard, onPanel, onMore }: ControlsProps) {
  const t = useWords();
  return (
    <nav className="ctl" aria-label={t("room-controls")}>
      {!phone && (
        <>
          <Control icon={Settings} data-control="devices" aria-haspopup="dialog" onClick={onDevices}>
            {t("device-title")}
          </Control>
          <KeyboardControl onClick={onKeyboard} />
          <span className="gap" />
        </>
      )}
      <Microphone call={call} device={state.microphone} />
      <Camera call={call} device={state.camera} />
      <Speak call={call} state={state} />
      {phone ? (
        <>
          <Control icon={MessageSquare} data-panel-toggle aria-haspopup="dialog" onClick={onPanel}>
            {t("control-chat", { count: unread })}
          </Control>
          <Control icon={Ellipsis} data-control="more" aria-haspopup="dialog" onClick={onMore}>
            {t("control-more")}
          </Control>
        </>
      ) : (
        <>
          <ShareControl call={call} sharing={state.sharing} />
          <SoundOnly call={call} load={state.load} />
          <TypeInstead on={types} onPress={onType} />
          <span className="gap" />
          <Leave call={call} />
        </>
      )}
    </nav>
  );
}

export function Leave({ call }: { readonly call: CallIntents }) {
  const t = useWords();
  return (
    <Control icon={LogOut} flip className="leave" data-control="leave" onClick={() => void call.leave()}>
      {t("control-leave")}
    </Control>
  );
}

export function TypeInstead({ on, onPress }: { readonly on: boolean; readonly onPress: () => void }) {
  const t = useWords();
  return (
    <Control icon={Captions} className={on ? "offc" : ""} data-control="type" aria-pressed={on} onClick={onPress}>
      {t("control-type")}
    </Control>
  );
}

export function KeyboardControl({ onClick }: { readonly onClick: () => void }) {
  const t = useWords();
  return (
    <Control icon={Keyboard} data-control="keyboard" aria-haspopup="dialog" onClick={onClick}>
      {t("keyboard-title")}
    </Control>
  );
}

interface ShareControlProps {
  readonly call: CallIntents;
  readonly sharing: CallState["sharing"];
  readonly onDone?: () => void;
}

/** Not there where a browser cannot: phones. */
export function ShareControl({ call, sharing: { possible, on, busy }, onDone }: ShareControlProps) {
  const t = useWords();
  if (!possible) return null;
  return (
    <Control
      icon={on ? ScreenShareOff : ScreenShare}
      data-control="share"
      data-on={on}
      aria-busy={busy}
      onClick={() => {
        // First: the browser asks only in the very answer to a press.
        void call.share(!on);
        onDone?.();
      }}
    >
      {busy ? t("control-busy") : t(on ? "share-stop" : "share-start")}
    </Control>
  );
}

interface SoundOnlyProps {
  readonly call: CallIntents;
  readonly load: CallState["load"];
  readonly onDone?: () => void;
}

export function SoundOnly({ call, load, onDone }: SoundOnlyProps) {
  const t = useWords();
  const on = load === "sound";
  return (
    <Control
      icon={Headphones}
      className={on ? "offc" : ""}
      data-control="sound-only"
      aria-pressed={on}
      onClick={() => {
        call.setLoad(on ? "all" : "sound");
        onDone?.();
      }}
    >
      {t("load-sound")}
    </Control>
  );
}

interface DeviceControlProps {
  readonly call: CallIntents;
  readonly device: Device;
}

function Microphone({ call, device: { on, busy } }: DeviceControlProps) {
  const t = useWords();
  return (
    <Control
      icon={on ? Mic : MicOff}
      className={on ? "" : "offc"}
      data-control="microphone"
      data-on={on}
      aria-busy={busy}
      onClick={() => void call.setMicrophone(!on)}
    >
      {busy ? t("control-busy") : t(on ? "control-mute" : "control-unmute")}
    </Control>
  );
}

function Camera({ call, device: { on, busy } }: DeviceControlProps) {
  const t = useWords();
  return (
    <Control
      icon={on ? Video : VideoOff}
      className={on ? "" : "offc"}
      data-control="camera"
      data-on={on}
      aria-busy={busy}
      onClick={() => void call.setCamera(!on)}
    >
      {busy ? t("control-busy") : t(on ? "control-camera-stop" : "control-camera-start")}
    </Control>
  );
}

function Speak({ call, state: { tiles, hands } }: { readonly call: CallIntents; readonly state: Pick<CallState, "tiles" | "hands"> }) {
  const t = useWords();
  const self = tiles.find((tile) => tile.self);
  const place = self === undefined ? -1 : hands.indexOf(self.identity);
  return (
    <Control icon={Hand} className="go" data-control="hand" data-on={place >= 0} onClick={() => { call.raiseHand(place < 0); }}>
      {place < 0 ? t("control-ask") : t("control-unask", { place: place + 1 })}
    </Control>
  );
}
