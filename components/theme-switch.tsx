'use client';
import { useEffect, useState } from 'react';
import { THEME_COOKIE, type ThemeChoice } from '@/lib/contract/theme.ts';
import { Button } from './ui/button.tsx';
import { Icon } from './ui/icon.tsx';

const NEXT: Record<ThemeChoice, ThemeChoice> = { auto: 'dark', dark: 'light', light: 'auto' };
const WORDS: Record<ThemeChoice, string> = { auto: 'as the system', dark: 'dark', light: 'light' };

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
    <Button
      look="quiet"
      size="icon"
      onClick={change}
      aria-label={`Theme: ${WORDS[choice]}`}
      title={`Theme: ${WORDS[choice]}. Press for: ${WORDS[NEXT[choice]]}.`}
    >
      <Icon name="theme" />
    </Button>
  );
}
