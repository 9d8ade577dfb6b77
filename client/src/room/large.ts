import { type RefObject, useCallback, useEffect, useState } from "react";

/**
 * A large view of one element: the browser's full screen where it has one, else all of the page (an iPhone gives full screen to videos of
 * its own only). Escape and the button in it lead back.
 */
export function useLarge(element: RefObject<HTMLElement | null>): readonly [boolean, (on: boolean) => void] {
  const [large, setLarge] = useState(false);

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
