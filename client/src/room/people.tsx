import { Ellipsis, Lock, LockOpen, KeyRound } from "lucide-react";
import type { ReactNode } from "react";

import type { CallIntents, CallState, Tile } from "../call/state.ts";
import { Button, IconButton } from "../ui/button.tsx";
import { Icon } from "../ui/icon.tsx";
import { useLanguage, useWords } from "../ui/language.tsx";

import { KnockList } from "./knock.tsx";
import { initials } from "./layout.ts";
import { LinkField } from "./link.tsx";
import type { Subject } from "./subject.ts";

export interface PeopleProps {
  readonly call: CallIntents;
  readonly state: Pick<CallState, "tiles" | "people" | "load" | "knocks" | "moderation" | "typing">;
  readonly link: string;
  readonly pinned: Subject | null;
  readonly onPin: (subject: Subject | null) => void;
  /** Moderators only: what can be done about a person; ending for everybody. */
  readonly onPerson: (identity: string) => void;
  readonly onEnd: () => void;
}

/** Who waits at the door; then the list of people, which is the list of keys; then the link, for more. */
export function People({ call, state, link, pinned, onPin, onPerson, onEnd }: PeopleProps) {
  const t = useWords();
  const { tiles, people, load, knocks, moderation, typing } = state;
  const inside = tiles.filter((tile) => tile.state !== "not_in_group");
  const outside = tiles.length - inside.length;
  return (
    <>
      <KnockList call={call} waiting={knocks} />
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
            types={typing.some((one) => one.identity === tile.identity)}
          >
            {moderation.may !== null && !tile.self ? (
              <IconButton
                icon={Ellipsis}
                label={t("people-more", { name: tile.name ?? t("tile-unnamed") })}
                aria-haspopup="dialog"
                onClick={() => {
                  onPerson(tile.identity);
                }}
              />
            ) : (
              canPin(tile, load) && <PinPerson tile={tile} pinned={isPinned(tile, pinned)} onPin={onPin} />
            )}
          </Person>
        ))}
      </ul>
      {moderation.may === null ? moderation.locked && <Locked /> : <Order call={call} locked={moderation.locked} onEnd={onEnd} />}
      <LinkField link={link} />
    </>
  );
}

/** Only who is there has a picture, and oneself is not looked at. */
export function canPin(tile: Tile, load: CallState["load"]): boolean {
  return !tile.self && tile.state === "here" && load !== "sound";
}

export function isPinned(tile: Tile, pinned: Subject | null): boolean {
  return pinned?.view === "camera" && pinned.identity === tile.identity;
}

function Locked() {
  const t = useWords();
  return (
    <p className="note">
      <Icon of={Lock} />
      <span>{t("people-locked")}</span>
    </p>
  );
}

interface OrderProps {
  readonly call: CallIntents;
  readonly locked: boolean;
  readonly onEnd: () => void;
}

/** What is decided for the room as a whole. */
function Order({ call, locked, onEnd }: OrderProps) {
  const t = useWords();
  return (
    <section aria-labelledby="order">
      <h3 id="order" className="part">
        {t("order-title")}
      </h3>
      <p className="small" role="status">
        {t(locked ? "people-locked" : "order-open")}
      </p>
      <div className="acts">
        <Button
          icon={locked ? LockOpen : Lock}
          data-control="lock"
          data-on={locked}
          onClick={() => {
            call.lock(!locked);
          }}
        >
          {t(locked ? "order-unlock" : "order-lock")}
        </Button>
        <Button kind="danger" data-control="end" aria-haspopup="dialog" onClick={onEnd}>
          {t("order-end")}
        </Button>
      </div>
    </section>
  );
}

interface PinPersonProps {
  readonly tile: Tile;
  readonly pinned: boolean;
  readonly onPin: PeopleProps["onPin"];
}

function PinPerson({ tile: { identity, name }, pinned, onPin }: PinPersonProps) {
  const t = useWords();
  return (
    <Button
      kind="quiet"
      onClick={() => {
        onPin(pinned ? null : { identity, view: "camera" });
      }}
    >
      {t(pinned ? "pin-off" : "pin-on")}
      <span className="vh">: {name ?? t("tile-unnamed")}</span>
    </Button>
  );
}

interface PersonProps {
  readonly tile: Tile;
  readonly types: boolean;
  /** What can be done. */
  readonly children: ReactNode;
}

function Person({ tile, types, children }: PersonProps) {
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
        {(tile.creator || tile.moderator) && (
          <span className="role">
            <Icon of={KeyRound} />
            {t(tile.creator ? "people-creator" : "people-moderator")}
          </span>
        )}
        <span className="muted">
          <Doing tile={tile} types={types} />
        </span>
      </p>
      {children}
    </li>
  );
}

function Doing({ tile, types }: Pick<PersonProps, "tile" | "types">) {
  const t = useWords();
  const name = tile.name ?? t("tile-unnamed");
  if (tile.state === "joining") return t("tile-joining-text");
  if (tile.state === "reconnecting") return t("tile-reconnecting", { name });
  const weak = tile.weak ? [t("tile-weak")] : [];
  if (types) return t("people-typing");
  if (tile.speaking) return [t("tile-speaking"), ...weak].join(" · ");
  const devices = [t(tile.microphone ? "people-unmuted" : "people-muted"), ...(tile.video ? [t("people-camera")] : [])];
  const place = tile.hand === null ? [] : [t("tile-hand", { place: tile.hand + 1 })];
  const shares = tile.shares ? [t("people-shares")] : [];
  return [...place, ...shares, ...devices, ...weak].join(" · ");
}
