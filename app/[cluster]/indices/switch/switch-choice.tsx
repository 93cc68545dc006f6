'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useState } from 'react';
import type { AliasGroup, AliasMap, MapEntry } from '@/lib/contract/alias-map.ts';
import { formatBytes, formatChange, formatCount, plural } from '@/lib/format.ts';
import { DataAge } from '@/components/data-age.tsx';
import { useCluster } from '@/components/cluster-context.tsx';
import { HEALTH } from '@/components/health-labels.ts';
import { IndexName } from '@/components/index-name.tsx';
import { QueryBoundary } from '@/components/query-boundary.tsx';
import { paths } from '@/components/paths.ts';
import { aliasMapQuery, choiceQuery } from '@/components/queries.ts';
import { LinkButton } from '@/components/ui/button.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { TextField } from '@/components/ui/field.tsx';
import { Heading } from '@/components/ui/heading.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { State } from '@/components/ui/state.tsx';
import { Body, Cell, Column, Head, Row, Table } from '@/components/ui/table.tsx';
import { Chip } from '@/components/ui/chip.tsx';
import { Time } from '@/components/ui/time.tsx';
import { useDebounced } from '@/components/use-debounced.ts';

/** The first step: which of its generations the alias is to point to. */
export function SwitchChoice({ alias }: { alias: string }) {
  const { key } = useCluster();
  const query = useQuery(aliasMapQuery(key, alias === '' ? {} : { alias }));
  return (
    <>
      <Heading
        takeFocus
        sub={
          <>
            The alias moves in one call; nothing is deleted.{' '}
            {query.data && (
              <>
                What is there was read <DataAge at={query.data.takenAt} />.
              </>
            )}
          </>
        }
      >
        {alias === '' ? 'Switch which alias?' : `Switch ${alias} to which index?`}
      </Heading>
      <QueryBoundary query={query} what="the indices">
        {(map) => (alias === '' ? <ChooseAlias map={map} /> : <ChooseIndex map={map} alias={alias} />)}
      </QueryBoundary>
    </>
  );
}

function ChooseAlias({ map }: { map: AliasMap }) {
  const { key } = useCluster();
  if (map.window !== undefined) return <FindAlias />;
  if (map.groups.length === 0)
    return <EmptyState title="There is no alias">Restoring a backup makes an index and its alias.</EmptyState>;
  return (
    <ul className="flex flex-wrap gap-2">
      {map.groups.map((group) => (
        <li key={group.alias}>
          <LinkButton href={paths.switchTo(key, '', group.alias)}>{group.alias}</LinkButton>
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
        className="mb-3 sm:max-w-96"
        value={find}
        onChange={(event) => setFind(event.target.value)}
      />
      <QueryBoundary query={query} what="the aliases">
        {({ aliases }) => (
          <>
            <ul className="flex flex-wrap gap-2">
              {aliases.rows.map(({ alias }) => (
                <li key={alias}>
                  <LinkButton href={paths.switchTo(key, '', alias)}>{alias}</LinkButton>
                </li>
              ))}
            </ul>
            {aliases.found === 0 && <p className="text-muted">No alias is called like this.</p>}
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

/** Indices are compared with indices: a filter of the alias is for the review. null: unknown. */
const nowIn = (group: AliasGroup | undefined): number | null =>
  group === undefined || group.documentsInIndices === undefined ? (group?.documents ?? null) : group.documentsInIndices;

function ChooseIndex({ map, alias }: { map: AliasMap; alias: string }) {
  const { key } = useCluster();
  const group = map.groups.find((each) => each.alias === alias);
  const others =
    group?.entries.filter((entry) => !entry.live || group.entries.filter((each) => each.live).length > 1) ?? [];
  if (group === undefined || others.length === 0) {
    return (
      <>
        <EmptyState
          title={group === undefined ? `There is no alias ${alias}` : `${alias} has no other generation`}
          actions={<LinkButton href={paths.chooseBackup(key, alias)}>Restore a backup of it</LinkButton>}
        >
          {map.outside.length > 0
            ? 'Restore a backup of it, or point it to one of the indices below, which no alias points to.'
            : 'No other index can take its place. Restoring a backup makes one.'}
        </EmptyState>
        <Outside map={map} alias={alias} now={nowIn(group)} />
      </>
    );
  }
  return (
    <>
      {group.documentsInIndices !== undefined && (
        <p className="mb-3 text-muted">
          <Chip>filtered</Chip> {alias} has a filter or a routing: it shows {formatCount(group.documents)} of{' '}
          {plural(group.documentsInIndices, 'document')}. The numbers below are of whole indices; the review of a switch
          counts through the alias.
        </p>
      )}
      <Indices
        title={`Generations of ${alias}`}
        entries={group.entries}
        alias={alias}
        now={nowIn(group)}
        single={others.every((each) => !each.live)}
      />
      {group.left !== undefined && (
        <p className="mt-2 text-muted">
          {plural(group.left, 'older one')} {group.left === 1 ? 'is' : 'are'} not listed here:{' '}
          <Link href={`${paths.indices(key)}?filter=${encodeURIComponent(alias)}`}>look for another</Link>.
        </p>
      )}
      <Outside map={map} alias={alias} now={nowIn(group)} />
    </>
  );
}

const MOST_OUTSIDE = 50;

/** Named after no alias, so it may be meant for this one; put right by hand it may be the only good one. */
function Outside({ map, alias, now }: { map: AliasMap; alias: string; now: number | null }) {
  const { key } = useCluster();
  const outside = map.totals?.outside ?? map.outside.length;
  if (outside === 0) return null;
  return (
    <div className="mt-3.5">
      <Indices title="Outside any alias" entries={map.outside.slice(0, MOST_OUTSIDE)} alias={alias} now={now} single />
      {outside > MOST_OUTSIDE && (
        <p className="mt-2 text-muted">
          The newest {formatCount(MOST_OUTSIDE)} of {formatCount(outside)}:{' '}
          <Link href={`${paths.indices(key)}?show=without-alias`}>look for another</Link>.
        </p>
      )}
    </div>
  );
}

function Indices({
  title,
  entries,
  alias,
  now,
  single,
}: {
  title: string;
  entries: readonly MapEntry[];
  alias: string;
  now: number | null;
  single: boolean;
}) {
  return (
    <Panel title={title}>
      <Table label={title}>
        <Head>
          <Column>Index</Column>
          <Column numeric>Documents</Column>
          <Column numeric>Against now</Column>
          <Column numeric>Size</Column>
          <Column>State</Column>
          <Column>Created</Column>
          <Column>
            <span className="sr-only">Actions</span>
          </Column>
        </Head>
        <Body>
          {entries.map((entry) => (
            <Generation key={entry.uuid} entry={entry} alias={alias} now={now} single={single} />
          ))}
        </Body>
      </Table>
    </Panel>
  );
}

function Generation({
  entry,
  alias,
  now,
  single,
}: {
  entry: MapEntry;
  alias: string;
  now: number | null;
  single: boolean;
}) {
  const { key } = useCluster();
  const change = entry.documents === null || now === null ? null : entry.documents - now;
  const health = entry.health === null ? null : HEALTH[entry.health];
  return (
    <Row>
      <Cell>
        <IndexName name={entry.index} alias={alias} /> {entry.live && <Chip tone="live">live</Chip>}{' '}
        {entry.loading && <Chip tone="warn">half filled</Chip>}
      </Cell>
      <Cell label="Documents" numeric>
        {formatCount(entry.documents)}
      </Cell>
      <Cell label="Against now" numeric className={change !== null && change < 0 ? 'text-bad' : undefined}>
        {entry.live && single ? (
          ''
        ) : change === null ? (
          <span className="text-faint">unknown</span>
        ) : (
          formatChange(change)
        )}
      </Cell>
      <Cell label="Size" numeric>
        {formatBytes(entry.storeBytes)}
      </Cell>
      <Cell label="State">
        {entry.state === 'closed' ? (
          <State level="idle">closed</State>
        ) : health === null ? (
          <State level="unknown">unknown</State>
        ) : (
          <State level={health.level}>{health.word.toLowerCase()}</State>
        )}
      </Cell>
      <Cell label="Created">{entry.createdAt ? <Time at={entry.createdAt} /> : 'unknown'}</Cell>
      <Cell buttons>
        {!(entry.live && single) && (
          <LinkButton size="small" href={paths.switchTo(key, entry.index, alias)}>
            Look at this switch
            <span className="sr-only">: to {entry.index}</span>
          </LinkButton>
        )}
      </Cell>
    </Row>
  );
}
