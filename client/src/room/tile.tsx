import { Hand, Hourglass, LockOpen, Mic, MicOff, RefreshCw, Volume2 } from "lucide-react";
import { memo, useEffect, useRef } from "react";

import type { CallIntents, Tile as TileState } from "../call/state.ts";
import { Icon } from "../ui/icon.tsx";
import { useLanguage, useWords } from "../ui/language.tsx";

import { initials } from "./layout.ts";

interface TileProps {
  readonly call: CallIntents;
  readonly tile: TileState;
}

/** One person: picture or initials, name, microphone, and in words whether they speak or want to. */
export const Tile = memo(function Tile({ call, tile }: TileProps) {
  const classes = ["tile", tile.speaking ? "speaking" : "", tile.video ? "" : "off", tile.state === "not_in_group" ? "outside" : ""];
  return (
    <li className={classes.filter(Boolean).join(" ")} data-identity={tile.identity} data-state={tile.state} data-self={tile.self ? "" : undefined}>
      {tile.state === "here" ? <Present call={call} tile={tile} /> : <Waiting tile={tile} />}
    </li>
  );
});

function Present({ call, tile }: TileProps) {
  const { t, locale } = useLanguage();
  const name = tile.name ?? t("tile-unnamed");
  return (
    <>
      {/* Stays behind the picture, which is transparent until its first frame. */}
      <span className="face" aria-hidden="true">
        {initials(name, locale)}
      </span>
      {tile.video && <Picture call={call} tile={tile} />}
      <span className="name">
        <Icon of={tile.microphone ? Mic : MicOff} />
        <span className="vh">{t(tile.microphone ? "tile-unmuted" : "tile-muted")}: </span>
        <bdi>{tile.self ? t("tile-you", { name }) : name}</bdi>
      </span>
      <Status tile={tile} />
    </>
  );
}

/** Speaking is more than waiting to speak, so it is said first. */
function Status({ tile }: { readonly tile: TileState }) {
  const t = useWords();
  if (tile.speaking) {
    return (
      <span className="st">
        <Icon of={Volume2} />
        {t("tile-speaking")}
      </span>
    );
  }
  if (tile.hand === null) return null;
  return (
    <span className="st">
      <Icon of={Hand} />
      {t("tile-hand", { place: tile.hand + 1 })}
    </span>
  );
}

function Picture({ call, tile }: TileProps) {
  const video = useRef<HTMLVideoElement>(null);
  const { identity } = tile;
  useEffect(() => {
    const element = video.current;
    return element === null ? undefined : call.attachVideo(identity, element);
  }, [call, identity]);
  // The name beside it says whose picture it is; a picture has nothing more to say to who does not see it.
  return <video ref={video} className={tile.self ? "mirrored" : undefined} autoPlay playsInline muted aria-hidden="true" />;
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
