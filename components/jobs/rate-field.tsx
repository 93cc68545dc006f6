import { useState } from 'react';
import { MOST_RATE } from '@/lib/contract/limits.ts';
import { TextField } from '../ui/field.tsx';

interface Props {
  label: string;
  hint?: string;
  /** Empty: no limit. */
  value: string;
  /** May be left empty. */
  optional?: boolean;
  onRate: (rate: string) => void;
}

/** A whole number per second, taken when the field is left or Enter is pressed. */
export function RateField({ label, hint, value, optional = false, onRate }: Props) {
  const [typed, setTyped] = useState(value);
  // Another value came: without a new field, which would lose the focus.
  const [shown, setShown] = useState(value);
  if (shown !== value) {
    setShown(value);
    setTyped(value);
  }
  const next = typed.trim();
  const valid = (optional && next === '') || (/^[1-9]\d{0,4}$/.test(next) && Number(next) <= MOST_RATE);
  const commit = () => {
    if (valid && next !== value) onRate(next);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        commit();
      }}
    >
      <TextField
        label={label}
        hint={hint}
        error={valid ? undefined : `A whole number from 1 to ${MOST_RATE}.`}
        inputMode="numeric"
        maxLength={5}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={commit}
      />
    </form>
  );
}
