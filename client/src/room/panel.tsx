import { X } from "lucide-react";
import { useLayoutEffect, useRef } from "react";

import type { CallIntents, CallState } from "../call/state.ts";
import { IconButton } from "../ui/button.tsx";
import { useWords } from "../ui/language.tsx";
import { Told } from "../ui/toast.tsx";

import { Chat } from "./chat.tsx";
import { People, type PeopleProps } from "./people.tsx";
import { Tabs } from "./tabs.tsx";

export type PanelTab = "chat" | "people";

interface PanelProps extends Omit<PeopleProps, "state"> {
  readonly call: CallIntents;
  readonly state: CallState;
  readonly tab: PanelTab;
  readonly unread: number;
  readonly draft: string;
  readonly onTab: (tab: PanelTab) => void;
  readonly onDraft: (draft: string) => void;
}

/** Beside the stage: always there. */
export function SidePanel(props: PanelProps) {
  const t = useWords();
  return (
    <aside className="side" aria-label={t("panel-label")}>
      <Content {...props} onClose={null} />
    </aside>
  );
}

/** On a phone: a modal sheet over the stage. */
export function SheetPanel({ onClose, ...props }: PanelProps & { readonly onClose: () => void }) {
  const t = useWords();
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const element = dialog.current;
    const opener = document.activeElement;
    element?.showModal();
    element?.querySelector<HTMLElement>("[role=tab][aria-selected=true]")?.focus();
    return () => {
      element?.close();
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      className="side sheet"
      aria-label={t("panel-label")}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === dialog.current) onClose();
      }}
    >
      <Content {...props} onClose={onClose} />
      <Told />
    </dialog>
  );
}

function Content({ tab, unread, draft, onTab, onDraft, onClose, ...people }: PanelProps & { readonly onClose: (() => void) | null }) {
  const { call, state } = people;
  const t = useWords();
  const tabs = [
    { name: "chat", label: unread > 0 ? t("panel-chat-new", { count: unread }) : t("panel-chat") },
    { name: "people", label: t("panel-people") },
  ] as const;
  return (
    <>
      <Tabs label={t("panel-label")} tabs={tabs} chosen={tab} onChoose={onTab}>
        {onClose !== null && <IconButton icon={X} label={t("panel-close")} onClick={onClose} />}
      </Tabs>
      <div className="pan fill" role="tabpanel" id="panel-chat" aria-labelledby="tab-chat" hidden={tab !== "chat"}>
        <Chat call={call} state={state} draft={draft} onDraft={onDraft} />
      </div>
      <div className="pan" role="tabpanel" id="panel-people" aria-labelledby="tab-people" hidden={tab !== "people"} tabIndex={0}>
        <People {...people} />
      </div>
    </>
  );
}
