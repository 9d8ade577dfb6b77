import { FluentBundle, FluentResource } from "@fluent/bundle";

import type { Page } from "./page.ts";

export type Given = Readonly<Record<string, string | number>>;

/** `words("lobby-join")`: the words of that id in the page's language. */
export type Words = (id: string, given?: Given) => string;

// FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE (UAX 9): a name in another script leaves the sentence around it in order.
const ISOLATE = "\u2068";
const POP = "\u2069";

/** For Intl: the language with its digits. */
export function localeOf(page: Pick<Page, "language" | "digits">): string {
  return page.digits === "" ? page.language : `${page.language}-u-nu-${page.digits}`;
}

/** An id or a variable that is missing throws: it is a fault of ours, and the tests of `locales` look for it. */
export function wordsOf(page: Pick<Page, "language" | "digits" | "messages">): Words {
  const bundle = new FluentBundle(localeOf(page), { useIsolating: false });
  bundle.addResource(new FluentResource(page.messages));
  return (id, given = {}) => {
    const pattern = bundle.getMessage(id)?.value;
    if (pattern === null || pattern === undefined) throw new Error(`No words for ${id}`);
    return bundle.formatPattern(pattern, isolated(given));
  };
}

function isolated(given: Given): Given {
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, typeof value === "string" ? `${ISOLATE}${value}${POP}` : value]));
}
