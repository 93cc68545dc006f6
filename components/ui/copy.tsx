'use client';
import { useEffect, useRef, useState } from 'react';
import { Button, type ButtonLook, type ButtonSize } from './button.tsx';
import { classes } from './classes.ts';
import { Icon } from './icon.tsx';

type Result = 'copied' | 'failed' | null;

/** Copies a text; the result is displayed for 4 s. */
function useCopy(text: string): { result: Result; copy: () => Promise<void> } {
  const [result, setResult] = useState<Result>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  useEffect(
    () => () => {
      if (timer.current) clearTimeout(timer.current);
    },
    [],
  );
  async function copy() {
    let outcome: Result = 'copied';
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      outcome = copyBySelection(text) ? 'copied' : 'failed';
    }
    setResult(outcome);
    if (timer.current) clearTimeout(timer.current);
    timer.current = setTimeout(() => setResult(null), 4000);
  }
  return { result, copy };
}

interface CopyProps {
  text: string;
  label?: string;
  size?: ButtonSize;
  look?: ButtonLook;
  className?: string;
}

/** Copies a text, and says so. */
export function Copy({ text, label = 'Copy', size = 'small', look = 'plain', className }: CopyProps) {
  const { result, copy } = useCopy(text);
  return (
    <Button size={size} look={look} className={className} onClick={copy}>
      <Icon name={result === 'copied' ? 'check' : 'copy'} className="size-[15px]" />
      <span aria-live="polite">
        {result === 'copied' ? 'Copied' : result === 'failed' ? 'Select it by hand: the browser refused' : label}
      </span>
    </Button>
  );
}

/** The same as an icon after a name. Unless `always`, it appears on hover and focus; a phone has the name's popover. */
export function CopyIcon({ text, label, always = false }: { text: string; label: string; always?: boolean }) {
  const { result, copy } = useCopy(text);
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      onClick={() => void copy()}
      className={classes(
        '-my-1.5 ml-1 inline-grid size-6 flex-none place-items-center rounded-sm align-middle transition-opacity duration-[120ms] hover:bg-raised hover:text-text focus-visible:opacity-100',
        result === null ? 'text-faint' : result === 'copied' ? 'text-ok opacity-100' : 'text-bad opacity-100',
        always ? 'max-mid:size-11' : 'opacity-0 group-hover/ix:opacity-100 max-mid:hidden',
      )}
    >
      <Icon name={result === 'copied' ? 'check' : result === 'failed' ? 'cross' : 'copy'} className="size-[13px]" />
      <span aria-live="polite" className="sr-only">
        {result === 'copied' ? 'Copied' : result === 'failed' ? 'The browser refused to copy' : ''}
      </span>
    </button>
  );
}

// The clipboard API needs https or localhost; Restore Desk may be served over plain http on an intranet.
function copyBySelection(text: string): boolean {
  const area = document.createElement('textarea');
  area.value = text;
  area.setAttribute('readonly', '');
  area.className = 'fixed top-0 left-0 opacity-0';
  document.body.append(area);
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  return done;
}

/** Text to take along, with its copy button: a summary, a curl call. */
export function CopyBlock({ text, label, name }: { text: string; label?: string; name: string }) {
  return (
    <div className="flex flex-col items-start gap-2">
      <pre
        tabIndex={0}
        role="region"
        aria-label={name}
        className="max-h-96 w-full overflow-auto rounded-md border bg-sunken px-3.5 py-3 whitespace-pre-wrap [overflow-wrap:anywhere]"
      >
        {text}
      </pre>
      <Copy text={text} label={label} />
    </div>
  );
}
