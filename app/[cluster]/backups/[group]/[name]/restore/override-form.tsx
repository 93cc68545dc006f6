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
    <div className="grid gap-4 pt-3 min-[560px]:grid-cols-2">
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
      <TextField label="Alias" hint="Empty: the alias this backup is filed under." mono {...text('alias')} />
      <TextField
        label="Into index"
        hint="Empty: a new index with a new name. One that exists is added to."
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
      label="Documents that are there already"
      hint={additive ? 'Nothing is deleted, whatever you choose.' : 'Counts only where the index exists.'}
      value={choices.onConflict ?? ''}
      error={errors.onConflict}
      onChange={(event) =>
        onChange({
          onConflict:
            event.target.value === '' ? undefined : (event.target.value as 'create' | 'index' | 'external_gte'),
        })
      }
    >
      <option value="">As suits the backup</option>
      <option value="create">Leave them as they are</option>
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
        hint="Names, separated by commas: for a setting this cluster does not know."
        mono
        {...text('drop')}
      />
      <AreaField
        label="Override settings"
        hint={
          <>
            JSON, merged over the backup’s: <code>{'{"index": {"refresh_interval": "30s"}}'}</code>
          </>
        }
        {...json('settings')}
      />
      <AreaField
        label="Override mappings"
        hint={
          <>
            JSON, merged over the backup’s: <code>{'{"properties": {"title": {"type": "text"}}}'}</code>
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
        label="Move the alias even if documents are rejected"
        hint="A partial restore: some documents of the backup will not be found."
        checked={choices.allowPartial === 'yes'}
        onChange={(event) => onChange({ allowPartial: event.target.checked ? 'yes' : undefined })}
      />
      <CheckField
        label="Restore this backup even if it is incomplete"
        hint="For a file that holds fewer documents than it promises."
        checked={choices.allowIncomplete === 'yes'}
        onChange={(event) => onChange({ allowIncomplete: event.target.checked ? 'yes' : undefined })}
      />
    </>
  );
}

export const tooLong = (text: string | undefined) =>
  (text?.length ?? 0) > OVERRIDE_LIMIT
    ? `At most ${formatCount(OVERRIDE_LIMIT)} characters here; the command line takes longer ones.`
    : undefined;
