import { RoomEvent, type Room } from "livekit-client";

/** Without a group the media server's list is all there is. */
export type People = ReadonlySet<string>;

let people: People = new Set();
const listeners = new Set<(people: People) => void>();

/** Tells now and on every change. */
export function onPeople(listener: (people: People) => void): () => void {
  listeners.add(listener);
  listener(people);
  return () => listeners.delete(listener);
}

export function watchPeople(room: Room): void {
  const look = (): void => {
    people = new Set(room.remoteParticipants.keys());
    for (const listener of listeners) listener(people);
  };
  for (const event of [RoomEvent.Connected, RoomEvent.ParticipantConnected, RoomEvent.ParticipantDisconnected] as const) room.on(event, look);
}
