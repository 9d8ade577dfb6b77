import { ServerError } from "../api/request.ts";
import { askMail } from "../api/voices.ts";
import type { Page } from "../ui/page.ts";
import type { Words } from "../ui/words.ts";

import { element } from "./element.ts";
import { reasonOf } from "./refusal.ts";

/** The gate's forms: having a mail sent, and typing the code that it brought. One of the two is to be seen. */

/** Says at a field what is wrong with it. */
export function wrong(id: string, words: string): void {
  const [field, place] = [element(id, HTMLInputElement), element(`${id}-error`, HTMLElement)];
  place.textContent = words;
  place.hidden = false;
  field.setAttribute("aria-invalid", "true");
  field.setAttribute("aria-describedby", `${id}-hint ${id}-error`);
  field.focus();
}

function right(id: string): void {
  element(`${id}-error`, HTMLElement).hidden = true;
  const field = element(id, HTMLInputElement);
  field.removeAttribute("aria-invalid");
  field.setAttribute("aria-describedby", `${id}-hint`);
}

/** Shows the form for the code; where the gate is another, it is there anyway. */
export function toCode(): void {
  const mail = document.getElementById("mail");
  if (mail !== null) mail.hidden = true;
  element("gate", HTMLFormElement).hidden = false;
}

function toMail(): void {
  element("mail", HTMLFormElement).hidden = false;
  element("gate", HTMLFormElement).hidden = true;
  element("mailed", HTMLElement).hidden = true;
  element("address", HTMLInputElement).focus();
}

export function mailForm(campaign: string, page: Page, t: Words): void {
  let busy = false;
  element("have-code", HTMLButtonElement).addEventListener("click", () => {
    toCode();
    element("code", HTMLInputElement).focus();
  });
  element("mail-again", HTMLButtonElement).addEventListener("click", toMail);
  element("mail", HTMLFormElement).addEventListener("submit", (event) => {
    event.preventDefault();
    const field = element("address", HTMLInputElement);
    const address = field.value.trim();
    if (address === "" || !field.checkValidity()) {
      wrong("address", t("asking-address"));
      return;
    }
    if (busy) return;
    busy = true;
    void askMail(campaign, { address, language: page.language })
      .then(() => {
        sent(address, t);
      })
      .catch((error: unknown) => {
        const none = error instanceof ServerError && error.code === "invalid_request";
        wrong("address", none ? t("asking-address") : reasonOf(error, navigator.onLine, t));
      })
      .finally(() => {
        busy = false;
      });
  });
}

function sent(address: string, t: Words): void {
  right("address");
  toCode();
  const said = element("mailed", HTMLElement);
  said.hidden = false;
  said.querySelector("span")?.replaceChildren(t("asking-mailed", { address }));
  element("code", HTMLInputElement).focus();
}
