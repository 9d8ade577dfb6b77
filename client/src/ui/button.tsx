import type { LucideIcon } from "lucide-react";
import type { ComponentProps } from "react";

import { Icon } from "./icon.tsx";

type Kind = "plain" | "primary" | "quiet" | "danger";

interface ButtonProps extends Omit<ComponentProps<"button">, "disabled"> {
  readonly kind?: Kind;
  readonly icon?: LucideIcon;
  readonly flip?: boolean;
  readonly large?: boolean;
}

/** Never disabled: `aria-disabled` and a sentence beside it say why it does nothing. */
export function Button({ kind = "plain", icon, flip = false, large = false, className = "", children, type = "button", ...rest }: ButtonProps) {
  const classes = ["btn", kind === "plain" ? "" : kind, large ? "large" : "", className].filter(Boolean).join(" ");
  return (
    <button type={type} className={classes} {...rest}>
      {icon !== undefined && <Icon of={icon} flip={flip} />}
      {children}
    </button>
  );
}

interface IconButtonProps extends Omit<ComponentProps<"button">, "disabled" | "children"> {
  readonly icon: LucideIcon;
  readonly label: string;
}

/** Only for *close*, and *more* beside a name: all else carries its word. */
export function IconButton({ icon, label, className = "", ...rest }: IconButtonProps) {
  return (
    <button type="button" className={`iconbtn ${className}`.trim()} aria-label={label} {...rest}>
      <Icon of={icon} />
    </button>
  );
}
