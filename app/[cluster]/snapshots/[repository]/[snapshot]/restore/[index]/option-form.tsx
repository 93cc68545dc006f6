'use client';
import { jsonError } from '@/components/restore/choices.ts';
import { AreaField, TextField } from '@/components/ui/field.tsx';
import type { RestoreSnapshotChoicesInput } from '@/lib/kinds/restore-snapshot/review.ts';

export interface OptionFormProps {
  choices: RestoreSnapshotChoicesInput;
  /** The server's error for a field. */
  errors: Record<string, string>;
  onChange: (next: Partial<RestoreSnapshotChoicesInput>) => void;
}

/** Everything that may differ from the snapshot. An error is shown at its field. */
export function OptionForm({ choices, errors, onChange }: OptionFormProps) {
  const textOf = (name: keyof RestoreSnapshotChoicesInput) => ({
    value: choices[name] ?? '',
    onChange: (event: { target: { value: string } }) => onChange({ [name]: event.target.value }),
    error: errors[name],
  });
  return (
    <div className="grid gap-4 pt-1 mid:grid-cols-2">
      <TextField label="Alias" hint="Empty: the alias that the snapshot was taken for." mono {...textOf('alias')} />
      <TextField
        label="Into index"
        hint="Empty: a new name. An index of this name must not exist."
        mono
        {...textOf('into')}
      />
      <TextField
        label="Replicas"
        hint="Empty: as it had, where that is known."
        inputMode="numeric"
        {...textOf('replicas')}
      />
      <TextField
        label="Settings to drop"
        hint="Names, separated by commas, of settings that the new index does not get."
        mono
        {...textOf('drop')}
      />
      <AreaField
        label="Override settings"
        hint={
          <>
            JSON: <code>{'{"index": {"refresh_interval": "30s"}}'}</code>
          </>
        }
        {...textOf('settings')}
        error={jsonError(choices.settings) ?? errors['settings']}
      />
    </div>
  );
}
