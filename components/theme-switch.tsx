'use client';
import { useEffect, useState } from 'react';
import { THEME_COOKIE, type ThemeChoice } from '@/lib/contract/theme.ts';

const NEXT: Record<ThemeChoice, ThemeChoice> = { auto: 'dark', dark: 'light', light: 'auto' };
const WORDS: Record<ThemeChoice, string> = { auto: 'Auto', dark: 'Dark', light: 'Light' };

function apply(choice: ThemeChoice) {
  if (choice === 'auto') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = choice;
}

export function ThemeSwitch({ initial }: { initial: ThemeChoice }) {
  const [choice, setChoice] = useState(initial);
  useEffect(() => apply(choice), [choice]);

  function change() {
    const next = NEXT[choice];
    setChoice(next);
    document.cookie = `${THEME_COOKIE}=${next}; path=/; max-age=31536000; samesite=lax`;
  }

  return (
    <button
      type="button"
      onClick={change}
      title="Change the theme: auto, dark, light"
      className="inline-flex min-h-7 items-center gap-1.5 rounded-md border border-line-strong px-2 text-[13px] text-muted hover:text-text"
    >
      <svg viewBox="0 0 12 12" aria-hidden="true" className="size-3">
        <circle cx="6" cy="6" r="5" fill="none" stroke="currentColor" strokeWidth="1.5" />
        <path d="M6 1a5 5 0 0 1 0 10z" fill="currentColor" />
      </svg>
      <span className="sr-only">Theme: </span>
      {WORDS[choice]}
    </button>
  );
}
