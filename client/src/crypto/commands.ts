import type { GroupCommand } from "./contract.ts";
import type { Parts } from "./parts.ts";
import { limited, LONGEST_ID, LONGEST_NAME, LONGEST_TEXT } from "./payloads.ts";

/** What somebody in the lobby or in the room wants; how they come and go is the session's. */
export type RoomCommand = Exclude<GroupCommand, { t: "open" | "join" | "leave" }>;

export async function act(parts: Parts, command: RoomCommand): Promise<void> {
  const { context, comparing, door, signals, voice } = parts;
  switch (command.t) {
    case "chat":
      await chat(parts, command.id, limited(command.text, LONGEST_TEXT));
      return;
    case "hand":
      await voice.say({ type: "hand", up: command.up });
      return;
    case "typing":
      await signals.type(limited(command.id, LONGEST_ID), limited(command.text, LONGEST_TEXT));
      return;
    case "words":
      comparing.ask();
      return;
    case "keyframe":
      await voice.signal({ type: "keyframe" }, command.identity);
      return;
    case "access":
      context.line.send({ t: "token" });
      return;
    case "check":
      context.line.check();
      return;
    case "knock":
      await door.knock(limited(command.name, LONGEST_NAME));
      return;
    case "unknock":
      door.unknock();
      return;
    case "askMute":
      await signals.askMute(command.identity);
      return;
    case "decline":
      if (parts.moderation.may !== null) context.line.send({ t: "decline", identity: command.identity });
      return;
    default:
      await decide(parts, command);
  }
}

async function chat({ context, signals, voice }: Parts, id: string, text: string): Promise<void> {
  if (text === "") return;
  const at = context.around.now();
  context.conversation.apply({ t: "wrote", id, text, at });
  signals.said(id);
  await voice.say({ type: "chat", id, text, at });
}

/** What goes into the charter. */
async function decide({ moderation }: Parts, command: Extract<RoomCommand, { t: "lock" | "admit" | "remove" | "appoint" | "dismiss" | "end" }>): Promise<void> {
  switch (command.t) {
    case "lock":
      await moderation.lock(command.on);
      return;
    case "admit":
      await moderation.admit(command.identity);
      return;
    case "remove":
      await moderation.remove(command.identity);
      return;
    case "appoint":
      await moderation.appoint(command.identity);
      return;
    case "dismiss":
      await moderation.dismiss(command.identity);
      return;
    case "end":
      await moderation.end();
  }
}
