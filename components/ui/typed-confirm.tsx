'use client';
import { useState, type ReactNode } from 'react';
import { Button } from './button.tsx';
import { TypedName } from './typed-name.tsx';

interface TypedConfirmProps {
  /** The text to type; pasting is fine. */
  name: string;
  /** What else is accepted: the full name where `name` is short. Default: only `name`. */
  accepts?: (typed: string) => boolean;
  hint?: ReactNode;
  /** The label of the field: "Type the name of the index to delete it". */
  ask: ReactNode;
  /** Verb and noun: "Delete 2 indices". */
  verb: string;
  pending?: string | false;
  blocked?: string | false | null;
  onConfirm: (typed: string) => void;
  /** Beside the button: Cancel. */
  beside?: ReactNode;
  look?: 'danger' | 'primary';
}

/** For what can't be undone: the button works once the name is typed. The server checks again. */
export function TypedConfirm({
  name,
  accepts = (typed) => typed.trim() === name,
  hint,
  ask,
  verb,
  pending = false,
  blocked = false,
  onConfirm,
  beside,
  look = 'danger',
}: TypedConfirmProps) {
  const [typed, setTyped] = useState('');
  const [tried, setTried] = useState(false);
  const matches = accepts(typed);
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (pending !== false || blocked) return;
        if (matches) onConfirm(typed.trim());
        else setTried(true);
      }}
    >
      <TypedName
        label={ask}
        name={name}
        hint={hint}
        value={typed}
        onChange={(value) => {
          setTyped(value);
          setTried(false);
        }}
        error={tried && !matches ? 'That is not the name.' : undefined}
      />
      <div className="flex flex-wrap items-start gap-2">
        <Button type="submit" look={look} size="large" pending={pending} blocked={blocked}>
          {verb}
        </Button>
        {beside}
      </div>
    </form>
  );
}
