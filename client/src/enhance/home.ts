import { makeRoom } from "../crypto/link.ts";
import { readPage } from "../ui/page.ts";
import { type Words, wordsOf } from "../ui/words.ts";

import { refusalOf, troubleOf } from "./door.ts";
import { element } from "./element.ts";

/** The two doors of the home page. What is pasted is looked at here and sent nowhere: the secret is in it. */

/** The words go with the element, so that a screen reader tells them when they come. */
function say(place: HTMLElement, words: string | null): void {
  place.textContent = words ?? "";
  place.hidden = words === null;
}

function joining(t: Words): void {
  const field = element("link", HTMLInputElement);
  const place = element("link-error", HTMLElement);
  element("join", HTMLFormElement).addEventListener("submit", (event) => {
    event.preventDefault();
    const refusal = refusalOf(field.value, location.origin);
    say(place, refusal?.(t) ?? null);
    field.toggleAttribute("aria-invalid", false);
    field.setAttribute("aria-describedby", refusal === null ? "link-hint" : "link-hint link-error");
    if (refusal === null) {
      // A pasted text may begin at its path; then it is of this origin.
      location.assign(new URL(field.value.trim(), location.origin));
    } else {
      field.setAttribute("aria-invalid", "true");
      field.focus();
    }
  });
}

async function begin(button: HTMLButtonElement, place: HTMLElement, t: Words): Promise<void> {
  const label = button.textContent;
  button.style.minInlineSize = `${button.offsetWidth}px`;
  button.textContent = t("home-starting");
  say(place, null);
  try {
    const { link } = await makeRoom();
    location.assign(link);
  } catch (error) {
    say(place, troubleOf(error, navigator.onLine)(t));
  }
  button.textContent = label;
}

function starting(t: Words): void {
  const button = element("start", HTMLButtonElement);
  const place = element("start-error", HTMLElement);
  let busy = false;
  button.addEventListener("click", () => {
    if (busy) return;
    busy = true;
    void begin(button, place, t).finally(() => {
      busy = false;
    });
  });
}

const words = wordsOf(readPage());
joining(words);
starting(words);
