import { SelectField, TextField } from '@/components/ui/index.ts';
import type { BackupsFilter } from '@/lib/contract/api.ts';
import { STATES } from './filter-in-address.ts';

export function Filters({ filter, onChange }: { filter: Partial<BackupsFilter>; onChange: (next: Partial<BackupsFilter>) => void }) {
  return (
    <form role="search" aria-label="Backups" className="mb-3 flex flex-wrap items-end gap-2.5" onSubmit={(event) => event.preventDefault()}>
      <TextField label="Find" type="search" placeholder="Part of a name or a date" className="min-w-52 flex-1" maxLength={255} value={filter.text ?? ''} onChange={(event) => onChange({ text: event.target.value })} />
      <SelectField label="State" className="min-w-40" value={filter.state ?? 'any'} onChange={(event) => onChange({ state: event.target.value as BackupsFilter['state'] })}>
        {STATES.map(([state, word]) => (
          <option key={state} value={state}>
            {word}
          </option>
        ))}
      </SelectField>
    </form>
  );
}
