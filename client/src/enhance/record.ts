import { lastSeen } from "../crypto/voices/shelf.ts";
import { readPage } from "../ui/page.ts";
import { type Words, wordsOf } from "../ui/words.ts";

import { banner, element, make, onPress } from "./element.ts";
import { cosigned, type Ledger, ledgerOf, see } from "./ledger.ts";
import { sightParts, sizeOf } from "./sight.ts";

/** The button on the record's page: is this checkpoint signed, and does it go on from the one that this browser saw last? */

async function check(ledger: Ledger, place: HTMLElement, t: Words): Promise<void> {
  place.replaceChildren(make("p", { class: "muted" }, t("look-running")));
  try {
    const remembered = await lastSeen(ledger.policy.log.name);
    const seeing = await see(ledger, Date.now());
    const parts = sightParts(seeing, remembered === null ? 0 : sizeOf(remembered.checkpoint), t);
    if (ledger.policy.witnesses.length > 0 && typeof seeing !== "string") {
      const count = (await cosigned(ledger))?.witnesses.length ?? 0;
      parts.push(make("p", { class: "small muted" }, t("look-witnesses", { count })));
    }
    place.replaceChildren(...parts);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    place.replaceChildren(banner("warn", t("look-storage")));
  }
}

function start(t: Words): void {
  const ledger = ledgerOf();
  const button = document.getElementById("look");
  if (ledger === null || button === null) return;
  button.hidden = false;
  onPress(button, () => check(ledger, element("seen", HTMLElement), t));
}

start(wordsOf(readPage()));
