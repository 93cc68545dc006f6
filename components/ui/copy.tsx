'use client';
import { useEffect, useRef, useState } from 'react';
import { Button, type ButtonSize } from './button.tsx';

/** Copies a text, and says so. */
export function Copy({ text, label = 'Copy', size = 'small' }: { text: string; label?: string; size?: ButtonSize }) {
  const [result, setResult] = useState<'copied' | 'failed' | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  useEffect(
    () => () => {
      if (timer.current) clearTimeout(timer.current);
    },
    [],
  );

  async function copy() {
    let outcome: 'copied' | 'failed' = 'copied';
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      outcome = copyBySelection(text) ? 'copied' : 'failed';
    }
    setResult(outcome);
    if (timer.current) clearTimeout(timer.current);
    timer.current = setTimeout(() => setResult(null), 4000);
  }

  return (
    <Button size={size} onClick={copy}>
      <span aria-live="polite">
        {result === 'copied' ? 'Copied' : result === 'failed' ? 'Select it by hand: the browser refused' : label}
      </span>
    </Button>
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
        className="max-h-96 w-full overflow-auto rounded-md border bg-bg p-3 whitespace-pre-wrap [overflow-wrap:anywhere]"
      >
        {text}
      </pre>
      <Copy text={text} label={label} />
    </div>
  );
}
