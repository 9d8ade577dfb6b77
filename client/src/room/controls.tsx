import { Ellipsis, Hand, LogOut, MessageSquare, Mic, MicOff, Settings, Video, VideoOff, type LucideIcon } from "lucide-react";
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
  readonly onDevices: () => void;
  readonly onPanel: () => void;
  readonly onMore: () => void;
}

export function Controls({ call, state, phone, unread, onDevices, onPanel, onMore }: ControlsProps) {
  const t = useWords();
  return (
    <nav className="ctl" aria-label={t("room-controls")}>
      {!phone && (
        <>
          <Control icon={Settings} data-control="devices" aria-haspopup="dialog" onClick={onDevices}>
            {t("device-title")}
          </Control>
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
