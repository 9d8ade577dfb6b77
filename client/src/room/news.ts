import { useCallback, useEffect, useRef, useState } from "react";

import type { CallState } from "../call/state.ts";
import { NOTHING_HEARD, NOTHING_SHOWN, type Saying, type Sayings } from "../ui/toast.tsx";
import type { Words } from "../ui/words.ts";

import { newsOf } from "./announcements.ts";
import { stateInWords } from "./badge.tsx";
import { type Place, spokenOf } from "./spoken.ts";

/** Who comes in is told where they are first; and a place that has just come is not listened to yet. */
const ENTERED_MS = 1_500;

const PLACES: Readonly<Record<Place, string>> = { across: ".across", knock: ".knock", chat: "[role=log]" };

/** Whether it is there, and nothing modal lies over it. */
function isHeard(place: Place): boolean {
  const element = document.querySelector(PLACES[place]);
  if (element === null || element.closest("[inert], [hidden]") !== null) return false;
  const dialog = document.querySelector("dialog[open]");
  return dialog === null || dialog.contains(element);
}

export interface News {
  readonly shown: Saying;
  readonly heard: Sayings;
  readonly onShown: () => void;
  readonly onHeard: () => void;
}

/** The news of the call, one after the other. The first is what nobody who listens would ask for: for whom it is encrypted. */
export function useNews(state: CallState, t: Words): News {
  const [shown, setShown] = useState(NOTHING_SHOWN);
  const [heard, setHeard] = useState(NOTHING_HEARD);
  const before = useRef(state);
  const say = useCallback((...texts: readonly (string | null)[]) => {
    for (const text of texts) {
      if (text !== null) setHeard(({ lately, count }) => ({ lately: [...lately, { text, count: count + 1 }], count: count + 1 }));
    }
  }, []);
  useEffect(() => {
    const timer = setTimeout(() => {
      say(stateInWords(t, before.current.encryption, before.current.people));
    }, ENTERED_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [say, t]);
  useEffect(() => {
    const toast = newsOf(before.current, state, t);
    const spoken = spokenOf(before.current, state, t, isHeard);
    before.current = state;
    if (toast !== null) setShown(({ count }) => ({ text: toast, count: count + 1 }));
    say(toast, spoken);
  }, [state, t, say]);
  const onShown = useCallback(() => {
    setShown(({ count }) => ({ text: null, count }));
  }, []);
  const onHeard = useCallback(() => {
    setHeard(({ count }) => ({ lately: [], count }));
  }, []);
  return { shown, heard, onShown, onHeard };
}
