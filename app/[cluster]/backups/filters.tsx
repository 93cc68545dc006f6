import { notAny } from '@/components/address-parsers.ts';
import { Icon } from '@/components/ui/icon.tsx';
import { SelectField, TextField } from '@/components/ui/field.tsx';
import { Segments } from '@/components/ui/segments.tsx';
import type { BackupsFilter, BackupsPage } from '@/lib/contract/backups-page.ts';
import { formatCount } from '@/lib/format.ts';
import { STATES } from './address.ts';

interface Props {
  page: BackupsPage;
  filter: Partial<BackupsFilter>;
  onChange: (next: Partial<BackupsFilter>) => void;
}

export function Filters({ page: { groups, totals }, filter, onChange }: Props) {
  const segment = (name: string, count: number, kind: BackupsFilter['kind'] | undefined) => ({
    name,
    count: formatCount(count),
    current: filter.kind === kind,
    onSelect: () => onChange({ kind }),
  });
  return (
    <form
      role="search"
      aria-label="Backups"
      className="flex flex-wrap items-end gap-2"
      onSubmit={(event) => event.preventDefault()}
    >
      <div className="relative min-w-0 flex-[1_1_240px] max-mid:basis-full mid:max-w-80">
        <Icon name="search" className="pointer-events-none absolute top-1/2 left-3 -translate-y-1/2 text-faint" />
        <TextField
          label="Find"
          type="search"
          placeholder="Filter by alias, date or name"
          className="[&_input]:pl-9 [&>label]:sr-only"
          maxLength={255}
          value={filter.text ?? ''}
          onChange={(event) => onChange({ text: event.target.value })}
        />
      </div>
      <Segments
        label="Kind of backup"
        segments={[
          segment('All', totals.backups, undefined),
          segment('Zip files', totals.zips, 'zip'),
          segment('Snapshots', totals.snapshots, 'snapshot'),
        ]}
      />
      <TextField
        label="Holds the index"
        type="search"
        placeholder="Holds the index…"
        title="A name of an index, with * for any characters: which backups hold it?"
        className="max-mid:basis-full mid:max-w-56 [&>label]:sr-only"
        maxLength={255}
        value={filter.index ?? ''}
        onChange={(event) => onChange({ index: event.target.value })}
      />
      <AliasField groups={groups} filter={filter} onChange={onChange} />
      <SelectField
        label="State"
        className="max-mid:flex-1 [&>label]:sr-only"
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

function AliasField({ groups, filter, onChange }: { groups: BackupsPage['groups'] } & Omit<Props, 'page'>) {
  return (
    <SelectField
      label="Alias"
      className="max-mid:flex-1 mid:max-w-56 [&>label]:sr-only"
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
  );
}
