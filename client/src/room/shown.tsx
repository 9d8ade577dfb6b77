import { Maximize, Minimize, Pin, PinOff, ScreenShare } from "lucide-react";
import { useRef } from "react";

import type { CallIntents, Share, Tile } from "../call/state.ts";
import { Button } from "../ui/button.tsx";
import { Icon } from "../ui/icon.tsx";
import { useLanguage, useWords } from "../ui/language.tsx";
import { Told } from "../ui/toast.tsx";

import { initials } from "./layout.ts";
import { useLarge } from "./large.ts";
import { Picture } from "./picture.tsx";
import { type Present, sameSubject, type Subject } from "./subject.ts";

interface ShownProps {
  readonly call: CallIntents;
  readonly present: Present;
  readonly subject: Subject;
  readonly pinned: Subject | null;
  readonly onPin: (subject: Subject | null) => void;
}

/** The shared screen, or whom one has pinned, large; its name and what can be done with it above. */
export function Shown({ call, present, subject, pinned, onPin }: ShownProps) {
  const t = useWords();
  const place = useRef<HTMLElement>(null);
  const [large, setLarge] = useLarge(place);
  const { identity, view } = subject;
  const tile = present.tiles.find((one) => one.identity === identity);
  const share = present.shares.find((one) => one.identity === identity);
  const name = tile?.name ?? share?.name ?? t("tile-unnamed");
  const isPinned = sameSubject(subject, pinned);
  return (
    <section className={large ? "shown large" : "shown"} aria-labelledby="shown" ref={place}>
      <div className="head">
        <h2 id="shown">{t(view === "screen" ? "share-shows" : "pin-shown", { name })}</h2>
        <Screens shares={present.shares} subject={subject} onPin={onPin} />
        {isPinned && (
          <Button
            icon={PinOff}
            data-control="unpin"
            onClick={() => {
              onPin(null);
            }}
          >
            {t("pin-off")}
          </Button>
        )}
        <Button
          icon={large ? Minimize : Maximize}
          data-control="large"
          onClick={() => {
            setLarge(!large);
          }}
        >
          {t(large ? "large-off" : "large-on")}
        </Button>
      </div>
      <figure className={`screen ${view}`} data-subject={identity} data-view={view}>
        {view === "screen" ? <Screen call={call} identity={identity} ready={share?.video === true} /> : <Face call={call} tile={tile} name={name} />}
        <figcaption>
          <Icon of={view === "screen" ? ScreenShare : Pin} />
          {view === "screen" ? <span>{t("share-caption", { name })}</span> : <bdi>{name}</bdi>}
        </figcaption>
      </figure>
      {large && <Told />}
    </section>
  );
}

function Screen({ call, identity, ready }: { readonly call: CallIntents; readonly identity: string; readonly ready: boolean }) {
  const t = useWords();
  return ready ? <Picture call={call} identity={identity} view="screen" /> : <p>{t("share-coming")}</p>;
}

function Face({ call, tile, name }: { readonly call: CallIntents; readonly tile: Tile | undefined; readonly name: string }) {
  const { locale } = useLanguage();
  return (
    <>
      <span className="face" aria-hidden="true">
        {initials(name, locale)}
      </span>
      {tile?.video === true && tile.state === "here" && <Picture call={call} identity={tile.identity} view="camera" mirrored={tile.self} />}
    </>
  );
}

interface ScreensProps {
  readonly shares: readonly Share[];
  readonly subject: Subject;
  readonly onPin: (subject: Subject) => void;
}

/** When several share, the newest comes to the stage and the others are to choose from. To choose one is to pin it. */
function Screens({ shares, subject, onPin }: ScreensProps) {
  const t = useWords();
  const others = shares.filter((share) => !share.self);
  const screen = subject.view === "screen" ? subject.identity : null;
  if (others.length < 2 && screen !== null) return null;
  return others
    .filter((share) => share.identity !== screen)
    .map(({ identity, name }) => (
      <Button
        key={identity}
        icon={ScreenShare}
        data-show={identity}
        onClick={() => {
          onPin({ identity, view: "screen" });
        }}
      >
        {t("share-show", { name: name ?? t("tile-unnamed") })}
      </Button>
    ));
}
