import { request } from "./request.ts";
import type { components } from "./schema.ts";

export type NewRoom = components["schemas"]["NewRoom"];
export type MadeRoom = components["schemas"]["MadeRoom"];

/** POST /api/v1/rooms. Codes of ServerError: `room_taken` 409, `invalid_request` 400, `rate_limited` 429. */
export async function createRoom(body: NewRoom): Promise<MadeRoom> {
  // The server's answers are of the schema's types: both are made from the same ones.
  return (await request("POST", "/api/v1/rooms", body)) as MadeRoom;
}
