'use client';
import { useEffect, useId, useRef, type ReactNode } from 'react';

interface Props {
  open: boolean;
  title: ReactNode;
  /** Also by Escape. */
  onClose: () => void;
  /** Rendered only while it is open. */
  children: ReactNode;
}

/** A modal question with its title. */
export function Dialog({ open, title, onClose, children }: Props) {
  const heading = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);
  return (
    <dialog
      ref={dialog}
      aria-labelledby={heading}
      onClose={onClose}
      className="m-auto max-h-[calc(100dvh-24px)] w-[min(92vw,520px)] overflow-y-auto rounded-lg border bg-surface p-5 text-text shadow-pop backdrop:bg-black/50"
    >
      {open && (
        <>
          <h2 id={heading} className="[overflow-wrap:anywhere]">
            {title}
          </h2>
          {children}
        </>
      )}
    </dialog>
  );
}
