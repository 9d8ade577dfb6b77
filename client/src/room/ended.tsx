import { CircleAlert } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";

import type { Missing, Support } from "../call/support.ts";
import type { FailureCode } from "../crypto/contract.ts";
import { Button } from "../ui/button.tsx";
import { Icon } from "../ui/icon.tsx";
import { useWords } from "../ui/language.tsx";

import { LinkField } from "./link.tsx";

/** With the link's fragment back in the address the page starts anew, and takes it out again first thing. */
function joinAgain(link: string): void {
  history.replaceState(null, "", link);
  location.reload();
}

function Ended({ title, failure, children }: { readonly title: string; readonly failure?: FailureCode; readonly children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
  }, []);
  return (
    <main id="main" className="wrap ended" data-failure={failure}>
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {children}
    </main>
  );
}

function Home({ primary = false }: { readonly primary?: boolean }) {
  const t = useWords();
  return (
    <a className={primary ? "btn primary" : "btn"} href="/">
      {t("left-home")}
    </a>
  );
}

export function Left({ link }: { readonly link: string }) {
  const t = useWords();
  return (
    <Ended title={t("left-title")}>
      <p className="lead">{t("left-text")}</p>
      <p className="acts">
        <Button
          onClick={() => {
            joinAgain(link);
          }}
        >
          {t("left-again")}
        </Button>
        <Home />
      </p>
    </Ended>
  );
}

/** Where joining again changes nothing, it is not offered. */
const FINAL: readonly FailureCode[] = ["wrong_link", "link_incomplete", "room_unknown", "removed", "room_ended", "link_changed"];

export function Failed({ code, link }: { readonly code: FailureCode; readonly link: string | null }) {
  const t = useWords();
  const again = link !== null && !FINAL.includes(code);
  return (
    <Ended title={t(`failure-${code}`)} failure={code}>
      <p className="said">
        <Icon of={CircleAlert} />
        <span>{t(`failure-${code}-text`)}</span>
      </p>
      <p className="small faint">
        {t("failed-code")} <code>{code}</code>
      </p>
      <p className="acts">
        {again && (
          <Button
            kind="primary"
            onClick={() => {
              joinAgain(link);
            }}
          >
            {t("left-again")}
          </Button>
        )}
        <Home primary={!again} />
      </p>
    </Ended>
  );
}

/** A browser that is new enough can still lack a piece: then the number would mislead. */
function older(version: string, needs: string): boolean {
  const [a = 0, b = 0] = version.split(".").map(Number);
  const [c = 0, d = 0] = needs.split(".").map(Number);
  return a < c || (a === c && b < d);
}

export function Unsupported({ support, link }: { readonly support: Support; readonly link: string }) {
  const t = useWords();
  const { name, version, needs } = support.browser;
  const insecure = support.missing.includes("secure_context" satisfies Missing);
  const old = name !== null && version !== null && needs !== null && older(version, needs);
  return (
    <Ended title={t("failure-unsupported_browser")} failure="unsupported_browser">
      <p className="lead">
        {insecure && t("unsupported-insecure")}
        {!insecure && (old ? t("unsupported-text", { browser: name, version: version.replace(/\..*/, "") }) : t("failure-unsupported_browser-text"))}
      </p>
      {!insecure && <p className="muted">{old ? t("unsupported-needs", { browser: name, needs }) : t("unsupported-others")}</p>}
      <LinkField link={link} />
      <p className="acts">
        <Home primary />
      </p>
    </Ended>
  );
}
