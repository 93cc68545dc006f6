import type { ReactNode } from 'react';
import { Copy } from './copy.tsx';
import { TextField } from './field.tsx';

interface TypedNameProps {
  /** "Type the name of the index to delete it". */
  label: ReactNode;
  /** The text to type; pasting is fine. */
  name: string;
  /** What the text is: "The alias and the first four characters of its id". */
  hint?: ReactNode;
  value: string;
  onChange: (value: string) => void;
  error?: string | undefined;
  className?: string;
}

/** The field for a name that confirms what can't be undone, with the name and its copy button below. */
export function TypedName({ label, name, hint, value, onChange, error, className }: TypedNameProps) {
  return (
    <div className={className}>
      <TextField
        label={label}
        hint={
          <>
            The name: <code className="text-text select-all [overflow-wrap:anywhere]">{name}</code>
            {hint !== undefined && <span className="block">{hint}</span>}
          </>
        }
        mono
        value={value}
        onChange={(event) => onChange(event.target.value)}
        error={error}
      />
      <div className="mt-1.5">
        <Copy text={name} label="Copy the name" />
      </div>
    </div>
  );
}
