import { createContext, type ReactNode, use, useMemo } from "react";

import type { Page } from "./page.ts";
import { localeOf, type Words, wordsOf } from "./words.ts";

export interface Language {
  readonly t: Words;
  /** For Intl. */
  readonly locale: string;
  readonly code: string;
  readonly rtl: boolean;
  readonly instance: string;
}

const Context = createContext<Language | null>(null);

export function LanguageOf({ page, children }: { readonly page: Page; readonly children: ReactNode }) {
  const language = useMemo<Language>(
    () => ({ t: wordsOf(page), locale: localeOf(page), code: page.language, rtl: page.direction === "rtl", instance: page.instance }),
    [page],
  );
  return <Context value={language}>{children}</Context>;
}

export function useLanguage(): Language {
  const language = use(Context);
  if (language === null) throw new Error("outside of LanguageOf");
  return language;
}

export function useWords(): Words {
  return useLanguage().t;
}
