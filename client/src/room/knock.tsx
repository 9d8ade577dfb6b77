import { DoorOpen } from "lucide-react";

import type { CallIntents, CallState } from "../call/state.ts";
import type { Knock } from "../crypto/contract.ts";
import { Button } from "../ui/button.tsx";
import { Icon } from "../ui/icon.tsx";
import { useLanguage, useWords } from "../ui/language.tsx";

import { initials } from "./layout.ts";

interface KnockLineProps {
  readonly call: CallIntents;
  readonly waiting: CallState["knocks"];
  readonly onPeople: () => void;
}

/** Under the room's bar, for those who may open: who wants to come in. Told once, without a sound. */
export function KnockLine({ call, waiting, onPeople }: KnockLineProps) {
  const t = useWords();
  const [first] = waiting;
  return (
    <div className={first === undefined ? "knock none" : "knock"}>
      <div role="status" className="said">
        {first !== undefined && (
          <>
            <Icon of={DoorOpen} />
            <p>{waiting.length === 1 ? <One name={first.name} /> : <Several count={waiting.length} />}</p>
          </>
        )}
      </div>
      {first !== undefined && waiting.length === 1 && <Answers call={call} knock={first} />}
      {waiting.length > 1 && <Button onClick={onPeople}>{t("knock-show")}</Button>}
    </div>
  );
}

function One({ name }: { readonly name: string }) {
  const t = useWords();
  return (
    <>
      <b>{t("knock-one", { name })}</b> {t("knock-one-text", { name })}
    </>
  );
}

function Several({ count }: { readonly count: number }) {
  const t = useWords();
  return (
    <>
      <b>{t("knock-many", { count })}</b> {t("knock-many-text")}
    </>
  );
}

/** Two of one size: neither is better. */
function Answers({ call, knock: { identity, name } }: { readonly call: CallIntents; readonly knock: Knock }) {
  const t = useWords();
  return (
    <div className="acts">
      <Button
        data-knock="admit"
        onClick={() => {
          call.admit(identity);
        }}
      >
        {t("knock-admit", { name })}
      </Button>
      <Button
        data-knock="decline"
        onClick={() => {
          call.decline(identity);
        }}
      >
        {t("not-now")}
        <span className="vh">: {name}</span>
      </Button>
    </div>
  );
}

/** The same in the list of people, where several have their place. */
export function KnockList({ call, waiting }: Omit<KnockLineProps, "onPeople">) {
  const { t, locale } = useLanguage();
  if (waiting.length === 0) return null;
  return (
    <section aria-labelledby="knocks">
      <h3 id="knocks" className="part">
        {t("knock-section")}
      </h3>
      <ul>
        {waiting.map((knock) => (
          <li className="person waiting" key={knock.identity}>
            <span className="av" aria-hidden="true">
              {initials(knock.name, locale)}
            </span>
            <p>
              <b>
                <bdi>{knock.name}</bdi>
              </b>
            </p>
            <Answers call={call} knock={knock} />
          </li>
        ))}
      </ul>
    </section>
  );
}
