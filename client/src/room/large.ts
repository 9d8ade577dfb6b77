import { type RefObject, useCallback, useEffect, useLayoutEffect, useState } from "react";

/**
 * A large view of one element: the browser's full screen where it has one, else all of the page (an iPhone gives full screen to videos of
 * its own only). Escape and the button in it lead back.
 */
export function useLarge(element: RefObject<HTMLElement | null>): readonly [boolean, (on: boolean) => void] {
  const [large, setLarge] = useState(false);

  useLayoutEffect(() => {
    if (!large || element.current === null) return;
    const rest = behind(element.current);
    for (const one of rest) one.inert = true;
    if (!element.current.contains(document.activeElement)) element.current.querySelector<HTMLElement>("[data-control=large]")?.focus();
    return () => {
      for (const one of rest) one.inert = false;
    };
  }, [large, element]);

  useEffect(() => {
    if (!large) return;
    const left = () => {
      if (document.fullscreenElement === null) setLarge(false);
    };
    const press = (event: KeyboardEvent) => {
      if (event.key === "Escape" && document.querySelector("dialog[open]") === null) setLarge(false);
    };
    document.addEventListener("fullscreenchange", left);
    document.addEventListener("keydown", press);
    return () => {
      document.removeEventListener("fullscreenchange", left);
      document.removeEventListener("keydown", press);
      // Refused when it has ended already.
      if (document.fullscreenElement !== null) document.exitFullscreen().catch(() => undefined);
    };
  }, [large]);

  const set = useCallback(
    (on: boolean) => {
      setLarge(on);
      // Refused: then all of the page it is.
      if (on && document.fullscreenEnabled) element.current?.requestFullscreen().catch(() => undefined);
    },
    [element],
  );
  return [large, set];
}

/** All else: what lies under the large view is not to be seen, so the focus must not come to it. */
function behind(element: Element): readonly HTMLElement[] {
  const parent = element.parentElement;
  if (parent === null || element === document.body) return [];
  const beside = [...parent.children].filter((one): one is HTMLElement => one !== element && one instanceof HTMLElement && one.localName !== "dialog" && !one.inert);
  return [...beside, ...behind(parent)];
}
