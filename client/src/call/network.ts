import type { Scope } from "./scope.ts";

/** Tells when the way to the server may be another than a moment ago: out of the tunnel, lid opened, from Wi-Fi to mobile. */
export function watchNetwork(scope: Scope, changed: () => void): void {
  scope.listen(window, "online", changed);
  scope.listen(document, "visibilitychange", () => {
    if (document.visibilityState === "visible") changed();
  });
  // Chromium alone has this one.
  const { connection } = navigator as { readonly connection?: EventTarget };
  if (connection !== undefined) scope.listen(connection, "change", changed);
}
