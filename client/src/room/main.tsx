import { createRoot } from "react-dom/client";

import { LanguageOf } from "../ui/language.tsx";
import { type Page, readPage } from "../ui/page.ts";

import { Application } from "./application.tsx";
import { type Entry, enter } from "./entry.ts";

import "./room.css";
import "./lobby.css";

/** LiveKit and the room itself: fetched at once, but waited for by nobody until the lobby stands. */
const conversation = import("./conversation.ts");

async function start(page: Page): Promise<void> {
  const entry: Entry = await enter(page.room, location);
  const place = document.getElementById("application");
  if (place === null) throw new Error("The page has no place for the application");
  createRoot(place).render(
    <LanguageOf page={page}>
      <Application entry={entry} conversation={conversation} />
    </LanguageOf>,
  );
}

void start(readPage());
