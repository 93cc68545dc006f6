'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useRouter, useSearchParams } from 'next/navigation';
import { useCallback } from 'react';
import { replaceSearch } from '@/components/address.ts';
import type { Blocked, ClusterWords } from '@/components/blocked.ts';
import { Condition } from '@/components/backups/condition.tsx';
import { namesThatFit } from '@/components/backups/names-that-fit.ts';
import { aliasQuery, canBeRestored, originWords, timeOf } from '@/components/backups/words.ts';
import { Live } from '@/components/live.tsx';
import { paths, withQuery } from '@/components/paths.ts';
import { backupsQuery } from '@/components/queries.ts';
import { Body, Button, Cell, Column, EmptyState, Head, Heading, LinkButton, Notice, Panel, Row, SelectField, State, Table, Tag, TextField, Time } from '@/components/ui/index.ts';
import { useAct, type ActionAnswer } from '@/components/use-act.ts';
import { useTyped } from '@/components/use-typed.ts';
import type { BackupGroup, BackupRow, BackupsFilter, BackupsPage } from '@/lib/contract/api.ts';
import { formatAge, formatBytes, formatCount, formatDuration, formatList, plural, shortIndexName } from '@/lib/format.ts';

interface Props {
  cluster: ClusterWords;
  initial: BackupsPage;
  initialFilter: Partial<BackupsFilter>;
  blocked: Blocked;
  verify: (input: { cluster: string; backup: string }) => Promise<ActionAnswer<{ job: string }>>;
}

/** Every backup by alias and time. What is looked for stands in the address, so that a link shows the same. */
export function BackupsView({ cluster, initial, initialFilter, blocked, verify }: Props) {
  const search = useSearchParams();
  const router = useRouter();
  const filter = filterOf(search);
  const isInitial = JSON.stringify(filter) === JSON.stringify(initialFilter);
  const query = useQuery({ ...backupsQuery(cluster.key, filter), ...(isInitial ? { initialData: initial, initialDataUpdatedAt: Date.parse(initial.takenAt) } : {}) });
  const change = useCallback((next: Partial<BackupsFilter>) => {
    replaceSearch(withQuery('', clean({ ...filterOf(new URLSearchParams(window.location.search)), page: undefined, ...next })));
  }, []);
  const check = useAct(verify, (value) => router.push(paths.job(cluster.key, value.job)));

  return (
    <>
      <Heading
        sub={query.data && query.data.problem === null && query.data.totals.backups > 0 ? <Summary page={query.data} /> : undefined}
        actions={
          query.data && query.data.problem === null && query.data.totals.backups > 0 ? (
            <LinkButton look="primary" href={paths.backUp(cluster.key)} blocked={blocked['back-up']}>
              Back up now
            </LinkButton>
          ) : undefined
        }
      >
        Backups
      </Heading>
      {check.failure && (
        <Notice tone="bad" live="alert" title="The check did not begin" className="mb-3.5">
          <p>{check.failure.message}</p>
          {check.failure.hint && <p className="text-muted">{check.failure.hint}</p>}
        </Notice>
      )}
      <Live query={query} what="the backups">
        {(page) =>
          page.problem !== null ? (
            <Unreadable cluster={cluster} page={page} blocked={blocked} />
          ) : page.totals.backups === 0 && page.unread.length === 0 ? (
            <Empty cluster={cluster} page={page} blocked={blocked} />
          ) : (
            <div className="flex flex-col gap-3.5">
              {page.unread.length > 0 && <Unread folders={page.unread} />}
              <Overdue cluster={cluster} page={page} blocked={blocked} />
              <div className="grid items-start gap-3.5 min-[1000px]:grid-cols-[250px_minmax(0,1fr)]">
                <Groups page={page} chosen={filter.group} onChoose={(group) => change({ group })} />
                <Panel title={filter.group ?? 'All backups'} tag={<span className="text-[13px] text-muted">{formatCount(page.matching)}</span>}>
                  <Filters filter={filter} onChange={change} />
                  {page.rows.length === 0 ? (
                    <EmptyState title="No backup is like this" actions={<Button onClick={() => change({ group: undefined, text: undefined, state: undefined })}>Show all {formatCount(page.totals.backups)}</Button>}>
                      Nothing in <code>{page.directory}</code> matches what you are looking for.
                    </EmptyState>
                  ) : (
                    <List cluster={cluster} page={page} group={filter.group} blocked={blocked} checking={check.pending} onVerify={(row) => void check.act({ cluster: cluster.key, backup: row.id })} />
                  )}
                  <Pages page={page} onPage={(number) => change({ page: number })} />
                </Panel>
              </div>
            </div>
          )
        }
      </Live>
    </>
  );
}

const STATES: [BackupsFilter['state'], string][] = [
  ['any', 'Any state'],
  ['good', 'Can be restored'],
  ['verified', 'Verified'],
  ['not-verified', 'Not verified'],
  ['unfinished', 'Unfinished'],
  ['broken', 'Broken'],
  ['es_dump', 'From es_dump'],
];

export function filterOf(search: URLSearchParams): Partial<BackupsFilter> {
  const page = Number(search.get('page') ?? '1');
  return clean({
    group: search.get('group') ?? undefined,
    text: search.get('text') ?? undefined,
    state: STATES.find(([state]) => state === search.get('state'))?.[0],
    page: Number.isSafeInteger(page) && page > 1 ? page : undefined,
  });
}

const clean = <T extends object>(filter: T): T => Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined && value !== '' && value !== 'any')) as T;

function Summary({ page }: { page: BackupsPage }) {
  const { totals } = page;
  return (
    <p>
      {plural(totals.backups, 'backup')}, {formatBytes(totals.bytes)} in <code>{page.directory}</code>
      {totals.unfinished > 0 && `, ${formatCount(totals.unfinished)} unfinished`}
      {totals.broken > 0 && (
        <>
          , <State level="bad">{formatCount(totals.broken)} broken</State>
        </>
      )}
    </p>
  );
}

function Unreadable({ cluster, page, blocked }: { cluster: ClusterWords; page: BackupsPage; blocked: Blocked }) {
  if (page.stillReading) {
    return (
      <Notice tone="info" live="status" title="The backup directory is still being looked through">
        <p>
          <code>{page.directory}</code> holds many files, or its disk is slow. {page.problem} Which backups there are is not known yet; they appear here as soon as it is.
        </p>
      </Notice>
    );
  }
  const backUp = <LinkButton href={paths.backUp(cluster.key)} blocked={blocked['back-up']}>Back up now</LinkButton>;
  if (page.missing) {
    return (
      <Notice tone="warn" live="alert" title="The backup directory is not there" actions={backUp}>
        <p>{page.problem}</p>
        <p className="text-muted">If nothing was ever backed up from here, that is as it should be: the first backup makes it. This page looks again every ten seconds.</p>
      </Notice>
    );
  }
  return (
    <Notice tone="bad" live="alert" title="The backup directory can’t be read" actions={backUp}>
      <p>{page.problem}</p>
      <p className="text-muted">
        Which backups there are is unknown; that is not the same as none. The directory is <code>{page.directory}</code>: make it readable for the user that runs Restore Desk, or name another in the configuration. This page looks again every ten seconds.
      </p>
    </Notice>
  );
}

/** Not listed is not the same as not there. */
function Unread({ folders }: { folders: readonly string[] }) {
  return (
    <Notice tone="bad" live="alert" title={`${plural(folders.length, 'folder')} of the backup directory can’t be read`}>
      <p>
        What {folders.length === 1 ? 'it holds' : 'they hold'} is unknown and not listed below: {formatList(folders, 6)}. Make {folders.length === 1 ? 'it' : 'them'} readable for the user that runs Restore Desk; where one is a link, put the folder itself in its place, or mount it there.
      </p>
    </Notice>
  );
}

function Empty({ cluster, page, blocked }: { cluster: ClusterWords; page: BackupsPage; blocked: Blocked }) {
  return (
    <EmptyState
      title="There is no backup yet"
      actions={
        <LinkButton look="primary" href={paths.backUp(cluster.key)} blocked={blocked['back-up']}>
          Back up now
        </LinkButton>
      }
    >
      <code>{page.directory}</code> is readable and empty. A backup made here, by <code>restore-desk backup</code> or by the old <code>es_dump</code> appears within ten seconds.
    </EmptyState>
  );
}

/** Aliases whose last good backup is too old, or that have none; which aliases there are may not be known. */
function Overdue({ cluster, page, blocked }: { cluster: ClusterWords; page: BackupsPage; blocked: Blocked }) {
  const { late, never } = page.overdue;
  if (never.length + late.length === 0) return null;
  const names = [...late, ...never];
  const now = namesThatFit(names);
  return (
    <Notice
      tone="warn"
      title={names.length === 1 ? `The backup of ${names[0]} is overdue` : `${formatCount(names.length)} backups are overdue`}
      actions={
        <LinkButton href={paths.backUp(cluster.key, { alias: now.join(',') })} blocked={blocked['back-up']}>
          Back up {names.length === 1 ? names[0] : now.length === names.length ? `these ${formatCount(names.length)}` : `the first ${formatCount(now.length)} of these ${formatCount(names.length)}`} now
        </LinkButton>
      }
    >
      <p>
        {late.length > 0 && `No good backup in the last ${formatAge(page.overdueAfterMs)}: ${formatList(late, 6)}. `}
        {never.length > 0 && `Never backed up: ${formatList(never, 6)}.`}
        {page.aliases === null && ' The cluster has not answered yet, so an alias that was never backed up can’t be named here.'}
      </p>
    </Notice>
  );
}

function Groups({ page, chosen, onChoose }: { page: BackupsPage; chosen: string | undefined; onChoose: (group: string | undefined) => void }) {
  return (
    <nav aria-label="Aliases with backups" className="rounded-lg border bg-panel p-2 max-[999px]:max-h-64 max-[999px]:overflow-y-auto min-[1000px]:max-h-[70dvh] min-[1000px]:overflow-y-auto">
      <ul>
        <li>
          <GroupButton current={chosen === undefined} onClick={() => onChoose(undefined)} name="All backups" note={formatCount(page.totals.backups)} />
        </li>
        {page.groups.map((group) => (
          <li key={group.group}>
            <GroupButton current={chosen === group.group} onClick={() => onChoose(group.group)} name={group.group} note={formatCount(group.backups)} group={group} />
          </li>
        ))}
      </ul>
    </nav>
  );
}

function GroupButton({ current, onClick, name, note, group }: { current: boolean; onClick: () => void; name: string; note: string; group?: BackupGroup }) {
  return (
    <button type="button" aria-current={current || undefined} onClick={onClick} className="flex min-h-9 w-full items-baseline justify-between gap-2 rounded-md px-2.5 py-1.5 text-left hover:bg-raised aria-[current]:bg-raised aria-[current]:font-semibold">
      <span className="min-w-0 [overflow-wrap:anywhere]">
        {name}
        {group && (
          <span className="block text-[13px] font-normal text-muted">
            {group.lastGood === null ? group.overdue === null ? <State level="unknown" className="font-normal">unknown</State> : <State level="warn" className="font-normal">none known to be good</State> : <LastGood group={group} at={group.lastGood.takenAt} />}
          </span>
        )}
      </span>
      <span className="text-[13px] font-normal text-muted">{note}</span>
    </button>
  );
}

function LastGood({ group, at }: { group: BackupGroup; at: string }) {
  return group.overdue ? (
    <State level="warn" className="font-normal">
      <Time at={at} show="relative" />: overdue
    </State>
  ) : (
    <Time at={at} show="relative" />
  );
}

function Filters({ filter, onChange }: { filter: Partial<BackupsFilter>; onChange: (next: Partial<BackupsFilter>) => void }) {
  const find = useTyped(filter.text ?? '', (text) => onChange({ text }));
  return (
    <form role="search" aria-label="Backups" className="mb-3 flex flex-wrap items-end gap-2.5" onSubmit={(event) => event.preventDefault()}>
      <TextField label="Find" type="search" placeholder="Part of a name or a date" className="min-w-52 flex-1" maxLength={255} {...find} />
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

interface ListProps {
  cluster: ClusterWords;
  page: BackupsPage;
  /** The alias whose backups are shown; none: all of them. */
  group: string | undefined;
  blocked: Blocked;
  checking: boolean;
  onVerify: (row: BackupRow) => void;
}

function List({ cluster, page, group, blocked, checking, onVerify }: ListProps) {
  return (
    <Table label="Backups, newest first">
      <Head>
        <Column className="w-[46%]">Backup</Column>
        <Column className="w-[20%]">Condition</Column>
        <Column numeric>Documents</Column>
        <Column numeric>Size</Column>
        <Column numeric>Took</Column>
        <Column>
          <span className="sr-only">What to do with it</span>
        </Column>
      </Head>
      <Body>
        {page.rows.map((row) => (
          <Row key={row.id}>
            <Cell>
              <span className="flex flex-wrap items-baseline gap-x-2 gap-y-0.5">
                <Link href={paths.backup(cluster.key, row.id)} prefetch={false} className="link font-semibold">
                  {group === undefined && `${row.group}, `}
                  <Time at={timeOf(row)} show="absolute" className="whitespace-nowrap" />
                </Link>
                {row.lastGood && <Tag tone="ok">last good</Tag>}
                {row.origin === 'es_dump_restore' && <Tag>{originWords(row)}</Tag>}
              </span>
              <span className="mt-0.5 block text-[13px] text-muted">
                {row.takenAt === null ? 'dated by the file' : <Time at={timeOf(row)} show="relative" />}
                {' · '}
                <code title={row.index ?? row.id} className="text-faint">
                  {row.index === null ? row.id : shortIndexName(row.index, row.group)}
                </code>
              </span>
            </Cell>
            <Cell label="Condition">
              <Condition cluster={cluster.key} row={row} />
              {row.warnings > 0 && <span className="block text-[13px] text-warn">{plural(row.warnings, 'warning')}</span>}
            </Cell>
            <Cell numeric label="Documents">{formatCount(row.documents)}</Cell>
            <Cell numeric label="Size">{formatBytes(row.fileBytes)}</Cell>
            <Cell numeric label="Took">{formatDuration(row.seconds)}</Cell>
            <Cell buttons>
              <div className="flex justify-end gap-2 max-[700px]:justify-start">
                {canBeRestored(row) ? (
                  <>
                    {row.verified === null && (
                      <Button size="small" blocked={blocked.verify} pending={checking && 'Verify'} onClick={() => onVerify(row)} aria-label={`Verify the backup ${row.id}`}>
                        Verify
                      </Button>
                    )}
                    <LinkButton size="small" look={row.lastGood && group !== undefined ? 'primary' : 'plain'} href={paths.restore(cluster.key, row.id, aliasQuery(row, group))} blocked={blocked.restore} aria-label={`Restore the backup ${row.id}`}>
                      Restore
                    </LinkButton>
                  </>
                ) : (
                  <LinkButton size="small" href={paths.backup(cluster.key, row.id)} aria-label={`Look at it: ${row.id}`}>
                    Look at it
                  </LinkButton>
                )}
              </div>
            </Cell>
          </Row>
        ))}
      </Body>
    </Table>
  );
}

function Pages({ page, onPage }: { page: BackupsPage; onPage: (page: number) => void }) {
  if (page.pages <= 1) return null;
  return (
    <nav aria-label="Pages of backups" className="mt-3 flex flex-wrap items-center gap-2.5">
      <Button size="small" blocked={page.page <= 1 && 'This is the first page.'} onClick={() => onPage(page.page - 1)}>
        Newer
      </Button>
      <Button size="small" blocked={page.page >= page.pages && 'This is the last page.'} onClick={() => onPage(page.page + 1)}>
        Older
      </Button>
      <span className="text-muted">
        Page {formatCount(page.page)} of {formatCount(page.pages)}
      </span>
    </nav>
  );
}
