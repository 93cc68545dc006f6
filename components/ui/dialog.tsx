'use client';
import { useEffect, useId, useRef, type ReactNode } from 'react';
import { classes } from './classes.ts';

interface DialogProps {
  open: boolean;
  /** Escape, and whatever the page's own buttons do. */
  onClose: () => void;
  title: ReactNode;
  children: ReactNode;
  /** The buttons, the one that acts first. */
  actions?: ReactNode;
  wide?: boolean;
}

/** The browser's own modal dialog: it traps focus, makes the rest inert and gives the focus back. */
export function Dialog({ open, onClose, title, children, actions, wide = false }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const headingId = useId();

  useEffect(() => {
    const element = dialog.current;
    if (!element) return;
    if (open && !element.open) {
      element.showModal();
      if (!element.querySelector('[data-autofocus]')) heading.current?.focus();
      else element.querySelector<HTMLElement>('[data-autofocus]')?.focus();
    }
    if (!open && element.open) element.close();
  }, [open]);

  return (
    <dialog
      ref={dialog}
      aria-labelledby={headingId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClose={() => {
        if (open) onClose();
      }}
      className={classes('m-auto max-h-[90dvh] w-[calc(100vw-28px)] overflow-y-auto rounded-lg border border-line-strong bg-panel p-5 text-text', wide ? 'max-w-4xl' : 'max-w-xl')}
    >
      {open && (
        <>
          <h2 id={headingId} ref={heading} tabIndex={-1} className="mb-3 text-lg">
            {title}
          </h2>
          <div className="flex flex-col gap-3">{children}</div>
          {actions && <div className="mt-5 flex flex-wrap gap-2">{actions}</div>}
        </>
      )}
    </dialog>
  );
}
