import type { CallIntents, CallState } from "../call/state.ts";
import { useWords } from "../ui/language.tsx";

import { columnsFor, columnsForPhone } from "./layout.ts";
import { Rows } from "./rows.tsx";
import { Shown } from "./shown.tsx";
import { type Subject, subjectOf } from "./subject.ts";
import { Tile } from "./tile.tsx";

interface StageProps {
  readonly call: CallIntents;
  readonly state: CallState;
  readonly pinned: Subject | null;
  readonly onPin: (subject: Subject | null) => void;
}

/**
 * Everybody, oneself last; a shared screen or who is pinned takes the stage, and the tiles become a strip below. Where many people do not
 * fit it scrolls, so it can have the focus.
 */
export function Stage({ call, state, pinned, onPin }: StageProps) {
  const t = useWords();
  const { tiles, load } = state;
  const subject = load === "sound" ? null : subjectOf(state, pinned);
  const looks = load === "sound" ? "stage listed" : subject === null ? "stage" : "stage with-shown";
  return (
    <main className={looks} id="main" aria-label={t("room-stage")} tabIndex={subject === null ? 0 : undefined}>
      {subject !== null && <Shown call={call} present={state} subject={subject} pinned={pinned} onPin={onPin} />}
      {load === "sound" ? (
        <Rows
          tiles={tiles}
          onPictures={() => {
            call.setLoad("all");
          }}
        />
      ) : (
        <ul className="tiles" data-columns={columnsFor(tiles.length)} data-phone={columnsForPhone(tiles.length)} data-n={tiles.length}>
          {tiles.map((tile) => (
            <Tile
              key={tile.identity}
              call={call}
              tile={tile}
              pinned={pinned?.view === "camera" && pinned.identity === tile.identity}
              onPin={tiles.length > 1 ? onPin : null}
            />
          ))}
        </ul>
      )}
    </main>
  );
}
