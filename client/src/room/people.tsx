import { Lock, LockOpen, KeyRound } from "lucide-react";

import type { CallState, Tile } from "../call/state.ts";
import { Button } from "../ui/button.tsx";
import { Icon } from "../ui/icon.tsx";
import { useLanguage, useWords } from "../ui/language.tsx";

import { initials } from "./layout.ts";
import { LinkField } from "./link.tsx";
import type { Subject } from "./subject.ts";

interface PeopleProps {
  readonly state: Pick<CallState, "tiles" | "people" | "load">;
  readonly link: string;
  readonly pinned: Subject | null;
  readonly onPin: (subject: Subject | null) => void;
}

/** The list of people is the list of keys; then the link, for more. */
export function People({ state: { tiles, people, load }, link, pinned, onPin }: PeopleProps) {
  const t = useWords();
  const inside = tiles.filter((tile) => tile.state !== "not_in_group");
  const outside = tiles.length - inside.length;
  return (
    <>
      <p className="note">
        <Icon of={Lock} />
        <span>{t("people-note", { people })}</span>
      </p>
      {outside > 0 && (
        <p className="note bad">
          <Icon of={LockOpen} />
          <span>{t("people-outside", { count: outside })}</span>
        </p>
      )}
      <ul>
        {inside.map((tile) => (
          <Person
            key={tile.identity}
            tile={tile}
            pinned={pinned?.view === "camera" && pinned.identity === tile.identity}
            onPin={tile.self || tile.state !== "here" || load === "sound" ? null : onPin}
          />
        ))}
      </ul>
      <LinkField link={link} />
    </>
  );
}

interface PersonProps {
  readonly tile: Tile;
  readonly pinned: boolean;
  /** null: there is nothing to pin. */
  readonly onPin: PeopleProps["onPin"] | null;
}

function Person({ tile, pinned, onPin }: PersonProps) {
  const { t, locale } = useLanguage();
  const name = tile.name ?? t("tile-unnamed");
  return (
    <li className="person">
      <span className="av" aria-hidden="true">
        {initials(name, locale)}
      </span>
      <p>
        <b>
          <bdi>{tile.self ? t("tile-you", { name }) : name}</bdi>
        </b>
        {tile.creator && (
          <span className="role">
            <Icon of={KeyRound} />
            {t("people-creator")}
          </span>
        )}
        <span className="muted">
          <Doing tile={tile} />
        </span>
      </p>
      {onPin !== null && (
        <Button
          kind="quiet"
          onClick={() => {
            onPin(pinned ? null : { identity: tile.identity, view: "camera" });
          }}
        >
          {t(pinned ? "pin-off" : "pin-on")}
          <span className="vh">: {name}</span>
        </Button>
      )}
    </li>
  );
}

function Doing({ tile }: { readonly tile: Tile }) {
  const t = useWords();
  const name = tile.name ?? t("tile-unnamed");
  if (tile.state === "joining") return t("tile-joining-text");
  if (tile.state === "reconnecting") return t("tile-reconnecting", { name });
  const weak = tile.weak ? [t("tile-weak")] : [];
  if (tile.speaking) return [t("tile-speaking"), ...weak].join(" · ");
  const devices = [t(tile.microphone ? "people-unmuted" : "people-muted"), ...(tile.video ? [t("people-camera")] : [])];
  const place = tile.hand === null ? [] : [t("tile-hand", { place: tile.hand + 1 })];
  const shares = tile.shares ? [t("people-shares")] : [];
  return [...place, ...shares, ...devices, ...weak].join(" · ");
}
