'use client';
import { useId, useRef, useState, type ReactNode, type ToggleEvent } from 'react';
import { flushSync } from 'react-dom';
import { classes } from './classes.ts';

/** In pixels: between the button and what it opens, and to the edge of the window. */
const GAP = 6;
const EDGE = 12;

interface PopoverProps {
  /** The button that opens it; it must put these two on its element. */
  button: (opens: { popoverTarget: string; id: string }) => ReactNode;
  /** What is read out when it opens. */
  label: string;
  align?: 'start' | 'end';
  className?: string;
  /** Rendered while it is open: a list may have hundreds of popovers. */
  children: (close: () => void) => ReactNode;
}

/**
 * What a button opens beside it, in the top layer: nothing shifts and no scrolling box cuts it. Escape, a press elsewhere
 * and scrolling close it.
 */
export function Popover({ button, label, align = 'end', className, children }: PopoverProps) {
  const id = useId();
  const buttonId = `${id}-button`;
  const stop = useRef<() => void>(undefined);
  const [open, setOpen] = useState(false);
  const close = () => document.getElementById(id)?.hidePopover();

  function beforeToggle(event: ToggleEvent<HTMLDivElement>) {
    if (event.newState !== 'open') return;
    flushSync(() => setOpen(true));
    placeBelow(event.currentTarget, document.getElementById(buttonId), align);
  }
  function toggle(event: ToggleEvent<HTMLDivElement>) {
    stop.current?.();
    stop.current = undefined;
    if (event.newState !== 'open') return setOpen(false);
    keepInWindow(event.currentTarget, document.getElementById(buttonId));
    stop.current = closeOnScroll(event.currentTarget);
  }

  return (
    <>
      {button({ popoverTarget: id, id: buttonId })}
      <div
        id={id}
        popover="auto"
        role="group"
        aria-label={label}
        onBeforeToggle={beforeToggle}
        onToggle={toggle}
        className={classes(
          'fixed inset-auto m-0 max-h-[80dvh] max-w-[calc(100vw-24px)] overflow-y-auto rounded-[10px] border-0 bg-surface',
          'text-left font-sans text-small whitespace-normal text-text shadow-pop empty:hidden',
          className,
        )}
      >
        {open && children(close)}
      </div>
    </>
  );
}

/** Its size is not known before it is displayed. */
function placeBelow(box: HTMLElement, button: Element | null, align: 'start' | 'end'): void {
  const at = button?.getBoundingClientRect();
  if (!at) return;
  box.style.top = `${at.bottom + GAP}px`;
  box.style.left = align === 'start' ? `${Math.max(EDGE, at.left)}px` : 'auto';
  box.style.right = align === 'end' ? `${Math.max(EDGE, document.documentElement.clientWidth - at.right)}px` : 'auto';
}

function keepInWindow(box: HTMLElement, button: Element | null): void {
  const { width, height, left, right, bottom } = box.getBoundingClientRect();
  const above = (button?.getBoundingClientRect().top ?? 0) - GAP - height;
  if (bottom > window.innerHeight - EDGE && above >= EDGE) box.style.top = `${above}px`;
  if (left >= EDGE && right <= document.documentElement.clientWidth - EDGE) return;
  box.style.right = 'auto';
  box.style.left = `${Math.max(EDGE, Math.min(left, document.documentElement.clientWidth - EDGE - width))}px`;
}

function closeOnScroll(box: HTMLElement): () => void {
  const close = (event: Event) => {
    if (!(event.target instanceof Node && box.contains(event.target))) box.hidePopover();
  };
  window.addEventListener('scroll', close, { capture: true, passive: true });
  window.addEventListener('resize', close);
  return () => {
    window.removeEventListener('scroll', close, true);
    window.removeEventListener('resize', close);
  };
}
