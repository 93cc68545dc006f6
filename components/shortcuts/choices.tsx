'use client';
import { CheckField } from '../ui/field.tsx';
import { usePreference } from '../use-preference.ts';

/** Single keys can collide with a screen reader or with speech input: they can be switched off (WCAG 2.1.4). */
export function ShortcutChoice() {
  const [off, setOff] = usePreference('shortcuts-off');
  return (
    <CheckField
      label="Keyboard shortcuts"
      hint="Saved in this browser. Off: no single key does anything."
      checked={!off}
      onChange={(event) => setOff(!event.target.checked)}
    />
  );
}

export function LocalTimeChoice() {
  const [on, setOn] = usePreference('local-time');
  return (
    <CheckField
      label="Show local time beside UTC"
      hint="Saved in this browser. Without it, the local time is shown when the pointer is over a time."
      checked={on}
      onChange={(event) => setOn(event.target.checked)}
    />
  );
}
