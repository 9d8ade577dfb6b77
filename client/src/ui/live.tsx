import type { ReactNode } from "react";

interface LiveProps {
  readonly className?: string;
  readonly children: ReactNode;
}

/**
 * Tells who listens what comes into it. It stands there before: of a region that comes together with its words, not all screen readers
 * say them.
 */
export function Live({ className = "", children }: LiveProps) {
  return (
    <div className={`live ${className}`.trim()} aria-live="polite">
      {children}
    </div>
  );
}
