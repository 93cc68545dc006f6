import { notAny } from '@/components/address-parsers.ts';
import { SelectField, TextField } from '@/components/ui/field.tsx';
import type { BackupGroup, BackupsFilter } from '@/lib/contract/backups-page.ts';
import { formatCount } from '@/lib/format.ts';
import { STATES } from './address.ts';

interface Props {
  filter: Partial<BackupsFilter>;
  groups: readonly BackupGroup[];
  onChange: (next: Partial<BackupsFilter>) => void;
}

export function Filters({ filter, groups, onChange }: Props) {
  return (
    <form
      role="search"
      aria-label="Backups"
      className="mb-3 flex flex-wrap items-end gap-2.5"
      onSubmit={(event) => event.preventDefault()}
    >
      <TextField
        label="Find"
        type="search"
        placeholder="Part of a name or a date"
        className="min-w-52 flex-1"
        maxLength={255}
        value={filter.text ?? ''}
        onChange={(event) => onChange({ text: event.target.value })}
      />
      <SelectField
        label="Alias"
        className="min-w-40 max-w-full mid:hidden"
        value={filter.group ?? ''}
        onChange={(event) => onChange({ group: event.target.value || undefined })}
      >
        <option value="">All aliases</option>
        {filter.group !== undefined && !groups.some(({ group }) => group === filter.group) && (
          <option value={filter.group}>{filter.group}</option>
        )}
        {groups.map(({ group, backups, overdue }) => (
          <option key={group} value={group}>
            {group} ({formatCount(backups)}){overdue === true && ', overdue'}
          </option>
        ))}
      </SelectField>
      <SelectField
        label="State"
        className="min-w-40"
        value={filter.state ?? 'any'}
        onChange={(event) => onChange({ state: notAny(event.target.value as BackupsFilter['state']) })}
      >
        {STATES.map(([state, word]) => (
          <option key={state} value={state}>
            {word}
          </option>
        ))}
      </SelectField>
    </form>
  );
}
