import { Lock, LockOpen, KeyRound } from "lucide-react";

import type { CallState, Tile } from "../call/state.ts";
import { Icon } from "../ui/icon.tsx";
import { useLanguage, useWords } from "../ui/language.tsx";

import { initials } from "./layout.ts";
import { LinkField } from "./link.tsx";

interface PeopleProps {
  readonly state: Pick<CallState, "tiles" | "people">;
  readonly link: string;
}

/** The list of people is the list of keys; then the link, for more. */
export function People({ state: { tiles, people }, link }: PeopleProps) {
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
          <Person key={tile.identity} tile={tile} />
        ))}
      </ul>
      <LinkField link={link} />
    </>
  );
}

function Person({ tile }: { readonly tile: Tile }) {
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
    </li>
  );
}

function Doing({ tile }: { readonly tile: Tile }) {
  const t = useWords();
  const name = tile.name ?? t("tile-unnamed");
  if (tile.state === "joining") return t("tile-joining-text");
  if (tile.state === "reconnecting") return t("tile-reconnecting", { name });
  if (tile.speaking) return t("tile-speaking");
  const devices = [t(tile.microphone ? "people-unmuted" : "people-muted"), ...(tile.video ? [t("people-camera")] : [])];
  const place = tile.hand === null ? [] : [t("tile-hand", { place: tile.hand + 1 })];
  return [...place, ...devices].join(" · ");
}
