import { request } from "./request.ts";

/** Moving a voice to another device: docs/protocol.md section 12. The server keeps ciphertext for some minutes, in memory. */

const MOVES = "/api/v1/voice-moves";

export function leaveMove(place: string, sealed: string): Promise<unknown> {
  return request("POST", MOVES, { place, sealed });
}

/** Codes of ServerError: `move_unknown` 404, `move_taken` 409. */
export function takeMove(place: string, taker: string): Promise<unknown> {
  return request("POST", `${MOVES}/take`, { place, taker });
}

/** Says that the voice is kept on the new device: then the server forgets it, and the old device too. */
export function confirmMove(place: string, taker: string): Promise<unknown> {
  return request("POST", `${MOVES}/confirm`, { place, taker });
}

export function moveState(place: string): Promise<unknown> {
  return request("POST", `${MOVES}/state`, { place });
}

export function withdrawMove(place: string): Promise<unknown> {
  return request("POST", `${MOVES}/withdraw`, { place });
}
