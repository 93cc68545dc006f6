import type { ReactNode } from 'react';
import { CopyIcon } from './copy.tsx';
import { TextField } from './field.tsx';

interface TypedNameProps {
  /** "Type the name of the index to delete it". */
  label: ReactNode;
  /** The text to type; pasting is fine. */
  name: string;
  /** What the text is: "Alias and id. The full name is accepted too." */
  hint?: ReactNode;
  value: string;
  onChange: (value: string) => void;
  error?: string | undefined;
  className?: string;
}

/** The field for a name that confirms what can't be undone, with the name and its copy button. */
export function TypedName({ label, name, hint, value, onChange, error, className }: TypedNameProps) {
  return (
    <div className={className}>
      <TextField
        label={label}
        hint={
          <>
            <span className="flex min-h-6 flex-wrap items-center gap-x-1">
              The name: <code className="text-text select-all [overflow-wrap:anywhere]">{name}</code>
              <CopyIcon text={name} label="Copy the name" always />
            </span>
            {hint}
          </>
        }
        mono
        value={value}
        onChange={(event) => onChange(event.target.value)}
        error={error}
      />
    </div>
  );
}
