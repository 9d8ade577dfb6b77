import { Send } from "lucide-react";
import { type KeyboardEvent, type SyntheticEvent, useId, useLayoutEffect, useRef } from "react";

import type { CallIntents, CallState } from "../call/state.ts";
import type { ChatLine } from "../crypto/contract.ts";
import { Button } from "../ui/button.tsx";
import { useLanguage, useWords } from "../ui/language.tsx";

import { lengthOf, LONGEST_TEXT } from "./layout.ts";

/** From here on the room left is counted. */
const NEAR = 200;

interface ChatProps {
  readonly call: CallIntents;
  readonly state: Pick<CallState, "chat" | "line">;
  readonly draft: string;
  readonly onDraft: (draft: string) => void;
}

export function Chat({ call, state: { chat, line }, draft, onDraft }: ChatProps) {
  return (
    <>
      <Log lines={chat} />
      <Writing call={call} away={line !== "online"} draft={draft} onDraft={onDraft} />
    </>
  );
}

function Log({ lines }: { readonly lines: readonly ChatLine[] }) {
  const t = useWords();
  const list = useRef<HTMLDivElement>(null);
  const follows = useRef(true);

  // Whoever has scrolled up to read is left there.
  useLayoutEffect(() => {
    const element = list.current;
    if (element !== null && follows.current) element.scrollTop = element.scrollHeight;
  }, [lines]);

  return (
    <div
      className="list"
      role="log"
      aria-label={t("chat-log")}
      tabIndex={0}
      ref={list}
      onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
        follows.current = scrollHeight - scrollTop - clientHeight < 48;
      }}
    >
      {lines.length === 0 && <p className="note">{t("chat-empty")}</p>}
      {lines.map((line) => (
        <Line key={line.id} line={line} />
      ))}
    </div>
  );
}

function Line({ line }: { readonly line: ChatLine }) {
  const { t, locale } = useLanguage();
  const at = new Date(line.at);
  const time = new Intl.DateTimeFormat(locale, { hour: "numeric", minute: "2-digit" }).format(at);
  return (
    <div className="msg">
      <p className="from">
        <b>
          <bdi>{line.own ? t("chat-you") : line.name}</bdi>
        </b>{" "}
        {line.pending ? <span className="faint">{t("chat-sending")}</span> : <time dateTime={at.toISOString()}>{time}</time>}
      </p>
      <p className="text" data-text dir="auto">
        {line.text}
      </p>
    </div>
  );
}

interface WritingProps {
  readonly call: CallIntents;
  readonly away: boolean;
  readonly draft: string;
  readonly onDraft: (draft: string) => void;
}

function Writing({ call, away, draft, onDraft }: WritingProps) {
  const t = useWords();
  const id = useId();
  const left = LONGEST_TEXT - lengthOf(draft);
  const empty = draft.trim() === "";
  const blocked = left < 0 || away;

  const send = (event: SyntheticEvent) => {
    event.preventDefault();
    if (empty || blocked) return;
    call.say(draft.trim().toWellFormed());
    onDraft("");
  };
  const press = (event: KeyboardEvent) => {
    // While a word is being composed from several keys, Enter ends the word.
    if (event.key === "Enter" && !event.shiftKey && !event.nativeEvent.isComposing) send(event);
  };

  return (
    <form onSubmit={send}>
      <label className="small" htmlFor={id}>
        <b>{t("chat-label")}</b>
      </label>
      <textarea
        className="input"
        id={id}
        rows={2}
        dir="auto"
        value={draft}
        aria-describedby={`${id}k ${id}s`}
        aria-invalid={left < 0 ? true : undefined}
        onKeyDown={press}
        onChange={(event) => {
          onDraft(event.currentTarget.value);
        }}
      />
      <p className="vh" id={`${id}k`}>
        {t("chat-keys")}
      </p>
      <p className={left < 0 ? "small error" : "small muted"} id={`${id}s`} role="status">
        {away && !empty && t("chat-away")}
        {!away && left < 0 && t("chat-over", { count: -left })}
        {!away && left >= 0 && left <= NEAR && t("chat-left", { count: left })}
      </p>
      <Button icon={Send} flip type="submit" aria-disabled={blocked ? true : undefined}>
        {t("chat-send")}
      </Button>
    </form>
  );
}
