import { readPage, told } from "../ui/page.ts";
import { type Words, wordsOf } from "../ui/words.ts";

import { ask, hasPasskeys, make, NoAnswerError } from "./passkeys.ts";
import { printing } from "./printing.ts";

/**
 * Passkeys on the pages of whoever runs campaigns. The answer of the device goes into a hidden field, and the form is sent as any form is:
 * there is no request of a script's own.
 */

type Answering = () => Promise<string>;

const page = readPage();
const words = wordsOf(page);
const wanted = { challenge: told("challenge"), party: told("party") };

function field(id: string): HTMLInputElement | null {
  const found = document.getElementById(id);
  return found instanceof HTMLInputElement ? found : null;
}

function say(text: string | null): void {
  const place = document.getElementById("passkey-error");
  if (place === null) return;
  place.textContent = text ?? "";
  place.hidden = text === null;
}

/** The first of the form's own fields that say who somebody is, when it is empty. Another form of the page may have such fields too. */
function unfilled(form: HTMLFormElement): HTMLInputElement | undefined {
  const inputs = [...form.elements].filter((one) => one instanceof HTMLInputElement);
  return inputs.find(({ name, value }) => ["name", "user"].includes(name) && value.trim() === "");
}

async function answer(form: HTMLFormElement, button: HTMLButtonElement, answering: Answering, t: Words): Promise<void> {
  const shown = [...button.childNodes];
  button.style.minInlineSize = `${button.offsetWidth}px`;
  button.textContent = t("passkey-asking");
  say(null);
  try {
    const hidden = field("answer");
    if (hidden === null) throw new Error("The page has no field for the answer");
    hidden.value = await answering();
    // As if the button had been pressed, so that its name and value go along.
    form.requestSubmit(button);
  } catch (error) {
    if (!(error instanceof NoAnswerError)) throw error;
    say(t("passkey-cancelled"));
  } finally {
    button.replaceChildren(...shown);
  }
}

/** Takes the form's way to the device first, when it is sent with that button and has no answer yet. */
function through(id: string, pressed: (button: HTMLButtonElement) => boolean, answering: Answering, t: Words): void {
  const form = document.getElementById(id);
  if (!(form instanceof HTMLFormElement)) return;
  let busy = false;
  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!(button instanceof HTMLButtonElement) || !pressed(button) || field("answer")?.value !== "") return;
    event.preventDefault();
    if (busy) return;
    if (!hasPasskeys()) {
      say(t("passkey-unsupported"));
      return;
    }
    const empty = unfilled(form);
    if (empty !== undefined) {
      say(t("passkey-incomplete"));
      empty.focus();
      return;
    }
    busy = true;
    void answer(form, button, answering, t).finally(() => {
      busy = false;
    });
  });
}

through("passkey", () => true, () => ask(wanted), words);
through(
  "new-passkey",
  (button) => button.id === "make",
  () => make(wanted, { person: told("person"), name: field("name")?.value ?? told("name"), user: field("user")?.value ?? told("user") }, page.instance),
  words,
);
printing();
