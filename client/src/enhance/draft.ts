/** What is typed into a form, kept in the tab until it has come to the server. */

/** Names and values, as the form would send them. */
export type Kept = readonly (readonly [string, string])[];

/** Where it is kept; may refuse, as browsers do in private windows. */
export interface Keeper {
  readonly read: () => string | null;
  readonly write: (text: string) => void;
  readonly forget: () => void;
}

function isKept(value: unknown): value is Kept {
  const isPair = (pair: unknown): boolean => Array.isArray(pair) && pair.length === 2 && pair.every((part) => typeof part === "string");
  return Array.isArray(value) && value.every(isPair);
}

export function keep(keeper: Keeper, fields: Kept): void {
  try {
    keeper.write(JSON.stringify(fields));
  } catch (error) {
    // No room, or no right to store: the fields themselves still have it.
    if (!(error instanceof DOMException)) throw error;
  }
}

/** What was kept, when it is something else than what the page came with; else nothing is kept any more. */
export function restore(keeper: Keeper, fresh: Kept): Kept | null {
  let kept: unknown;
  try {
    kept = JSON.parse(keeper.read() ?? "null");
  } catch (error) {
    if (!(error instanceof DOMException || error instanceof SyntaxError)) throw error;
    return null;
  }
  if (!isKept(kept)) return null;
  return JSON.stringify(kept) === JSON.stringify(fresh) ? null : kept;
}
