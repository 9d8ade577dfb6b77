import { useEffect, useState } from "react";

import type { CallIntents, CallState, Encryption } from "../call/state.ts";
import type { SafetyWords } from "../crypto/contract.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { useLanguage, useWords } from "../ui/language.tsx";

import { groupsOfFour } from "./layout.ts";

/** Languages with a BIP-39 list of their own, or with one that is read there. Where there is none, the digits stand alone. */
const WITH_WORDS: readonly string[] = ["en", "de"];

interface SafetyProps {
  readonly call: CallIntents;
  readonly state: CallState;
  readonly onClose: () => void;
}

/** What the badge opens: for whom it is encrypted, the words to compare, what is not protected. */
export function Safety({ call, state, onClose }: SafetyProps) {
  const { t } = useLanguage();
  const { encryption, people } = state;
  const [again, setAgain] = useState(false);

  if (encryption.state === "setting_up" || encryption.state === "lost") {
    const setting = encryption.state === "setting_up";
    return (
      <Dialog title={t(setting ? "safety-setting-up" : "badge-lost")} onClose={onClose}>
        <p>{t(setting ? "safety-setting-up-text" : "safety-lost-text")}</p>
        <NotProtected />
      </Dialog>
    );
  }
  if (encryption.state === "differ" && !again) {
    return (
      <Differ
        onAgain={() => {
          setAgain(true);
        }}
        onLeave={() => void call.leave()}
        onClose={onClose}
      />
    );
  }
  if (encryption.state === "forked") return <Forked onLeave={() => void call.leave()} onClose={onClose} />;
  return (
    <Dialog title={t("safety-title", { people })} onClose={onClose}>
      <Compare call={call} state={state} />
      <div className="acts">
        <Button
          kind="primary"
          onClick={() => {
            call.compared(true);
            onClose();
          }}
        >
          {t("safety-match")}
        </Button>
        <Button
          onClick={() => {
            call.compared(false);
            setAgain(false);
          }}
        >
          {t("safety-no-match")}
        </Button>
      </div>
      <NotProtected />
    </Dialog>
  );
}

function Differ({ onAgain, onLeave, onClose }: { readonly onAgain: () => void; readonly onLeave: () => void; readonly onClose: () => void }) {
  const t = useWords();
  return (
    <Dialog title={t("differ-title")} onClose={onClose}>
      <p>{t("differ-text")}</p>
      <ol className="small muted counted">
        <li>{t("differ-wait")}</li>
        <li>{t("differ-leave")}</li>
      </ol>
      <div className="acts">
        <Button kind="primary" onClick={onAgain}>
          {t("differ-again")}
        </Button>
        <Button kind="danger" onClick={onLeave}>
          {t("differ-out")}
        </Button>
      </div>
    </Dialog>
  );
}

/** Words would not help: they may well be the same while the service leaves out what others wrote. */
function Forked({ onLeave, onClose }: { readonly onLeave: () => void; readonly onClose: () => void }) {
  const t = useWords();
  return (
    <Dialog title={t("failure-e2e_log_forked")} onClose={onClose}>
      <p>{t("forked-text")}</p>
      <div className="acts">
        <Button kind="danger" onClick={onLeave}>
          {t("differ-out")}
        </Button>
      </div>
    </Dialog>
  );
}

function Compare({ call, state: { encryption, people, words } }: Omit<SafetyProps, "onClose">) {
  const { t, instance } = useLanguage();
  const missing = words === null;
  useEffect(() => {
    if (missing) call.askWords();
  }, [call, missing]);
  return (
    <>
      <p>{t("safety-who", { instance })}</p>
      <div>
        <h3>{t("safety-compare")}</h3>
        <p className="muted small explained">{t("safety-compare-text", { people })}</p>
        {missing ? <p role="status">{t("safety-wait")}</p> : <Shown words={words} />}
        <p className="small muted explained">
          {t("safety-change")} <LastChange encryption={encryption} />
        </p>
      </div>
    </>
  );
}

function Shown({ words }: { readonly words: SafetyWords }) {
  const { t, code } = useLanguage();
  const list = useWordList(WITH_WORDS.includes(code));
  return (
    <>
      {list !== null && (
        <ol className="words" aria-label={t("safety-words")} lang="en" dir="ltr">
          {words.indexes.map((index, at) => (
            <li key={at}>
              <span aria-hidden="true">{at + 1}</span>
              {list[index]}
            </li>
          ))}
        </ol>
      )}
      <p className="digits">
        <span className="small muted">{t("safety-digits")}</span>{" "}
        <span className="num" data-digits dir="ltr">
          {groupsOfFour(words.digits).join(" ")}
        </span>
      </p>
    </>
  );
}

/** Two thousand words, fetched when somebody wants to see six of them. */
function useWordList(wanted: boolean): readonly string[] | null {
  const [list, setList] = useState<readonly string[] | null>(null);
  useEffect(() => {
    if (!wanted) return;
    let gone = false;
    void import("@scure/bip39/wordlists/english.js").then(({ wordlist }) => {
      if (!gone) setList(wordlist);
    });
    return () => {
      gone = true;
    };
  }, [wanted]);
  return list;
}

function LastChange({ encryption }: { readonly encryption: Encryption }) {
  const { t, locale } = useLanguage();
  if (encryption.state !== "changed") return null;
  const { change, name, since } = encryption;
  const time = new Intl.DateTimeFormat(locale, { hour: "numeric", minute: "2-digit" }).format(since);
  return name === null ? t(`safety-last-${change}-unnamed`, { time }) : t(`safety-last-${change}`, { time, name });
}

function NotProtected() {
  const { t, instance } = useLanguage();
  return (
    <details>
      <summary>{t("safety-not")}</summary>
      <ul className="bulleted">
        <li>{t("safety-not-recording")}</li>
        <li>{t("safety-not-link")}</li>
        <li>{t("safety-not-names")}</li>
        <li>{t("safety-not-presence", { instance })}</li>
        <li>{t("safety-not-page", { instance })}</li>
        <li>{t("safety-not-left")}</li>
      </ul>
    </details>
  );
}
