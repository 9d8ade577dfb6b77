import { drop, type HeldVoice } from "../crypto/voices/held.ts";
import { forgetReceipt, forgetReceipts, heldVoices, type KeptReceipt, keptReceipts, lastSeen } from "../crypto/voices/shelf.ts";
import { type Page, readPage } from "../ui/page.ts";
import { type Words, wordsOf } from "../ui/words.ts";

import { joinReceipts } from "./bundle.ts";
import { agreed, banner, element, make, onPress, save } from "./element.ts";
import { cosigned, type Ledger, ledgerOf, see } from "./ledger.ts";
import { review, type Reviewed } from "./review.ts";
import { sightParts, sizeOf } from "./sight.ts";
import { checksOf, saysOf, whenOf } from "./verdict.ts";

/** My receipts: the voices and receipts of this browser, all checked here. Nothing of them is sent anywhere. */

const FILE = "receipts.tlog-proof";

interface Shown {
  readonly page: Page;
  readonly t: Words;
  readonly ledger: Ledger | null;
}

function button(words: string, look: string, act: () => Promise<void>): HTMLElement {
  const made = make("button", { type: "button", class: `btn ${look}`.trim() }, words);
  onPress(made, act);
  return made;
}

const STAGES: Record<HeldVoice["stage"], string> = { asking: "kept-voice-pending", pending: "kept-voice-pending", issued: "kept-voice-issued", spent: "kept-voice-spent" };

function voiceLine(voice: HeldVoice, shown: Shown): HTMLElement {
  const { t } = shown;
  const here = voice.stage === "issued" || voice.stage === "spent";
  const off = button(t("kept-voice-off"), "", async () => {
    if (!(await agreed(element("off", HTMLDialogElement)))) return;
    await drop(voice);
    await voices(shown);
  });
  const on = here ? make("a", { class: "btn", href: "/voice" }, t("kept-voice-move")) : make("a", { class: "btn", href: `/c/${voice.slug}/voice` }, t("kept-voice-gate"));
  return make("li", {}, make("p", {}, make("b", {}, make("bdi", {}, voice.title)), make("br", {}), t(STAGES[voice.stage])), on, off);
}

async function voices(shown: Shown): Promise<void> {
  const held = await heldVoices();
  element("held", HTMLUListElement).replaceChildren(...held.map((one) => voiceLine(one, shown)));
  element("voices-part", HTMLElement).hidden = held.length === 0;
}

const MARKS: Record<Reviewed["outcome"], readonly [look: string, words: string]> = {
  valid: ["chip ok", "kept-good"],
  unwitnessed: ["chip warn", "kept-waiting"],
  other: ["chip", "kept-other"],
  invalid: ["chip bad", "kept-bad"],
  changed: ["chip bad", "kept-changed"],
};

function receiptLine({ kept, receipt, verdict, outcome }: Reviewed, ledger: Ledger, shown: Shown): HTMLElement {
  const { page, t } = shown;
  const [look, words] = MARKS[outcome];
  const { index } = receipt.proof;
  const name = t("kept-entry", { index });
  const keep = button(t("kept-save"), "", () => {
    save(`entry-${index}.tlog-proof`, kept.text);
    return Promise.resolve();
  });
  const forget = button(t("kept-delete"), "danger", async () => {
    await forgetReceipt(kept.place);
    await receipts(shown);
    element("receipts", HTMLElement).focus();
  });
  for (const one of [keep, forget]) one.setAttribute("aria-label", `${one.textContent}: ${name}`);
  const more = make("details", {}, make("summary", {}, name), checksOf(verdict, ledger.policy, t), make("p", { class: "acts" }, keep, forget));
  const title = kept.title === "" ? [] : [make("bdi", { class: "muted small" }, kept.title)];
  return make("li", {}, make("p", {}, make("b", {}, saysOf(receipt, t)), " ", make("span", { class: look }, t(words))), ...title, make("p", { class: "small muted" }, whenOf(receipt, page)), more);
}

function summary(reviewed: readonly Reviewed[], checked: boolean, t: Words): HTMLElement[] {
  const bad = reviewed.filter(({ outcome }) => outcome === "invalid" || outcome === "changed").length;
  const waiting = reviewed.filter(({ outcome }) => outcome === "unwitnessed").length;
  const lines: HTMLElement[] = [];
  if (bad > 0) lines.push(banner("bad", t("kept-some", { bad })));
  if (waiting > 0) lines.push(banner("warn", t("kept-later", { count: waiting })));
  if (bad + waiting === 0) lines.push(banner("ok", t("kept-all", { count: reviewed.length })));
  if (!checked) lines.push(banner("warn", t("kept-unchecked")));
  return lines;
}

/** The record first: whether it goes on from what this browser saw last is about all receipts. */
async function newest(ledger: Ledger, t: Words): Promise<{ readonly sound: boolean; readonly now: Parameters<typeof review>[1] }> {
  const remembered = await lastSeen(ledger.policy.log.name);
  const seeing = await see(ledger, Date.now());
  element("seen", HTMLElement).replaceChildren(...sightParts(seeing, remembered === null ? 0 : sizeOf(remembered.checkpoint), t));
  if (typeof seeing === "string" || seeing.sight === "unsigned") return { sound: false, now: { newest: null, cosigned: null } };
  return { sound: true, now: { newest: seeing.newest, cosigned: await cosigned(ledger) } };
}

async function receipts(shown: Shown): Promise<void> {
  const { ledger, t } = shown;
  const kept = await keptReceipts();
  element("receipts-part", HTMLElement).hidden = false;
  const [list, said] = [element("list", HTMLUListElement), element("summary", HTMLElement)];
  for (const id of ["save", "delete", "save-hint"]) element(id, HTMLElement).hidden = kept.length === 0;
  if (kept.length === 0 || ledger === null) {
    list.replaceChildren();
    said.replaceChildren(make("p", { class: "muted" }, t("kept-none")));
    return;
  }
  said.replaceChildren(make("p", { class: "muted" }, t("kept-running", { count: kept.length })));
  const { sound, now } = await newest(ledger, t);
  const reviewed = await review(ledger, now, newestFirst(kept));
  list.replaceChildren(...reviewed.map((one) => receiptLine(one, ledger, shown)));
  said.replaceChildren(...summary(reviewed, sound, t));
}

function newestFirst(kept: readonly KeptReceipt[]): KeptReceipt[] {
  const index = ({ place }: KeptReceipt): number => Number(place.slice(place.lastIndexOf(" ") + 1));
  return kept.toSorted((a, b) => index(b) - index(a));
}

function buttons(shown: Shown): void {
  onPress(element("save", HTMLButtonElement), async () => {
    save(FILE, joinReceipts((await keptReceipts()).map(({ text }) => text)));
  });
  onPress(element("delete", HTMLButtonElement), async () => {
    if (!(await agreed(element("sure", HTMLDialogElement)))) return;
    await forgetReceipts();
    await receipts(shown);
    element("receipts", HTMLElement).focus();
  });
}

async function start(page: Page): Promise<void> {
  const shown = { page, t: wordsOf(page), ledger: ledgerOf() };
  buttons(shown);
  try {
    await voices(shown);
    await receipts(shown);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    element("seen", HTMLElement).replaceChildren(banner("warn", shown.t("look-storage")));
  }
}

void start(readPage());
