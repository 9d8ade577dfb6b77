import { Hand, Headphones, Mic, MicOff, RefreshCw, Hourglass, LockOpen, Volume2, Wifi, type LucideIcon } from "lucide-react";

import type { Tile } from "../call/state.ts";
import { Button } from "../ui/button.tsx";
import { Icon } from "../ui/icon.tsx";
import { useLanguage, useWords } from "../ui/language.tsx";

import { initials } from "./layout.ts";

interface RowsProps {
  readonly tiles: readonly Tile[];
  readonly onPictures: () => void;
}

/** Sound only: the same people as rows, their state in words, and nothing to load. */
export function Rows({ tiles, onPictures }: RowsProps) {
  const t = useWords();
  return (
    <>
      <ul className="rows">
        {tiles.map((tile) => (
          <Row key={tile.identity} tile={tile} />
        ))}
      </ul>
      <p className="saver">
        <Icon of={Headphones} />
        <span>{t("sound-only-note")}</span>
        <Button kind="quiet" data-control="pictures" onClick={onPictures}>
          {t("load-pictures")}
        </Button>
      </p>
    </>
  );
}

function Row({ tile }: { readonly tile: Tile }) {
  const { t, locale } = useLanguage();
  const name = tile.name ?? t("tile-unnamed");
  const [icon, words] = stateOf(tile);
  return (
    <li
      className={tile.speaking ? "tile-row speaking" : "tile-row"}
      data-identity={tile.identity}
      data-state={tile.state}
      data-self={tile.self ? "" : undefined}
    >
      <span className="face" aria-hidden="true">
        {tile.state === "not_in_group" ? "" : initials(name, locale)}
      </span>
      <b>
        <bdi>{tile.state === "not_in_group" ? t("tile-outside") : tile.self ? t("tile-you", { name }) : name}</bdi>
      </b>
      <span className="state">
        <Icon of={icon} />
        {words === "tile-hand" ? t("tile-hand", { place: (tile.hand ?? 0) + 1 }) : t(words)}
        {tile.weak && (
          <>
            <Icon of={Wifi} />
            {t("tile-weak")}
          </>
        )}
      </span>
    </li>
  );
}

/** The one thing that is said: what keeps a person out, then speaking, then waiting to speak, then the microphone. */
function stateOf(tile: Tile): readonly [LucideIcon, string] {
  if (tile.state === "not_in_group") return [LockOpen, "tile-outside-text"];
  if (tile.state === "reconnecting") return [RefreshCw, "tile-reconnecting-text"];
  if (tile.state === "joining") return [Hourglass, "tile-joining-text"];
  if (tile.speaking) return [Volume2, "tile-speaking"];
  if (tile.hand !== null) return [Hand, "tile-hand"];
  return tile.microphone ? [Mic, "people-unmuted"] : [MicOff, "people-muted"];
}
