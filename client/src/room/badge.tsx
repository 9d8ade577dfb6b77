import { Hourglass, Lock, LockOpen, RefreshCw, ShieldCheck, type LucideIcon } from "lucide-react";

import type { CallState, Encryption } from "../call/state.ts";
import { Icon } from "../ui/icon.tsx";
import { useWords } from "../ui/language.tsx";
import type { Words } from "../ui/words.ts";

const LOOKS: Record<Encryption["state"], { readonly icon: LucideIcon; readonly tone: "ok" | "warn" | "bad" }> = {
  setting_up: { icon: Hourglass, tone: "warn" },
  on: { icon: Lock, tone: "ok" },
  compared: { icon: ShieldCheck, tone: "ok" },
  changed: { icon: RefreshCw, tone: "warn" },
  differ: { icon: LockOpen, tone: "bad" },
  forked: { icon: LockOpen, tone: "bad" },
  lost: { icon: LockOpen, tone: "bad" },
};

/** The state in full. The number is of the leaves of the MLS tree, not of whom the media server lists. */
export function stateInWords(t: Words, encryption: Encryption, people: number): string {
  switch (encryption.state) {
    case "on":
      return t("badge-on", { people });
    case "changed":
      return encryption.name === null
        ? t(`badge-changed-${encryption.change}-unnamed`)
        : t(`badge-changed-${encryption.change}`, { name: encryption.name });
    default:
      return t(`badge-${encryption.state}`);
  }
}

interface BadgeProps {
  readonly state: Pick<CallState, "encryption" | "people">;
  readonly onPress: () => void;
}

/** A button that says the state in words; on a phone in fewer. It opens the safety words. */
export function Badge({ state: { encryption, people }, onPress }: BadgeProps) {
  const t = useWords();
  const { icon, tone } = LOOKS[encryption.state];
  return (
    <button type="button" className={`badge ${tone}`} data-people={people} data-state={encryption.state} aria-haspopup="dialog" onClick={onPress}>
      <Icon of={icon} />
      <span className="wide-only">{stateInWords(t, encryption, people)}</span>
      <span className="narrow-only" aria-hidden="true">
        {t(`badge-${encryption.state}-short`)}
      </span>
    </button>
  );
}
