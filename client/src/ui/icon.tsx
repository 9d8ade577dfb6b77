import type { LucideIcon } from "lucide-react";

/** Always beside a word, so it is hidden from those who listen. `flip`: it points, so it turns with the direction of writing. */
export function Icon({ of: Shape, flip = false }: { readonly of: LucideIcon; readonly flip?: boolean }) {
  return <Shape className={flip ? "i flip" : "i"} aria-hidden="true" focusable="false" />;
}
