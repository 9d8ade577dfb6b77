import { request } from "./request.ts";

export interface NewRoom {
  readonly room: string;
  readonly auth: string;
  readonly creator: string;
}

/** POST /api/v1/rooms. Codes of ServerError: `room_taken` 409, `invalid_request` 400, `rate_limited` 429. */
export async function createRoom(body: NewRoom): Promise<void> {
  await request("POST", "/api/v1/rooms", body);
}
