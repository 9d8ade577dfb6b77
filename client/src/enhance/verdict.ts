import { parseCheckpoint, type Policy } from "../crypto/record/checkpoint.ts";
import { parseNote } from "../crypto/record/note.ts";
import { type Finding, type Outcome, outcomeOf, type Receipt, type Verdict } from "../crypto/record/receipt.ts";
import { localeOf, type Given, type Words } from "../ui/words.ts";
import type { Page } from "../ui/page.ts";

import { make } from "./element.ts";

/** What the check of a receipt found, in words. */

const KINDS: Readonly<Record<string, string>> = {
  voice: "verdict-kind-voice",
  given_up: "verdict-kind-given-up",
  statement: "verdict-kind-statement",
  vote: "verdict-kind-vote",
  moderation: "verdict-kind-moderation",
};
const LOOKS: Record<Outcome, string> = { valid: "verdict", unwitnessed: "verdict late", other: "verdict late", invalid: "verdict bad" };

/** By locale: one takes longer to make than a receipt to check. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(page: Pick<Page, "language" | "digits">): Intl.DateTimeFormat {
  const locale = localeOf(page);
  const format = formats.get(locale) ?? new Intl.DateTimeFormat(locale, { dateStyle: "long", timeStyle: "short" });
  formats.set(locale, format);
  return format;
}

export function whenOf({ fields }: Receipt, page: Pick<Page, "language" | "digits">): string {
  const at = fields?.["at"];
  return formatOf(page).format(new Date(typeof at === "number" ? at * 1000 : 0));
}

/** What the entry is about. */
export function saysOf({ fields }: Receipt, t: Words): string {
  const kind = typeof fields?.["kind"] === "string" ? fields["kind"] : "";
  const name = KINDS[kind];
  return name === undefined ? t("verdict-kind-other", { kind }) : t(name);
}

function headOf({ proof }: Receipt): { readonly origin: string; readonly size: number } {
  return parseCheckpoint(parseNote(proof.checkpoint).body);
}

const CHECKS = ["opening", "inclusion", "checkpoint", "witnesses"] as const;

interface Line {
  readonly finding: Finding;
  readonly title: string;
  readonly text: string;
}

function lines(verdict: Verdict, policy: Policy, t: Words): Line[] {
  const { receipt, opened } = verdict;
  const witnesses = opened?.witnesses ?? [];
  const names = witnesses.map(({ key }) => key.name).join(", ");
  const given: Given = { index: receipt.proof.index, steps: receipt.proof.path.length, size: headOf(receipt).size, name: policy.log.name, count: witnesses.length, needed: policy.needed, names };
  return CHECKS.map((check) => {
    const finding = verdict[check];
    return { finding, title: t(`verdict-${check}-${finding}`, given), text: t(`verdict-${check}-${finding}-text`, given) };
  });
}

const SIGNS: Record<Finding, string> = { good: "\u2713", bad: "\u2717", none: "\u2013" };

/** The four checks, each with what it found. */
export function checksOf(verdict: Verdict, policy: Policy, t: Words): HTMLElement {
  return make(
    "ol",
    { class: "checks" },
    ...lines(verdict, policy, t).map(({ finding, title, text }) =>
      make("li", { class: finding }, make("span", { class: "sign", "aria-hidden": "true" }, SIGNS[finding]), make("div", {}, make("h4", {}, title), make("p", {}, text))),
    ),
  );
}

/** All of it: one sentence for the person, and what it rests on. */
export function verdictPart(verdict: Verdict, policy: Policy, page: Page, t: Words): HTMLElement {
  const outcome = outcomeOf(verdict, policy);
  const given: Given = { when: whenOf(verdict.receipt, page), needed: policy.needed, name: headOf(verdict.receipt).origin };
  const head = make("div", { class: LOOKS[outcome] }, make("h2", {}, t(`verdict-${outcome}`)), make("p", {}, saysOf(verdict.receipt, t)), make("p", {}, t(`verdict-${outcome}-text`, given)));
  if (outcome === "other") return make("section", {}, head);
  return make("section", {}, head, make("h3", {}, t("verdict-checked")), checksOf(verdict, policy, t));
}

/** For what is none. */
export function noReceipt(t: Words): HTMLElement {
  return make("section", {}, make("div", { class: "verdict bad" }, make("h2", {}, t("verdict-none")), make("p", {}, t("verdict-none-text"))));
}
