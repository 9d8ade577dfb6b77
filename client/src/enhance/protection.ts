import { fileOf } from "../api/files.ts";
import { readPage } from "../ui/page.ts";
import { type Words, wordsOf } from "../ui/words.ts";

import { type Comparison, compare, type Finding, type Listed } from "./sums.ts";

/** The check on the page that says what is protected: every file fetched and compared with the list on the page. */

function part(selector: string): HTMLElement {
  const found = document.querySelector<HTMLElement>(selector);
  if (found === null) throw new Error(`The page has no ${selector}`);
  return found;
}

const WORDS: Record<Finding, string> = { same: "check-same", different: "check-different", missing: "check-missing" };

interface Verdict {
  readonly look: "banner ok" | "banner warn" | "banner bad" | "muted";
  readonly text: string;
}

/** One sentence for all of it; `total` is the sum over all that the page names. */
function verdict(comparison: Comparison, total: string, t: Words): Verdict {
  const count = (kind: Finding): number => comparison.findings.filter((finding) => finding === kind).length;
  if (count("different") > 0) return { look: "banner bad", text: t("check-some", { files: count("different") }) };
  if (count("missing") > 0) return { look: "banner warn", text: t("check-gone", { files: count("missing") }) };
  if (comparison.total !== total) return { look: "banner bad", text: t("check-sum") };
  return { look: "banner ok", text: t("check-all", { files: count("same") }) };
}

function say(place: HTMLElement, { look, text }: Verdict): void {
  const line = document.createElement("p");
  line.className = look;
  line.textContent = text;
  place.replaceChildren(line);
}

async function check(rows: readonly HTMLElement[], place: HTMLElement, t: Words): Promise<void> {
  const listed: Listed[] = rows.map((row) => ({ name: row.dataset["name"] ?? "", sum: row.dataset["sum"] ?? "" }));
  // WebCrypto is there on HTTPS and on localhost only.
  if (!window.isSecureContext) {
    say(place, { look: "banner warn", text: t("check-impossible") });
    return;
  }
  say(place, { look: "muted", text: t("check-running") });
  const comparison = await compare(listed, (name) => fileOf(`/assets/${name}`));
  for (const [at, row] of rows.entries()) {
    const finding = comparison.findings[at] ?? "missing";
    const mark = row.querySelector<HTMLElement>(".found");
    if (mark === null) continue;
    mark.textContent = t(WORDS[finding]);
    mark.className = `found ${finding}`;
    mark.hidden = false;
  }
  const said = verdict(comparison, part("#total").textContent, t);
  say(place, said);
  // What is wrong should be seen without looking for it.
  if (said.look !== "banner ok") part(".files").setAttribute("open", "");
}

function start(t: Words): void {
  const button = part("#compare");
  const rows = [...document.querySelectorAll<HTMLElement>(".files li")];
  let busy = false;
  button.hidden = false;
  button.addEventListener("click", () => {
    if (busy) return;
    busy = true;
    void check(rows, part("#result"), t).finally(() => {
      busy = false;
    });
  });
}

start(wordsOf(readPage()));
