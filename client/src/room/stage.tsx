import type { CallIntents, Tile as TileState } from "../call/state.ts";
import { useWords } from "../ui/language.tsx";

import { columnsFor, columnsForPhone } from "./layout.ts";
import { Tile } from "./tile.tsx";

interface StageProps {
  readonly call: CallIntents;
  readonly tiles: readonly TileState[];
}

/** Everybody, oneself last. Where many people do not fit it scrolls, so it can have the focus. */
export function Stage({ call, tiles }: StageProps) {
  const t = useWords();
  return (
    <main className="stage" id="main" aria-label={t("room-stage")} tabIndex={0}>
      <ul className="tiles" data-columns={columnsFor(tiles.length)} data-phone={columnsForPhone(tiles.length)} data-n={tiles.length}>
        {tiles.map((tile) => (
          <Tile key={tile.identity} call={call} tile={tile} />
        ))}
      </ul>
    </main>
  );
}
