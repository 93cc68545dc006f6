'use client';
import { useEffect, useId, useRef, type ReactNode } from 'react';
import { classes } from './classes.ts';

interface Props {
  open: boolean;
  title: ReactNode;
  /** Beside the title. */
  aside?: ReactNode;
  /** Also by Escape. */
  onClose: () => void;
  /**
   * `search`: near the top of the screen, the whole of a phone's; its title is only read out, and a press beside it closes it.
   * Default: `question`.
   */
  look?: keyof typeof LOOKS;
  /** Rendered only while it is open. */
  children: ReactNode;
}

const LOOKS = {
  question: 'm-auto max-h-[calc(100dvh-24px)] w-[min(92vw,520px)] overflow-y-auto p-5',
  search:
    'mx-auto mt-[10dvh] mb-auto h-fit max-h-[76dvh] w-[min(94vw,640px)] overflow-clip p-0 open:flex open:flex-col max-mid:mt-2 max-mid:max-h-[calc(100dvh-16px)]',
} as const;

/** A modal dialog with its title. Closed, it gives the focus back to where it was. */
export function Dialog({ open, title, aside, onClose, look = 'question', children }: Props) {
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
      onClick={(event) => {
        if (look === 'search' && event.target === dialog.current) dialog.current?.close();
      }}
      className={classes('rounded-lg border bg-surface text-text shadow-pop backdrop:bg-black/50', LOOKS[look])}
    >
      {open && (
        <>
          <div className={look === 'search' ? 'sr-only' : 'flex items-center justify-between gap-4'}>
            <h2 id={heading} className="min-w-0 [overflow-wrap:anywhere]">
              {title}
            </h2>
            {aside}
          </div>
          {children}
        </>
      )}
    </dialog>
  );
}
