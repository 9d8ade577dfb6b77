import type { GroupCommand } from "./contract.ts";
import { Session } from "./session.ts";
import { surroundings } from "./surroundings.ts";

/** The worker that holds the WebSocket, the group and every secret. What it does is in session.ts. */

const session = new Session((event) => {
  self.postMessage(event);
}, surroundings);

self.onmessage = (message: MessageEvent<GroupCommand>) => {
  session.command(message.data);
};

self.addEventListener("online", () => {
  session.online();
});
