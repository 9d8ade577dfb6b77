import { parseCheckpoint } from "../crypto/record/checkpoint.ts";
import { parseNote } from "../crypto/record/note.ts";
import { type Seeing, trusted } from "../crypto/record/watch.ts";
import type { Words } from "../ui/words.ts";

import { banner, make, save } from "./element.ts";
import type { Sighting } from "./ledger.ts";

/** What a look at the record found, in words. */

const WORDS: Record<Seeing["sight"], string> = {
  first: "look-first",
  same: "look-same",
  grown: "look-grown",
  shrunk: "look-shrunk",
  other: "look-other",
  rekeyed: "look-rekeyed",
  succeeded: "look-succeeded",
  unsigned: "look-unsigned",
};

function sizeOf(checkpoint: string): number {
  return parseCheckpoint(parseNote(checkpoint).body).size;
}

/** `before`: what this browser had remembered, where there was something. */
export function sightLine(seeing: Sighting, before: number, t: Words): HTMLElement {
  if (seeing === "offline") return banner("warn", t("look-offline"));
  if (seeing === "broken") return banner("bad", t("look-broken"));
  const words = t(WORDS[seeing.sight], { before, now: seeing.newest.checkpoint.size });
  return trusted(seeing) ? banner("ok", words) : banner("bad", words);
}

/** Both checkpoints in one file, for whoever is to judge. */
function evidence(seeing: Seeing): string {
  return `${seeing.before ?? ""}\n${seeing.newest.text}`;
}

export function sightParts(seeing: Sighting, before: number, t: Words): HTMLElement[] {
  const line = sightLine(seeing, before, t);
  if (typeof seeing === "string" || seeing.before === null) return [line];
  const button = make("button", { type: "button", class: "btn" }, t("look-evidence"));
  button.addEventListener("click", () => {
    save("checkpoints.txt", evidence(seeing));
  });
  return [line, make("p", { class: "acts" }, button)];
}

export { sizeOf };
