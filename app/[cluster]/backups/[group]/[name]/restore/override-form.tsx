'use client';
import { jsonError } from '@/components/restore/choices.ts';
import { AreaField, CheckField, SelectField, TextField } from '@/components/ui/field.tsx';
import { OVERRIDE_LIMIT } from '@/lib/contract/limits.ts';
import type { RestoreChoicesInput } from '@/lib/kinds/restore/review.ts';
import { formatCount } from '@/lib/format.ts';

export interface OverrideFormProps {
  choices: RestoreChoicesInput;
  /** The server's error for a field. */
  errors: Record<string, string>;
  /** The index exists: what to do with documents that are there counts. */
  additive: boolean;
  onChange: (next: Partial<RestoreChoicesInput>) => void;
}

/** Everything that may differ from the backup. An error is shown at its field. */
export function OverrideForm(props: OverrideFormProps) {
  return (
    <div className="grid gap-4 pt-1 mid:grid-cols-2">
      <TargetFields {...props} />
      <ExistingDocuments {...props} />
      <ContentFields {...props} />
      <AllowFields {...props} />
    </div>
  );
}

/** What every text field of the form is given. */
const textOf =
  ({ choices, errors, onChange }: OverrideFormProps) =>
  (name: keyof RestoreChoicesInput) => ({
    value: (choices[name] as string | undefined) ?? '',
    onChange: (event: { target: { value: string } }) => onChange({ [name]: event.target.value }),
    error: errors[name],
  });

/** Where the documents are written to. */
function TargetFields(props: OverrideFormProps) {
  const text = textOf(props);
  return (
    <>
      <TextField label="Alias" hint="Empty: the alias of the backup." mono {...text('alias')} />
      <TextField
        label="Into index"
        hint="Empty: a new index with a new name. Documents are added to an index that exists."
        mono
        {...text('into')}
      />
      <TextField label="Shards" hint="Empty: as in the backup." inputMode="numeric" {...text('shards')} />
      <TextField label="Replicas" hint="Empty: as in the backup." inputMode="numeric" {...text('replicas')} />
    </>
  );
}

function ExistingDocuments({ choices, errors, additive, onChange }: OverrideFormProps) {
  return (
    <SelectField
      label="Existing documents"
      hint={additive ? 'Nothing is deleted, whatever you choose.' : 'Only for an index that exists.'}
      value={choices.onConflict ?? ''}
      error={errors.onConflict}
      onChange={(event) =>
        onChange({
          onConflict:
            event.target.value === '' ? undefined : (event.target.value as 'create' | 'index' | 'external_gte'),
        })
      }
    >
      <option value="">Default for this backup</option>
      <option value="create">Keep them</option>
      <option value="index">Overwrite them</option>
      <option value="external_gte">Overwrite older versions only</option>
    </SelectField>
  );
}

/** What of the backup's settings and mappings is changed. */
function ContentFields(props: OverrideFormProps) {
  const { choices, errors } = props;
  const text = textOf(props);
  const json = (name: 'settings' | 'mappings') => ({
    ...text(name),
    error: tooLong(choices[name]) ?? jsonError(choices[name]) ?? errors[name],
  });
  return (
    <>
      <TextField
        label="Settings to drop"
        hint="Names, separated by commas, of settings that this cluster does not know."
        mono
        {...text('drop')}
      />
      <AreaField
        label="Override settings"
        hint={
          <>
            JSON, merged into the settings of the backup: <code>{'{"index": {"refresh_interval": "30s"}}'}</code>
          </>
        }
        {...json('settings')}
      />
      <AreaField
        label="Override mappings"
        hint={
          <>
            JSON, merged into the mappings of the backup: <code>{'{"properties": {"title": {"type": "text"}}}'}</code>
          </>
        }
        {...json('mappings')}
      />
    </>
  );
}

function AllowFields({ choices, onChange }: OverrideFormProps) {
  return (
    <>
      <CheckField
        label="Switch the alias even if documents are rejected"
        hint="A partial restore: searches will not find the rejected documents."
        checked={choices.allowPartial === 'yes'}
        onChange={(event) => onChange({ allowPartial: event.target.checked ? 'yes' : undefined })}
      />
      <CheckField
        label="Restore this backup even if it is incomplete"
        hint="For a file in which documents are missing."
        checked={choices.allowIncomplete === 'yes'}
        onChange={(event) => onChange({ allowIncomplete: event.target.checked ? 'yes' : undefined })}
      />
    </>
  );
}

export const tooLong = (text: string | undefined) =>
  (text?.length ?? 0) > OVERRIDE_LIMIT
    ? `At most ${formatCount(OVERRIDE_LIMIT)} characters here. The command line accepts longer ones.`
    : undefined;
