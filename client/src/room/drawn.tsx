import { createRoot } from "react-dom/client";

import { LanguageOf } from "../ui/language.tsx";
import type { Page } from "../ui/page.ts";

import { Application, type Begun } from "./application.tsx";

import "./room.css";
import "./lobby.css";

/** Puts the application where the server's page has left it a place. */
export function draw(entry: Begun, page: Page): void {
  const place = document.getElementById("application");
  if (place === null) throw new Error("The page has no place for the application");
  createRoot(place).render(
    <LanguageOf page={page}>
      <Application entry={entry} />
    </LanguageOf>,
  );
}
