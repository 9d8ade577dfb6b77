import { createRoot } from "react-dom/client";

import { GroupClient } from "../crypto/client.ts";
import { LanguageOf } from "../ui/language.tsx";
import { type Page, readPage } from "../ui/page.ts";

import { Application, type Begun, type Conversation } from "./application.tsx";
import { type Entry, enter, socketUrl } from "./entry.ts";

import "./room.css";
import "./lobby.css";

/** LiveKit and the room itself: fetched at once, but waited for by nobody until the lobby stands. */
const code = import("./conversation.ts");

/** The group's worker starts with the page, beside the code of the call, and is handed over to it. */
async function converse(room: string, relay: boolean): Promise<Conversation> {
  const group = new GroupClient();
  group.send({ t: "open", room, url: socketUrl(room, location) });
  const { Call, Room } = await code;
  return { open: () => new Call(group, relay), Room };
}

function begin(entry: Entry, relay: boolean): Begun {
  return entry.state === "ready" ? { state: "ready", link: entry.link, conversation: converse(entry.room, relay) } : entry;
}

async function start(page: Page): Promise<void> {
  const entry = begin(await enter(page.room, location), page.relay);
  const place = document.getElementById("application");
  if (place === null) throw new Error("The page has no place for the application");
  createRoot(place).render(
    <LanguageOf page={page}>
      <Application entry={entry} />
    </LanguageOf>,
  );
}

void start(readPage());
