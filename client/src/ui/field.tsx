import { CircleAlert } from "lucide-react";
import { type ComponentProps, useId } from "react";

import { Icon } from "./icon.tsx";

interface FieldProps extends ComponentProps<"input"> {
  readonly label: string;
  readonly hint?: string;
  /** Shown between hint and input, and read with the input. */
  readonly error?: string | null;
}

/** Label above, hint, then the error above the input. */
export function Field({ label, hint, error = null, ...rest }: FieldProps) {
  const id = useId();
  const described = [hint === undefined ? "" : `${id}h`, error === null ? "" : `${id}e`].filter(Boolean).join(" ");
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {hint !== undefined && (
        <span className="hint" id={`${id}h`}>
          {hint}
        </span>
      )}
      <span role="alert">
        {error !== null && (
          <span className="error" id={`${id}e`}>
            <Icon of={CircleAlert} />
            {error}
          </span>
        )}
      </span>
      <input
        className="input"
        id={id}
        aria-describedby={described === "" ? undefined : described}
        aria-invalid={error === null ? undefined : true}
        {...rest}
      />
    </div>
  );
}
