import { type ComponentType, useCallback, useEffect, useState, useSyncExternalStore } from "react";

import type { FailureCode } from "../crypto/contract.ts";
import { type CallIntents, type CallState, START } from "../call/state.ts";
import { useKeptFocus } from "../ui/kept.ts";

import { Failed, Left, Unsupported } from "./ended.tsx";
import type { Entry } from "./entry.ts";
import { Lobby } from "./lobby.tsx";
import type { RoomProps } from "./room.tsx";

/** What comes after the lobby is drawn: the call in this room, and how it is shown. */
export interface Conversation {
  readonly open: () => CallIntents;
  readonly Room: ComponentType<RoomProps>;
}

/** An entry that leads into a room brings its conversation, whose code may still be on its way. */
export type Begun =
  | Exclude<Entry, { readonly state: "ready" }>
  | { readonly state: "ready"; readonly link: string; readonly conversation: Promise<Conversation> };

interface Loaded {
  readonly call: CallIntents;
  readonly Room: ComponentType<RoomProps>;
}

/** One view at a time, chosen by what the call says. */
export function Application({ entry }: { readonly entry: Begun }) {
  if (entry.state === "unsupported") return <Unsupported support={entry.support} link={entry.link} />;
  if (entry.state === "failed") return <Failed code={entry.code} link={null} />;
  return <Opened link={entry.link} conversation={entry.conversation} />;
}

interface OpenedProps {
  readonly link: string;
  readonly conversation: Promise<Conversation>;
}

function Opened({ link: begun, conversation }: OpenedProps) {
  const { loaded, failure } = useLoaded(conversation);
  const call = loaded?.call ?? null;
  const state = useCallState(call);
  // Another one once somebody was removed.
  const link = state.link ?? begun;
  useView(state.phase);
  useKeptFocus(".room, #application");

  const failed = failure ?? (state.phase === "failed" ? (state.failure ?? "server_unreachable") : null);
  if (failed !== null) return <Failed code={failed} link={link} />;
  if (state.phase === "left") return <Left link={link} />;
  if (state.phase === "room" && loaded !== null) return <loaded.Room call={loaded.call} state={state} link={link} />;
  return <Lobby call={call} state={state} link={link} />;
}

/** Makes the call when its code has come, and ends it with the page. */
function useLoaded(conversation: Promise<Conversation>): { loaded: Loaded | null; failure: FailureCode | null } {
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const [failure, setFailure] = useState<FailureCode | null>(null);
  useEffect(() => {
    let call: CallIntents | null = null;
    let gone = false;
    conversation.then(
      ({ open, Room }) => {
        if (gone) return;
        call = open();
        setLoaded({ call, Room });
      },
      () => {
        if (!gone) setFailure("server_unreachable");
      },
    );
    return () => {
      gone = true;
      call?.dispose();
    };
  }, [conversation]);
  return { loaded, failure };
}

function useCallState(call: CallIntents | null): CallState {
  const subscribe = useCallback((changed: () => void) => call?.subscribe(changed) ?? (() => undefined), [call]);
  return useSyncExternalStore(subscribe, () => call?.getSnapshot() ?? START);
}

/** The page's own header stands above all but the room, which has its own bar. */
function useView(phase: CallState["phase"]): void {
  useEffect(() => {
    document.body.dataset["view"] = phase === "room" ? "room" : "page";
  }, [phase]);
}
