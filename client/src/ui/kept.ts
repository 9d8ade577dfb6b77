import { useEffect } from "react";

const FOCUSABLE = "a[href], button, input, select, textarea, summary, [tabindex='0']";

/**
 * When what has the focus is taken away (a question answered, a person gone), the browser begins anew at the top of the page and a screen
 * reader falls silent. So the focus goes to what is nearest: something in the same part of `root`, else the heading of the view.
 */
export function useKeptFocus(root: string): void {
  useEffect(() => {
    /** What had the focus last, and what it stood in, from inside to outside. */
    let line: readonly Element[] = [];
    const note = ({ target }: FocusEvent) => {
      line = target instanceof Element ? lineOf(target) : [];
    };
    const forget = () => {
      // Left on purpose, if it is still there once all that happens now has happened.
      queueMicrotask(() => {
        if (line[0]?.isConnected === true && document.activeElement === document.body) line = [];
      });
    };
    const observer = new MutationObserver(() => {
      const [last] = line;
      if (last === undefined || last.isConnected || document.activeElement !== document.body) return;
      (nearest(line, root) ?? document.querySelector<HTMLElement>("h1[tabindex]"))?.focus();
    });
    document.addEventListener("focusin", note);
    document.addEventListener("focusout", forget);
    observer.observe(document.body, { childList: true, subtree: true });
    return () => {
      document.removeEventListener("focusin", note);
      document.removeEventListener("focusout", forget);
      observer.disconnect();
    };
  }, [root]);
}

function lineOf(element: Element): readonly Element[] {
  return element.parentElement === null ? [element] : [element, ...lineOf(element.parentElement)];
}

function nearest(line: readonly Element[], root: string): HTMLElement | null {
  for (const part of line) {
    if (part.matches(root)) return null;
    if (!part.isConnected) continue;
    const found = [part, ...part.querySelectorAll(FOCUSABLE)].find((one) => one.matches(FOCUSABLE) && one.checkVisibility());
    if (found instanceof HTMLElement) return found;
  }
  return null;
}
