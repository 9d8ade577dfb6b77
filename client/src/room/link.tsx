import { Check, Link } from "lucide-react";
import { useEffect, useId, useRef, useState } from "react";

import { Button } from "../ui/button.tsx";
import { useWords } from "../ui/language.tsx";

const SAYS_MS = 8_000;

/** The link, to be read and copied. It holds the key of the room, so the page shows it nowhere else. */
export function LinkField({ link }: { readonly link: string }) {
  const t = useWords();
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [said, setSaid] = useState<"copied" | "copy-refused" | null>(null);

  useEffect(() => {
    if (said === null) return;
    const timer = setTimeout(() => {
      setSaid(null);
    }, SAYS_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [said]);

  const copy = () => {
    navigator.clipboard.writeText(link).then(
      () => {
        setSaid("copied");
      },
      () => {
        field.current?.select();
        setSaid("copy-refused");
      },
    );
  };

  return (
    <div className="field share">
      <label htmlFor={id}>{t("link-label")}</label>
      <span className="hint" id={`${id}h`}>
        {t("link-hint")}
      </span>
      <div className="join">
        <input
          className="input"
          id={id}
          ref={field}
          value={link}
          readOnly
          dir="ltr"
          aria-describedby={`${id}h`}
          onFocus={(event) => {
            event.currentTarget.select();
          }}
        />
        <Button icon={said === "copied" ? Check : Link} onClick={copy}>
          {t("copy-link")}
        </Button>
      </div>
      <p role="status" className="small muted">
        {said !== null && t(said)}
      </p>
    </div>
  );
}
