import { Hand, Hourglass, LockOpen, Mic, MicOff, Pin, PinOff, RefreshCw, ScreenShare, Volume2, Wifi } from "lucide-react";
import { memo } from "react";

import type { CallIntents, Tile as TileState } from "../call/state.ts";
import { Icon } from "../ui/icon.tsx";
import { useLanguage, useWords } from "../ui/language.tsx";

import { initials } from "./layout.ts";
import { Picture } from "./picture.tsx";
import type { Subject } from "./subject.ts";

interface TileProps {
  readonly call: CallIntents;
  readonly tile: TileState;
  readonly pinned: boolean;
  /** null: nobody else is there to be pinned instead. */
  readonly onPin: ((subject: Subject | null) => void) | null;
}

/** One person: picture or initials, name, microphone, and in words whether they speak or want to. */
export const Tile = memo(function Tile({ call, tile, pinned, onPin }: TileProps) {
  const classes = ["tile", tile.speaking ? "speaking" : "", tile.video ? "" : "off", tile.state === "not_in_group" ? "outside" : ""];
  return (
    <li className={classes.filter(Boolean).join(" ")} data-identity={tile.identity} data-state={tile.state} data-self={tile.self ? "" : undefined}>
      {tile.state === "here" ? <Present call={call} tile={tile} /> : <Waiting tile={tile} />}
      {onPin !== null && tile.state === "here" && <PinTile tile={tile} pinned={pinned} onPin={onPin} />}
    </li>
  );
});

interface PinProps {
  readonly tile: TileState;
  readonly pinned: boolean;
  readonly onPin: (subject: Subject | null) => void;
}

/** All of the tile is the target; the word shows under the pointer, with the focus, and where it is pinned. */
function PinTile({ tile: { identity, name }, pinned, onPin }: PinProps) {
  const t = useWords();
  return (
    <button
      type="button"
      className="pin"
      data-control="pin"
      data-on={pinned}
      onClick={() => {
        onPin(pinned ? null : { identity, view: "camera" });
      }}
    >
      <span className="word">
        <Icon of={pinned ? PinOff : Pin} />
        {t(pinned ? "pin-off" : "pin-on")}
      </span>
      <span className="vh">{name ?? t("tile-unnamed")}</span>
    </button>
  );
}

function Present({ call, tile }: Omit<TileProps, "pinned" | "onPin">) {
  const { t, locale } = useLanguage();
  const name = tile.name ?? t("tile-unnamed");
  return (
    <>
      {/* Stays behind the picture, which is transparent until its first frame. */}
      <span className="face" aria-hidden="true">
        {initials(name, locale)}
      </span>
      {tile.video && <Picture call={call} identity={tile.identity} view="camera" mirrored={tile.self} />}
      <span className="name">
        <Icon of={tile.microphone ? Mic : MicOff} />
        <span className="vh">{t(tile.microphone ? "tile-unmuted" : "tile-muted")}: </span>
        <bdi>{tile.self ? t("tile-you", { name }) : name}</bdi>
        {(tile.creator || tile.moderator) && <span className="who">{t(tile.creator ? "tile-creator" : "tile-moderator")}</span>}
      </span>
      <Status tile={tile} />
    </>
  );
}

/** Speaking is more than waiting to speak, so it is said first; a weak line explains what is heard and seen. */
function Status({ tile: { speaking, hand, weak, shares } }: { readonly tile: TileState }) {
  const t = useWords();
  return (
    <span className="sts">
      {speaking && (
        <span className="st">
          <Icon of={Volume2} />
          {t("tile-speaking")}
        </span>
      )}
      {!speaking && hand !== null && (
        <span className="st">
          <Icon of={Hand} />
          {t("tile-hand", { place: hand + 1 })}
        </span>
      )}
      {weak && (
        <span className="st low">
          <Icon of={Wifi} />
          {t("tile-weak")}
        </span>
      )}
      {!weak && shares && (
        <span className="st">
          <Icon of={ScreenShare} />
          {t("tile-shares")}
        </span>
      )}
    </span>
  );
}

/** No picture and no sound: why, and what happens next. */
function Waiting({ tile: { name, state } }: { readonly tile: TileState }) {
  const t = useWords();
  if (state === "not_in_group") {
    return (
      <div className="why">
        <Icon of={LockOpen} />
        <b>{t("tile-outside")}</b>
        <span>{t("tile-outside-text")}</span>
      </div>
    );
  }
  if (state === "reconnecting") {
    return (
      <div className="why">
        <Icon of={RefreshCw} />
        <b>{t("tile-reconnecting", { name: name ?? t("tile-unnamed") })}</b>
        <span>{t("tile-reconnecting-text")}</span>
      </div>
    );
  }
  return (
    <div className="why">
      <Icon of={Hourglass} />
      <b>{name === null ? t("tile-joining-unnamed") : t("tile-joining", { name })}</b>
      <span>{t("tile-joining-text")}</span>
    </div>
  );
}
