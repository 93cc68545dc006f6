'use client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { AliasMap } from '@/lib/contract/alias-map.ts';
import { formatCount } from '@/lib/format.ts';
import { useCluster } from '@/components/cluster-context.tsx';
import { QueryBoundary } from '@/components/query-boundary.tsx';
import { paths } from '@/components/paths.ts';
import { choiceQuery } from '@/components/queries.ts';
import { LinkButton } from '@/components/ui/button.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { TextField } from '@/components/ui/field.tsx';
import { useDebounced } from '@/components/use-debounced.ts';

export function ChooseAlias({ map }: { map: AliasMap }) {
  if (map.window !== undefined) return <FindAlias />;
  if (map.groups.length === 0)
    return <EmptyState title="There is no alias">Restoring a backup creates an index and its alias.</EmptyState>;
  return <Aliases names={map.groups.map(({ alias }) => alias)} />;
}

function Aliases({ names }: { names: readonly string[] }) {
  const { key } = useCluster();
  return (
    <ul className="flex flex-wrap gap-2">
      {names.map((alias) => (
        <li key={alias} className="min-w-0">
          <LinkButton href={paths.switchTo(key, '', alias)}>{alias}</LinkButton>
        </li>
      ))}
    </ul>
  );
}

/** More aliases than are looked through by eye. */
function FindAlias() {
  const { key } = useCluster();
  const [find, setFind] = useState('');
  const query = useQuery(choiceQuery(key, { alias: useDebounced(find) }));
  return (
    <>
      <TextField
        label="Find an alias"
        type="search"
        className="mb-4 max-w-96"
        value={find}
        onChange={(event) => setFind(event.target.value)}
      />
      <QueryBoundary query={query} what="the aliases">
        {({ aliases }) => (
          <>
            <Aliases names={aliases.rows.map(({ alias }) => alias)} />
            {aliases.found === 0 && <p className="text-muted">No alias has this in its name.</p>}
            {aliases.found > aliases.rows.length && (
              <p className="mt-2 text-small text-muted">
                The first {formatCount(aliases.rows.length)} of {formatCount(aliases.found)}: type more of the name.
              </p>
            )}
          </>
        )}
      </QueryBoundary>
    </>
  );
}
