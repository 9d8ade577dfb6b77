import { Dialog } from "../ui/dialog.tsx";
import { useWords } from "../ui/language.tsx";

import { KEYS } from "./keys.ts";

interface KeyboardProps {
  readonly on: boolean;
  readonly onChange: (on: boolean) => void;
  readonly onClose: () => void;
}

/** All keys, and whether the single ones do anything. */
export function Keyboard({ on, onChange, onClose }: KeyboardProps) {
  const t = useWords();
  return (
    <Dialog title={t("keyboard-title")} onClose={onClose}>
      <label className="check">
        <input
          type="checkbox"
          checked={on}
          data-control="keys"
          onChange={(event) => {
            onChange(event.currentTarget.checked);
          }}
        />
        <span>
          {t("keyboard-single")}
          <br />
          <span className="small muted">{t("keyboard-single-hint")}</span>
        </span>
      </label>
      <dl className="keys">
        {KEYS.map(([key, action]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{t(`key-${action}`)}</dd>
          </div>
        ))}
      </dl>
      <h3>{t("keyboard-always")}</h3>
      <dl className="keys">
        {ALWAYS.map(([key, words]) => (
          <div key={key}>
            <dt>
              <kbd>{t(key)}</kbd>
            </dt>
            <dd>{t(words)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}

const ALWAYS = [
  ["keyboard-tab", "keyboard-tab-does"],
  ["keyboard-enter", "keyboard-enter-does"],
  ["keyboard-arrows", "keyboard-arrows-does"],
  ["keyboard-escape", "keyboard-escape-does"],
] as const;
