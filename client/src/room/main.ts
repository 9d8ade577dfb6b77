import { checkSupport, type Support } from "../call/support.ts";
import { GroupClient } from "../crypto/client.ts";
import { type Page, readPage } from "../ui/page.ts";

import type { Begun, Conversation } from "./application.tsx";
import { enter, socketUrl } from "./entry.ts";

/**
 * The first script of a room, kept small: the group's worker and its line to the service start before React and LiveKit are there, because
 * whoever comes back to a call waits for all of them.
 */

/** LiveKit and the room itself: fetched at once, but waited for by nobody until the lobby stands. */
const code = import("./conversation.ts");
const lobby = import("./drawn.tsx");

async function conversationOf(group: GroupClient, relay: boolean): Promise<Conversation> {
  const { Call, Room } = await code;
  return { open: () => new Call(group, relay), Room };
}

async function begin({ room, relay }: Page, support: Support): Promise<Begun> {
  // In a browser that cannot join, the address stays, so that the link can be copied to another one.
  if (support.missing.length > 0) return { state: "unsupported", link: `${location.origin}${location.pathname}${location.hash}`, support };
  const group = new GroupClient();
  const entry = await enter(room, location);
  if (entry.state !== "ready") {
    group.end();
    return entry;
  }
  group.send({ t: "open", room, url: socketUrl(room, location) });
  return { state: "ready", link: entry.link, conversation: conversationOf(group, relay) };
}

async function start(page: Page): Promise<void> {
  const entry = await begin(page, await checkSupport());
  const { draw } = await lobby;
  draw(entry, page);
}

void start(readPage());
