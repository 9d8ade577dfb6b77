import { KeyRound, MicOff, Pin, PinOff, UserMinus } from "lucide-react";
import { type ReactNode, useState } from "react";

import type { CallIntents, CallState, Tile } from "../call/state.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { useWords } from "../ui/language.tsx";

import { Control } from "./controls.tsx";
import type { Subject } from "./subject.ts";

/** What a moderator can do, each behind the name of the person or at the end of the list: fetched when it is opened. */

interface PersonDialogProps {
  readonly call: CallIntents;
  readonly tile: Tile;
  readonly may: CallState["moderation"]["may"];
  readonly pinned: boolean;
  /** null: there is nothing to pin. */
  readonly onPin: ((subject: Subject | null) => void) | null;
  readonly onClose: () => void;
}

export function PersonDialog({ call, tile, may, pinned, onPin, onClose }: PersonDialogProps) {
  const t = useWords();
  const [removing, setRemoving] = useState(false);
  const { identity } = tile;
  const name = tile.name ?? t("tile-unnamed");
  const above = tile.creator || (tile.moderator && may !== "all");
  if (removing) {
    return (
      <Confirm
        title={t("person-remove-title", { name })}
        yes={t("person-remove-yes", { name })}
        onYes={() => {
          call.remove(identity);
        }}
        onClose={onClose}
      >
        <p>{t("person-remove-text", { name })}</p>
        <p className="small muted">{t("person-remove-delay")}</p>
      </Confirm>
    );
  }
  const then = (act: () => void) => () => {
    act();
    onClose();
  };
  return (
    <Dialog title={name} onClose={onClose}>
      <div className="more">
        {onPin !== null && (
          <Control
            icon={pinned ? PinOff : Pin}
            onClick={then(() => {
              onPin(pinned ? null : { identity, view: "camera" });
            })}
          >
            {t(pinned ? "pin-off" : "pin-on")}
          </Control>
        )}
        {tile.microphone && (
          <Control
            icon={MicOff}
            data-act="mute"
            onClick={then(() => {
              call.askMute(identity);
            })}
          >
            <Does act={t("person-mute")} hint={t("person-mute-hint", { name })} />
          </Control>
        )}
        {may === "all" && tile.moderator && (
          <Control
            icon={KeyRound}
            data-act="dismiss"
            onClick={then(() => {
              call.dismiss(identity);
            })}
          >
            {t("person-dismiss")}
          </Control>
        )}
        {may === "all" && !tile.moderator && (
          <Control
            icon={KeyRound}
            data-act="appoint"
            onClick={then(() => {
              call.appoint(identity);
            })}
          >
            <Does act={t("person-appoint")} hint={t("person-appoint-hint")} />
          </Control>
        )}
        {!above && (
          <Control
            icon={UserMinus}
            className="leave"
            data-act="remove"
            onClick={() => {
              setRemoving(true);
            }}
          >
            {t("person-remove")}
          </Control>
        )}
      </div>
    </Dialog>
  );
}

function Does({ act, hint }: { readonly act: string; readonly hint: string }) {
  return (
    <span>
      {act}
      <br />
      <span className="small muted">{hint}</span>
    </span>
  );
}

export function EndDialog({ call, onClose }: { readonly call: CallIntents; readonly onClose: () => void }) {
  const t = useWords();
  return (
    <Confirm
      title={t("end-title")}
      yes={t("order-end")}
      onYes={() => {
        call.end();
      }}
      onClose={onClose}
    >
      <p>{t("end-text")}</p>
    </Confirm>
  );
}

interface ConfirmProps {
  readonly title: string;
  readonly yes: string;
  readonly onYes: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

function Confirm({ title, yes, onYes, onClose, children }: ConfirmProps) {
  const t = useWords();
  return (
    <Dialog title={title} onClose={onClose}>
      {children}
      <div className="acts">
        <Button
          kind="danger"
          data-act="confirm"
          onClick={() => {
            onYes();
            onClose();
          }}
        >
          {yes}
        </Button>
        <Button onClick={onClose}>{t("cancel")}</Button>
      </div>
    </Dialog>
  );
}
