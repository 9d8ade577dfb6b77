import { Comparing } from "./comparing.ts";
import type { Context } from "./context.ts";
import { Door } from "./door.ts";
import type { History } from "./history.ts";
import { Joining } from "./joining.ts";
import { Knocks } from "./knocks.ts";
import { Log } from "./log.ts";
import { Membership } from "./membership.ts";
import { Memory } from "./memory.ts";
import { Moderation } from "./moderation.ts";
import { Seat } from "./seat.ts";
import { Signals } from "./signals.ts";
import { Voice } from "./voice.ts";
import type { GroupNews } from "./wire.ts";

/** What one session is made of, once the room's record is open. */
export interface Parts {
  readonly context: Context;
  readonly membership: Membership;
  readonly moderation: Moderation;
  readonly voice: Voice;
  readonly signals: Signals;
  readonly comparing: Comparing;
  readonly knocks: Knocks;
  readonly door: Door;
}

export interface Told {
  readonly lobby: (news: GroupNews) => void;
  /** We are let in, and wanted to be. */
  readonly join: (name: string) => Promise<void>;
}

/** Nothing happens yet: the parts only know each other. */
export function assemble(context: Context, history: History | null, told: Told): Parts {
  const moderation: Moderation = new Moderation(context, {
    inside: () => membership.inside,
    changed: () => {
      membership.decided();
      memory.changed();
      knocks.show();
      // Letting in is joining, which is a task of its own.
      context.after(0, () => door.review());
    },
  });
  const voice: Voice = new Voice(context, () => moderation.mark);
  const comparing: Comparing = new Comparing(context);
  const seat: Seat = new Seat(context, moderation, voice, (group, first) => {
    if (first) signals.beat();
    comparing.epoch(group);
  });
  const joining = new Joining(context.record, context.suite);
  const membership: Membership = new Membership(context, joining, seat, moderation, voice, history && new Log(history.head), {
    lobby: told.lobby,
    changed: () => {
      memory.changed();
    },
    shut: async () => {
      // Who was in the room a moment ago asks to be let in again, by the name the others know.
      door.bump();
      if (signals.begun) await door.knock(context.record.name);
    },
  });
  const memory: Memory = new Memory(context, membership, moderation);
  const signals: Signals = new Signals(context, membership, moderation, voice);
  const knocks: Knocks = new Knocks(context, moderation);
  const door: Door = new Door(context, moderation, {
    inside: () => membership.inside,
    inTree: () => membership.lobby.members.some(({ identity }) => identity === context.identity),
    join: told.join,
  });
  return { context, membership, moderation, voice, signals, comparing, knocks, door };
}
