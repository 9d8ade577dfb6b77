import { useState } from "react";

import type { ChatLine } from "../crypto/contract.ts";

/** How many lines of others came since the chat was last open. What was there on entering is not new. */
export function useUnread(lines: readonly ChatLine[], open: boolean): number {
  const others = lines.filter((line) => !line.own).length;
  const [seen, setSeen] = useState(others);
  if (open ? seen !== others : seen > others) setSeen(others);
  return Math.max(0, others - seen);
}
