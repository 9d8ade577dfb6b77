import type { Load, Processing } from "./state.ts";

/** What a person has chosen for this tab; a reload keeps it, a closed tab forgets it. Nothing in it says who or where one is. */
export interface Preferences {
  readonly load: Load;
  readonly processing: Processing;
}

const NAME = "folkmoot.preferences";
const LOADS: readonly Load[] = ["all", "small", "sound"];
const DEFAULT: Preferences = { load: "all", processing: { echo: true, noise: true } };

export function readPreferences(from: Storage = sessionStorage): Preferences {
  const kept = parsed(from.getItem(NAME));
  const load = LOADS.find((one) => one === kept["load"]) ?? DEFAULT.load;
  return { load, processing: { echo: kept["echo"] !== false, noise: kept["noise"] !== false } };
}

export function keepPreferences({ load, processing }: Preferences, to: Storage = sessionStorage): void {
  to.setItem(NAME, JSON.stringify({ load, ...processing }));
}

/** Anything may stand there; what is no object counts as nothing. */
function parsed(text: string | null): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text ?? "{}");
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}
