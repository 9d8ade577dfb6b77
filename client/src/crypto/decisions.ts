import { type Appointment, type Charter, MOST_ADMITTED, MOST_MODERATORS, MOST_REMOVED, sorted } from "./charter.ts";

/** What a moderator can decide: the charter that follows, or null where there is nothing to change or no place. `n` is the signer's to count. */

export function locked(now: Charter, on: boolean): Charter | null {
  if (now.locked === on) return null;
  // Who may come in is said for one time that the door is shut.
  return { ...now, locked: on, admitted: on ? now.admitted : [] };
}

export function admitted(now: Charter, identity: string): Charter | null {
  if (!now.locked || now.admitted.includes(identity) || now.removed.includes(identity) || now.admitted.length >= MOST_ADMITTED) return null;
  return { ...now, admitted: sorted([...now.admitted, identity]) };
}

/** `creator` is never removed; a moderator only by the creator, who takes back the appointment with it. */
export function removed(now: Charter, identity: string, signer: string, creator: string): Charter | null {
  if (identity === creator || identity === signer || now.removed.includes(identity) || now.removed.length >= MOST_REMOVED) return null;
  const moderators = now.moderators.filter((moderator) => moderator.identity !== identity);
  if (moderators.length < now.moderators.length && signer !== creator) return null;
  const others = now.admitted.filter((other) => other !== identity);
  return { ...now, version: now.version + 1, admitted: others, removed: sorted([...now.removed, identity]), moderators };
}

export function appointed(now: Charter, appointment: Appointment): Charter | null {
  const { identity } = appointment;
  const known = now.moderators.some((moderator) => moderator.identity === identity);
  if (known || now.removed.includes(identity) || now.moderators.length >= MOST_MODERATORS) return null;
  const moderators = [...now.moderators, appointment].sort((a, b) => (a.identity < b.identity ? -1 : 1));
  return { ...now, moderators };
}

/** Takes an appointment back. */
export function dismissed(now: Charter, identity: string): Charter | null {
  const moderators = now.moderators.filter((moderator) => moderator.identity !== identity);
  return moderators.length === now.moderators.length ? null : { ...now, moderators };
}

export function ended(now: Charter): Charter | null {
  return now.ended ? null : { ...now, ended: true };
}

/** Without those who have come in since they were admitted. */
export function settled(now: Charter, inside: (identity: string) => boolean): Charter {
  return { ...now, admitted: now.admitted.filter((identity) => !inside(identity)) };
}
