import { useEffect, useState } from "react";

const STAYS_MS = 8_000;

/** Says something once. It stays for eight seconds, longer while the pointer or the focus is on it. `said` changes with each saying. */
export function Toast({ text, said, onGone }: { readonly text: string | null; readonly said: number; readonly onGone: () => void }) {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (text === null || held) return;
    const timer = setTimeout(onGone, STAYS_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [text, said, held, onGone]);
  return (
    <div role="status">
      {text !== null && (
        <p
          className="toast"
          onPointerEnter={() => {
            setHeld(true);
          }}
          onPointerLeave={() => {
            setHeld(false);
          }}
        >
          {text}
        </p>
      )}
    </div>
  );
}
