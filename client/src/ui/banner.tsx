import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

import { Icon } from "./icon.tsx";

interface BannerProps {
  readonly icon: LucideIcon;
  readonly tone?: "plain" | "ok" | "warn" | "bad";
  /** Interrupts who listens: only for a lost connection and lost encryption. All others stand in a `Live`, which tells of them in turn. */
  readonly alert?: boolean;
  readonly title: string;
  readonly children?: ReactNode;
}

/** Icon, bold sentence, rest, and perhaps a button. */
export function Banner({ icon, tone = "plain", alert = false, title, children }: BannerProps) {
  return (
    <div className={tone === "plain" ? "banner" : `banner ${tone}`} role={alert ? "alert" : undefined}>
      <Icon of={icon} />
      <div className="said">
        <b>{title}</b> {children}
      </div>
    </div>
  );
}
