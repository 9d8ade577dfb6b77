import { createContext, type ReactNode, use, useEffect, useMemo, useState } from "react";

const STAYS_MS = 8_000;

export interface Saying {
  readonly text: string | null;
  /** Grows with each saying, so that the same words twice are told twice. */
  readonly count: number;
}

/** All that was said lately, so that nothing is lost of what comes close together. `count` of the last one, also when it is gone. */
export interface Sayings {
  readonly lately: readonly Saying[];
  readonly count: number;
}

interface Telling {
  readonly shown: Saying;
  readonly heard: Sayings;
  readonly onHold: (held: boolean) => void;
}

export const NOTHING_SHOWN: Saying = { text: null, count: 0 };
export const NOTHING_HEARD: Sayings = { lately: [], count: 0 };
const Context = createContext<Telling>({ shown: NOTHING_SHOWN, heard: NOTHING_HEARD, onHold: () => undefined });

interface TellingOfProps {
  /** For the eye: a toast. It stays for eight seconds, longer while the pointer is on it. */
  readonly shown: Saying;
  /** For the ear: the same, and what the eye sees at once in its place. */
  readonly heard: Sayings;
  readonly onShown: () => void;
  readonly onHeard: () => void;
  readonly children: ReactNode;
}

/** What is being said now, for every `Told` inside. */
export function TellingOf({ shown, heard, onShown, onHeard, children }: TellingOfProps) {
  const [held, setHeld] = useState(false);
  useAfterwards(shown.text !== null && !held, shown, onShown);
  useAfterwards(heard.lately.length > 0, heard, onHeard);
  const telling = useMemo(() => ({ shown, heard, onHold: setHeld }), [shown, heard]);
  return <Context value={telling}>{children}</Context>;
}

function useAfterwards(runs: boolean, said: Saying | Sayings, onGone: () => void): void {
  useEffect(() => {
    if (!runs) return;
    const timer = setTimeout(onGone, STAYS_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [runs, said, onGone]);
}

/**
 * The place where it is said. A modal dialog and a large view leave all else inert, the page's own place too: so each of them has one,
 * which says what comes after it was opened.
 */
export function Told() {
  const { shown, heard, onHold } = use(Context);
  const [since] = useState({ shown: shown.count, heard: heard.count });
  const toast = shown.count > since.shown ? shown.text : null;
  useEffect(
    () => () => {
      onHold(false);
    },
    [onHold],
  );
  return (
    <>
      {toast !== null && (
        <p
          className="toast"
          aria-hidden="true"
          onPointerEnter={() => {
            onHold(true);
          }}
          onPointerLeave={() => {
            onHold(false);
          }}
        >
          {toast}
        </p>
      )}
      <div className="vh" aria-live="polite">
        {heard.lately
          .filter((saying) => saying.count > since.heard)
          .map((saying) => (
            <p key={saying.count}>{saying.text}</p>
          ))}
      </div>
    </>
  );
}
