import { readPage, told } from "../ui/page.ts";
import { wordsOf } from "../ui/words.ts";

import { type Kept, keep, type Keeper, restore } from "./draft.ts";
import { printing } from "./printing.ts";

/** The page on which a campaign is written: shown at once as the public will read it, and kept in this tab while it is written. */

const t = wordsOf(readPage());
const form = document.getElementById("campaign");
const KEY = `folkmoot campaign ${location.pathname}`;
// Which of them has been sent. It is kept until a page shows that it arrived: whoever was signed out meanwhile finds it again.
const SENT = "folkmoot campaign sent";

const keeper: Keeper = {
  read: () => sessionStorage.getItem(KEY),
  write: (text) => {
    sessionStorage.setItem(KEY, text);
  },
  forget: () => {
    sessionStorage.removeItem(KEY);
  },
};

const sent: Keeper = {
  read: () => sessionStorage.getItem(SENT),
  write: (text) => {
    sessionStorage.setItem(SENT, text);
  },
  forget: () => {
    sessionStorage.removeItem(SENT);
  },
};

/** The campaign's own page: what was sent is in it. */
function arrived(): void {
  const key = restore(sent, [])?.[0]?.[1];
  if (key === undefined) return;
  sessionStorage.removeItem(key);
  sent.forget();
}

function mirror(from: string, to: string): void {
  const source = document.getElementById(from);
  const target = document.getElementById(to);
  if (target === null || !(source instanceof HTMLInputElement || source instanceof HTMLTextAreaElement)) return;
  const show = (): void => {
    target.textContent = source.value;
  };
  source.addEventListener("input", show);
  show();
}

function fieldsOf(whole: HTMLFormElement): Kept {
  const data = new FormData(whole);
  return [...data.entries()].flatMap(([name, value]) => (typeof value === "string" && name !== "shown" && name !== "add" ? [[name, value] as const] : []));
}

function fill(whole: HTMLFormElement, kept: Kept): void {
  for (const element of whole.elements) {
    if (element instanceof HTMLTextAreaElement) element.value = kept.find(([name]) => name === element.name)?.[1] ?? element.value;
    if (!(element instanceof HTMLInputElement) || element.type === "hidden") continue;
    const values = kept.filter(([name]) => name === element.name).map(([, value]) => value);
    if (element.type === "checkbox" || element.type === "radio") element.checked = values.includes(element.value);
    else element.value = values[0] ?? element.value;
  }
}

function announce(): void {
  const place = document.getElementById("kept");
  const sentence = document.getElementById("kept-words");
  if (place === null || sentence === null) return;
  sentence.textContent = t("draft-back");
  place.hidden = false;
  document.getElementById("forget")?.addEventListener("click", () => {
    keeper.forget();
    location.reload();
  });
}

if (form instanceof HTMLFormElement) {
  const fresh = fieldsOf(form);
  // A page that the server drew with what is wrong has it all in its fields.
  const kept = told("kept") === "yes" ? restore(keeper, fresh) : null;
  if (kept !== null) {
    fill(form, kept);
    announce();
  }
  form.addEventListener("input", () => {
    keep(keeper, fieldsOf(form));
  });
  form.addEventListener("submit", () => {
    keep(keeper, fieldsOf(form));
    keep(sent, [["key", KEY]]);
  });
  document.getElementById("discard")?.addEventListener("click", () => {
    keeper.forget();
  });
  mirror(`question-${told("main")}`, "shown-question");
  mirror(`explanation-${told("main")}`, "shown-explanation");
} else {
  arrived();
  printing();
}
