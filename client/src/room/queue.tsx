import type { CallState } from "../call/state.ts";
import { useLanguage, useWords } from "../ui/language.tsx";

/** Who speaks now, or types instead, then who asked to, in the order of the room's log: the same for everybody. */
export function Queue({ state: { tiles, hands, typing } }: { readonly state: Pick<CallState, "tiles" | "hands" | "typing"> }) {
  const t = useWords();
  const speaking = tiles.filter((tile) => tile.speaking);
  const nameOf = (identity: string) => tiles.find((tile) => tile.identity === identity)?.name ?? t("tile-unnamed");
  return (
    <section className="queue" aria-labelledby="queue">
      <h2 id="queue">
        <span className="vh">{t("room-queue")}. </span>
        {t(speaking.length + typing.length === 0 ? "queue-nobody" : "queue-speaking")}
      </h2>
      {speaking.length + typing.length + hands.length > 0 && (
        <ol>
          {speaking.map((tile) => (
            <li key={`now-${tile.identity}`} className="now">
              <bdi>{tile.name ?? t("tile-unnamed")}</bdi>
            </li>
          ))}
          {typing.map(({ identity }) => (
            <li key={`typing-${identity}`} className="now">
              {t("queue-typing", { name: nameOf(identity) })}
            </li>
          ))}
          {hands.map((identity, place) => (
            <Waiting key={identity} identity={identity} place={place} name={nameOf(identity)} />
          ))}
        </ol>
      )}
    </section>
  );
}

function Waiting({ identity, place, name }: { readonly identity: string; readonly place: number; readonly name: string }) {
  const { t, locale } = useLanguage();
  return (
    <li data-identity={identity}>
      <span className="k" aria-hidden="true">
        {new Intl.NumberFormat(locale).format(place + 1)}
      </span>
      <span className="vh">{t(place === 0 ? "queue-next" : "queue-then")} </span>
      <bdi>{name}</bdi>
    </li>
  );
}
