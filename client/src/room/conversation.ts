/** What the lobby does not need to be drawn: loaded while a person looks at it. */
export { Call } from "../call/call.ts";
export { Room } from "./room.tsx";
