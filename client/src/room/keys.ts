import { useEffect, useState } from "react";

/** What a single key does in the room; the word of each is `key-NAME`. */
export type Action = "microphone" | "camera" | "hand" | "type" | "share" | "large" | "chat" | "people" | "safety" | "keyboard";

export const KEYS: readonly (readonly [key: string, action: Action])[] = [
  ["M", "microphone"],
  ["V", "camera"],
  ["R", "hand"],
  ["T", "type"],
  ["S", "share"],
  ["L", "large"],
  ["C", "chat"],
  ["P", "people"],
  ["W", "safety"],
  ["K", "keyboard"],
];

const NAME = "folkmoot.keys";

interface Pressed {
  readonly key: string;
  readonly code: string;
  readonly repeat: boolean;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
}

/** Under a Latin layout the letter counts; under another one, which has no such letter, the place of the key. */
export function actionOf({ key, code, repeat, ctrlKey, altKey, metaKey }: Pressed): Action | null {
  if (repeat || ctrlKey || altKey || metaKey) return null;
  const letter = /^[a-z]$/i.test(key) ? key.toUpperCase() : key.length === 1 && !/^[\p{ASCII}]$/u.test(key) ? code.replace(/^Key/, "") : "";
  return KEYS.find(([one]) => one === letter)?.[1] ?? null;
}

/** Where letters are written they are letters. */
function isWriting(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]") !== null;
}

/**
 * Single keys can be pressed by accident and by speech input, so they are off until somebody switches them on (WCAG 2.1.4). The choice
 * stays in this browser.
 */
export function useKeys(act: (action: Action) => void): readonly [boolean, (on: boolean) => void] {
  const [on, setOn] = useState(() => localStorage.getItem(NAME) === "on");
  useEffect(() => {
    if (!on) return;
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isWriting(event.target) || document.querySelector("dialog[open]") !== null) return;
      const action = actionOf(event);
      if (action === null) return;
      event.preventDefault();
      act(action);
    };
    document.addEventListener("keydown", press);
    return () => {
      document.removeEventListener("keydown", press);
    };
  }, [on, act]);

  const change = (next: boolean) => {
    localStorage.setItem(NAME, next ? "on" : "off");
    setOn(next);
  };
  return [on, change];
}
