import { useState } from 'react';
import { TextField } from '@/components/ui/field.tsx';

interface Props {
  label: string;
  hint?: string;
  value: string;
  error?: string | undefined;
  /** When the field is left, or Enter is pressed: a plan for each letter would be too many. undefined: it was emptied. */
  onTime: (time: string | undefined) => void;
}

/** A time, typed as ISO 8601 in UTC. The server says what is wrong with it. */
export function TimeField({ label, hint, value, error, onTime }: Props) {
  const [typed, setTyped] = useState(value);
  // Another value came, such as by a link: without a new field, which would lose the focus.
  const [shown, setShown] = useState(value);
  if (shown !== value) {
    setShown(value);
    setTyped(value);
  }
  const commit = () => {
    const next = typed.trim();
    if (next !== value) onTime(next === '' ? undefined : next);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        commit();
      }}
    >
      <TextField
        mono
        label={label}
        hint={hint}
        error={error}
        placeholder="2018-01-08T23:10:00Z"
        maxLength={40}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={commit}
      />
    </form>
  );
}
