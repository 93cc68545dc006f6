'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useState, type ReactNode } from 'react';
import { useCluster } from '@/components/cluster-context.tsx';
import { DataAge } from '@/components/data-age.tsx';
import { IndexName } from '@/components/index-name.tsx';
import { paths } from '@/components/paths.ts';
import { aliasMapQuery, choiceQuery } from '@/components/queries.ts';
import { QueryBoundary } from '@/components/query-boundary.tsx';
import { Chip } from '@/components/ui/chip.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { TextField } from '@/components/ui/field.tsx';
import { Heading } from '@/components/ui/heading.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { useDebounced } from '@/components/use-debounced.ts';
import type { AliasMap } from '@/lib/contract/alias-map.ts';
import { formatCount, plural } from '@/lib/format.ts';

interface Props {
  change: 'add' | 'remove';
  alias: string;
  steps: ReactNode;
}

/** The first step: which index the alias gets or loses. */
export function ChooseIndex({ change, alias, steps }: Props) {
  const { key } = useCluster();
  const query = useQuery(aliasMapQuery(key, { alias }));
  return (
    <>
      <Heading
        takeFocus
        steps={steps}
        sub={
          <>
            It is reviewed before anything is changed; no index is deleted.{' '}
            {query.data && (
              <>
                Checked <DataAge at={query.data.takenAt} />.
              </>
            )}
          </>
        }
      >
        {change === 'add' ? `Add which index to ${alias}?` : `Remove which index from ${alias}?`}
      </Heading>
      <QueryBoundary query={query} what="the indices">
        {(map) => (change === 'add' ? <ToAdd map={map} alias={alias} /> : <ToRemove map={map} alias={alias} />)}
      </QueryBoundary>
    </>
  );
}

interface Choice {
  index: string;
  uuid: string;
  documents: number | null;
  state: 'open' | 'closed';
}

const entriesOf = (map: AliasMap, alias: string) => map.groups.find((group) => group.alias === alias)?.entries ?? [];

function ToRemove({ map, alias }: { map: AliasMap; alias: string }) {
  const { key } = useCluster();
  const live = entriesOf(map, alias).filter((entry) => entry.live);
  if (live.length === 0)
    return (
      <EmptyState title={`There is no alias ${alias}`}>
        <Link href={paths.alias(key, alias)}>Its page</Link> has its history and its backups.
      </EmptyState>
    );
  return <Choices title={`Indices of ${alias}`} choices={live} alias={alias} change="remove" />;
}

function ToAdd({ map, alias }: { map: AliasMap; alias: string }) {
  const others = entriesOf(map, alias).filter((entry) => !entry.live);
  const live = new Set(entriesOf(map, alias).flatMap(({ index, live: isLive }) => (isLive ? [index] : [])));
  return (
    <div className="flex flex-col gap-4">
      {others.length > 0 && (
        <Choices title={`Named like indices of ${alias}`} choices={others} alias={alias} change="add" />
      )}
      <FindIndex alias={alias} live={live} />
    </div>
  );
}

/** Any index of the cluster, by a part of its name. */
function FindIndex({ alias, live }: { alias: string; live: ReadonlySet<string> }) {
  const { key } = useCluster();
  const [find, setFind] = useState('');
  const query = useQuery(choiceQuery(key, { index: useDebounced(find) }));
  return (
    <div>
      <TextField
        label="Find an index"
        type="search"
        className="mb-4 max-w-96"
        value={find}
        onChange={(event) => setFind(event.target.value)}
      />
      <QueryBoundary query={query} what="the indices">
        {({ all, found, indices }) => {
          const choices = indices
            .filter(({ name }) => !live.has(name))
            .map(({ name, ...index }) => ({ index: name, ...index }));
          return (
            <>
              {choices.length > 0 && <Choices title="All indices" choices={choices} alias={alias} change="add" />}
              {found === 0 && (
                <p className="text-muted">
                  {all === 0 ? 'The cluster has no index.' : 'No index has this in its name.'}
                </p>
              )}
              {found > indices.length && (
                <p className="mt-2 text-small text-muted">
                  The first {formatCount(indices.length)} of {formatCount(found)}: type more of the name.
                </p>
              )}
            </>
          );
        }}
      </QueryBoundary>
    </div>
  );
}

function Choices({
  title,
  choices,
  alias,
  change,
}: {
  title: string;
  choices: readonly Choice[];
  alias: string;
  change: 'add' | 'remove';
}) {
  const { key } = useCluster();
  return (
    <Panel title={title} flush>
      <ul>
        {choices.map(({ index, uuid, documents, state }) => (
          <li
            key={uuid}
            className="flex min-h-12 flex-wrap items-center justify-between gap-x-4 gap-y-0.5 border-t px-4 py-2 first:border-t-0 hover:bg-raised/55 mid:px-5"
          >
            <span className="min-w-0">
              <IndexName name={index} whole href={paths.changeAlias(key, alias, change, index)} />{' '}
              {state === 'closed' && <Chip tone="warn">closed</Chip>}
            </span>
            <span className="text-muted">{documents === null ? 'unknown' : plural(documents, 'document')}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
