import type { ScheduleKind } from '@/lib/contract/schedule.ts';
import { CheckField, FieldGroup, TextField } from '@/components/ui/field.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import type { FieldsProps } from './fields-props.ts';

const KINDS: readonly { kind: ScheduleKind; label: string; hint: string }[] = [
  {
    kind: 'backup',
    label: 'Back up, as zip files',
    hint: 'Reads every document, and writes one zip file for each index.',
  },
  { kind: 'snapshot', label: 'Take a snapshot', hint: 'The cluster copies the shards into a repository.' },
  {
    kind: 'drill',
    label: 'Drill: prove that backups can be restored',
    hint: 'Restores a backup into a temporary index, compares count and content, and deletes the index.',
  },
];

/** What the schedule is called, and what it does. */
export function KindFields({ form, errorAt, change }: FieldsProps) {
  return (
    <Panel title="Schedule">
      <div className="flex flex-col gap-4">
        <TextField
          label="Name"
          required
          maxLength={60}
          hint="Jobs and the audit log name it."
          value={form.name}
          error={errorAt('name')}
          onChange={(event) => change({ name: event.target.value })}
        />
        <FieldGroup legend="What it does">
          {KINDS.map(({ hint, kind, label }) => (
            <CheckField
              key={kind}
              type="radio"
              name="kind"
              label={label}
              hint={hint}
              checked={form.kind === kind}
              onChange={() => change({ kind, to: '' })}
            />
          ))}
        </FieldGroup>
      </div>
    </Panel>
  );
}
