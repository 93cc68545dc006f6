'use client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { formatCount } from '@/lib/format.ts';
import { useCluster } from '@/components/cluster-context.tsx';
import { choiceQuery } from '@/components/queries.ts';
import { CheckField, FieldGroup, TextField } from '@/components/ui/field.tsx';
import { useDebounced } from '@/components/use-debounced.ts';

interface Props {
  every: boolean;
  chosen: ReadonlySet<string>;
  /** The first aliases, or all of them. */
  first: readonly string[];
  /** How many aliases there are. */
  all: number;
  onEvery: (every: boolean) => void;
  onToggle: (alias: string) => void;
}

/** Which aliases are cleaned up. */
export function AliasesField({ every, chosen, first, all, onEvery, onToggle }: Props) {
  const [find, setFind] = useState('');
  const isLong = all > first.length;
  const aliases = useFound(find, [...chosen], first, isLong);
  return (
    <FieldGroup legend="Aliases">
      <CheckField label="All aliases" checked={every} onChange={(event) => onEvery(event.target.checked)} />
      {isLong && (
        <TextField
          label={`Find one of ${formatCount(all)} aliases`}
          type="search"
          className="mb-2"
          value={find}
          onChange={(event) => setFind(event.target.value)}
        />
      )}
      <div className="max-h-80 overflow-y-auto" role="group" aria-label="Selected aliases">
        {aliases.map((alias) => (
          <CheckField key={alias} label={alias} checked={chosen.has(alias)} onChange={() => onToggle(alias)} />
        ))}
      </div>
    </FieldGroup>
  );
}

const FEW = 100;

/** Of many aliases the chosen ones and those that match the search; of few, all. */
function useFound(
  find: string,
  chosen: readonly string[],
  first: readonly string[],
  isLong: boolean,
): readonly string[] {
  const { key } = useCluster();
  const { data } = useQuery({ ...choiceQuery(key, { alias: useDebounced(find) }), enabled: isLong && find !== '' });
  if (!isLong) return first;
  const found = find === '' || data === undefined ? first.slice(0, FEW) : data.aliases.rows.map(({ alias }) => alias);
  return [...new Set([...chosen, ...found])];
}
