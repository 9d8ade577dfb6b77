import { X } from "lucide-react";
import { type ReactNode, useId, useLayoutEffect, useRef } from "react";

import { IconButton } from "./button.tsx";
import { useWords } from "./language.tsx";
import { Told } from "./toast.tsx";

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  /** A class of the content, `sheet` for one that fills most of a phone. */
  readonly look?: string;
  readonly children: ReactNode;
}

/**
 * Modal. The heading has the focus, never the button that confirms; Escape, the close button and a press beside it close; then the focus
 * returns to where it was. On a phone it is a sheet at the bottom.
 */
export function Dialog({ title, onClose, look = "in", children }: DialogProps) {
  const t = useWords();
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);

  useLayoutEffect(() => {
    const element = dialog.current;
    const opener = document.activeElement;
    element?.showModal();
    heading.current?.focus();
    return () => {
      element?.close();
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    };
  }, []);

  return (
    <dialog
      ref={dialog}
      aria-labelledby={id}
      className={look === "in" ? "" : look}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === dialog.current) onClose();
      }}
    >
      <div className={look}>
        <div className="dh">
          <h2 id={id} ref={heading} tabIndex={-1}>
            {title}
          </h2>
          <IconButton icon={X} label={t("close")} onClick={onClose} />
        </div>
        {children}
      </div>
      <Told />
    </dialog>
  );
}
