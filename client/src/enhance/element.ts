/** Parts of a page that the server wrote. Each is there, or the page and its script do not belong together. */

export function element<T extends HTMLElement>(id: string, kind: new () => T): T {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`The page has no ${id}`);
  return found;
}

export type Child = Node | string;

/** An element of this document; strings become text, never markup. */
export function make<K extends keyof HTMLElementTagNameMap>(tag: K, attributes: Readonly<Record<string, string>>, ...children: readonly Child[]): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** A sentence in a box: `look` is a class of tokens.css. */
export function banner(look: "ok" | "warn" | "bad" | "", ...children: readonly Child[]): HTMLElement {
  return make("p", { class: `banner ${look}`.trim() }, make("span", {}, ...children));
}

/** Shows one part of several, and brings the reader to its heading. */
export function showPart(id: string): void {
  for (const part of document.querySelectorAll<HTMLElement>(".part")) part.hidden = part.id !== id;
  element(id, HTMLElement).querySelector<HTMLElement>("h1")?.focus();
}

/** What is pressed while it works is not pressed again. */
export function onPress(button: HTMLElement, act: () => Promise<void>): void {
  let busy = false;
  button.addEventListener("click", () => {
    if (busy) return;
    busy = true;
    void act().finally(() => {
      busy = false;
    });
  });
}

/** Asks in a dialog of the page; true when it was agreed to. */
export function agreed(dialog: HTMLDialogElement): Promise<boolean> {
  return new Promise((resolve) => {
    dialog.returnValue = "";
    dialog.addEventListener(
      "close",
      () => {
        resolve(dialog.returnValue === "yes");
      },
      { once: true },
    );
    dialog.showModal();
  });
}

/** Gives a file to keep. */
export function save(name: string, content: string): void {
  const address = URL.createObjectURL(new Blob([content], { type: "text/plain;charset=utf-8" }));
  make("a", { href: address, download: name }).click();
  // Firefox fetches it after the click has been handled.
  setTimeout(() => {
    URL.revokeObjectURL(address);
  }, 60_000);
}
