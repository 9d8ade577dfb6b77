import { Captions, Send } from "lucide-react";
import { type KeyboardEvent, type SyntheticEvent, useEffect, useId, useRef, useState } from "react";

import type { CallIntents, CallState } from "../call/state.ts";
import { Button } from "../ui/button.tsx";
import { Icon } from "../ui/icon.tsx";
import { useWords } from "../ui/language.tsx";

import { lengthOf, LONGEST_TEXT } from "./layout.ts";

interface TypedProps {
  readonly call: CallIntents;
  readonly state: Pick<CallState, "typing" | "line">;
  /** Whether this person types instead of speaking. */
  readonly on: boolean;
  readonly onOff: () => void;
}

/**
 * Real-time text beside speech (EN 301 549, 6.2): what somebody types, as they type it, under their name. A screen reader is told who
 * begins, and reads the line from the chat when it is done: letter by letter nobody can follow it.
 */
export function Typed({ call, state: { typing, line }, on, onOff }: TypedProps) {
  const t = useWords();
  return (
    <section className={on || typing.length > 0 ? "typed" : "typed none"} aria-label={t("typed-label")}>
      {typing.map(({ identity, name, text }) => (
        <p key={identity} data-typist={identity}>
          <Icon of={Captions} />
          <span>
            <b>{t("typed-line", { name: name ?? t("tile-unnamed") })}</b> <span dir="auto">{text}</span>
            <span className="caret" aria-hidden="true" />
          </span>
        </p>
      ))}
      {on && <Own call={call} away={line !== "online"} onOff={onOff} />}
    </section>
  );
}

interface OwnProps {
  readonly call: CallIntents;
  readonly away: boolean;
  readonly onOff: () => void;
}

function Own({ call, away, onOff }: OwnProps) {
  const t = useWords();
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  const [line, setLine] = useState(newLine);
  const open = useRef<string | null>(null);
  const over = lengthOf(text) - LONGEST_TEXT;

  useEffect(() => {
    field.current?.focus();
  }, []);
  // Closed in the middle of a line: it is taken back, so that it does not stand there for ever.
  useEffect(
    () => () => {
      if (open.current !== null) call.type(open.current, "");
    },
    [call],
  );

  const write = (next: string) => {
    setText(next);
    if (lengthOf(next) > LONGEST_TEXT) return;
    open.current = next === "" ? null : line;
    call.type(line, next.toWellFormed());
  };
  const send = (event: SyntheticEvent) => {
    event.preventDefault();
    if (text.trim() === "" || over > 0 || away) return;
    call.say(text.trim().toWellFormed(), line);
    open.current = null;
    setText("");
    setLine(newLine());
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === "Escape" && !event.nativeEvent.isComposing) onOff();
  };

  return (
    <form onSubmit={send}>
      <label htmlFor={id}>
        <b>{t("typed-own")}</b>
      </label>
      <p className="small muted" id={`${id}h`}>
        {t("typed-own-hint")}
      </p>
      <div className="join">
        <input
          className="input"
          id={id}
          ref={field}
          value={text}
          dir="auto"
          autoComplete="off"
          aria-describedby={`${id}h ${id}s`}
          aria-invalid={over > 0 ? true : undefined}
          onKeyDown={press}
          onChange={(event) => {
            write(event.currentTarget.value);
          }}
        />
        <Button icon={Send} flip type="submit" aria-disabled={over > 0 || away ? true : undefined}>
          {t("chat-send")}
        </Button>
      </div>
      <p className={over > 0 ? "small error" : "small muted"} id={`${id}s`} role="status">
        {away && text !== "" && t("chat-away")}
        {!away && over > 0 && t("chat-over", { count: over })}
      </p>
    </form>
  );
}

function newLine(): string {
  return crypto.randomUUID();
}
