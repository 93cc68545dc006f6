'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useEffect, useMemo, useState } from 'react';
import { AsOf } from '@/components/as-of.tsx';
import type { Blocked, ClusterWords } from '@/components/blocked.ts';
import { Live } from '@/components/live.tsx';
import { useOnce } from '@/components/once.ts';
import { paths, withQuery } from '@/components/paths.ts';
import { changesIn, PlanChanged } from '@/components/plan-changed.tsx';
import { backupPlanQuery, backupsQuery, indicesQuery } from '@/components/queries.ts';
import { Requests } from '@/components/requests.tsx';
import { Body, Button, Cell, CheckField, Column, Disclosure, EmptyState, FailureNotice, FieldGroup, Head, Heading, LinkButton, Notice, Panel, Row, State, Table, Tag, TextField, Time } from '@/components/ui/index.ts';
import { useAct, type ActionAnswer } from '@/components/use-act.ts';
import { useSearch } from '@/components/use-search.ts';
import type { BackupsPage } from '@/lib/contract/api.ts';
import { foldersOf } from '@/lib/contract/backup-folders.ts';
import type { ClusterIndices, IndexSummary } from '@/lib/contract/indices.ts';
import type { BackupPlan } from '@/lib/contract/plans.ts';
import { formatBytes, formatCount, plural, shortIndexName } from '@/lib/format.ts';

interface Wish {
  aliases?: string;
  indices?: string;
  all?: 'yes';
}

interface Props {
  cluster: ClusterWords;
  blocked: Blocked;
  start: (input: { cluster: string; wish: Wish; fingerprint: string; once: string }) => Promise<ActionAnswer<{ job: string }>>;
}

/** Choose, see exactly what would be read and written, start. What is chosen stands in the address. */
export function BackUpView({ cluster, blocked, start }: Props) {
  const router = useRouter();
  const client = useQueryClient();
  const once = useOnce();
  const [search, changeSearch] = useSearch();
  const wish = useMemo(() => wishIn(search), [search]);
  const indices = useQuery(indicesQuery(cluster.key));
  const backups = useQuery(backupsQuery(cluster.key, {}));
  const plan = useQuery(backupPlanQuery(cluster.key, wish));
  const act = useAct(start, (value) => router.push(paths.job(cluster.key, value.job)));
  const change = (next: Wish) => changeSearch(() => withQuery('', { aliases: next.aliases, indices: next.indices, all: next.all }));
  const changes = changesIn(act.failure);
  const chosen = wish.all === 'yes' || Boolean(wish.aliases) || Boolean(wish.indices);

  useEffect(() => {
    const fresh = act.failure?.code === 'plan_changed' ? (act.failure.details?.plan as BackupPlan | undefined) : undefined;
    if (fresh) client.setQueryData(backupPlanQuery(cluster.key, wish).queryKey, fresh);
  }, [act.failure, client, cluster.key, wish]);

  return (
    <>
      <Heading takeFocus sub={<p>From {cluster.name} ({cluster.environment}), one file for each index, all documents of one moment. Nothing on the cluster is changed.</p>}>
        Back up now
      </Heading>
      {changes && <PlanChanged changes={changes} className="mb-3.5" />}
      {act.failure && !changes && (
        <FailureNotice
          className="mb-3.5"
          title="The backup did not begin"
          failure={act.failure}
          actions={typeof act.failure.details?.owner === 'string' ? <LinkButton href={paths.job(cluster.key, act.failure.details.owner)}>Go to job {act.failure.details.owner}</LinkButton> : undefined}
        />
      )}
      <div className="grid items-start gap-3.5 min-[1000px]:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
        <Panel title="What to back up" tag={indices.data && <span className="text-[13px] text-muted">read <AsOf at={indices.data.takenAt} /></span>}>
          <Live query={indices} what="the cluster’s indices">
            {(data) => <Choose indices={data} backups={backups.data} wish={wish} onChange={change} />}
          </Live>
        </Panel>
        <div className="flex min-w-0 flex-col gap-3.5 min-[1000px]:sticky min-[1000px]:top-3.5">
          {!chosen ? (
            <EmptyState title="Nothing is chosen yet">Choose aliases or indices, or all of them: what would be read and written appears here.</EmptyState>
          ) : (
            <Live query={plan} what="the plan">
              {(data, stale) => (
                <Plan
                  cluster={cluster}
                  plan={data}
                  blocked={blocked['back-up'] ?? (stale || plan.isPlaceholderData ? 'The plan is being made anew.' : null)}
                  pending={act.pending}
                  onStart={() => void act.act({ cluster: cluster.key, wish, fingerprint: data.fingerprint, once: `${once}:${data.fingerprint.slice(0, 32)}` })}
                />
              )}
            </Live>
          )}
        </div>
      </div>
    </>
  );
}

/** `alias` and `index` are what other pages link with. */
export function wishIn(search: URLSearchParams): Wish {
  const aliases = search.get('aliases') ?? search.get('alias') ?? undefined;
  const indices = search.get('indices') ?? search.get('index') ?? undefined;
  return { ...(aliases ? { aliases } : {}), ...(indices ? { indices } : {}), ...(search.get('all') === 'yes' ? { all: 'yes' as const } : {}) };
}

const namesIn = (text: string | undefined) => new Set((text ?? '').split(',').filter((name) => name !== ''));
const joined = (names: ReadonlySet<string>) => ([...names].join(',') === '' ? undefined : [...names].join(','));

function Choose({ indices, backups, wish, onChange }: { indices: ClusterIndices; backups: BackupsPage | undefined; wish: Wish; onChange: (wish: Wish) => void }) {
  const [find, setFind] = useState('');
  const behind = aliasesOf(indices.indices);
  const groups = new Map((backups?.groups ?? []).map((group) => [group.group, group]));
  const aliases = namesIn(wish.aliases);
  const names = namesIn(wish.indices);
  const all = wish.all === 'yes';
  const flip = (set: ReadonlySet<string>, name: string) => {
    const next = new Set(set);
    if (!next.delete(name)) next.add(name);
    return next;
  };
  if (behind.size === 0 && indices.indices.length === 0) return <EmptyState title="The cluster has no indices">There is nothing to back up.</EmptyState>;
  const found = indices.indices.filter((index) => index.name.includes(find.trim().toLowerCase()));
  return (
    <div className="flex flex-col gap-4">
      <FieldGroup legend="Aliases" hint="The indices behind each, filed under the alias.">
        <CheckField label={<b className="font-semibold">Every alias</b>} checked={all} onChange={() => onChange(all ? {} : { all: 'yes', indices: wish.indices })} hint={`${plural(behind.size, 'alias', 'aliases')}.`} />
        {[...behind].map(([alias, targets]) => {
          const group = groups.get(alias);
          return (
            <div key={alias} className="flex flex-wrap items-baseline justify-between gap-x-4 border-t py-1.5">
              <CheckField
                label={
                  <>
                    {alias} <span className="text-muted">{targets.length === 1 ? shortIndexName(targets[0]!.name, alias) : plural(targets.length, 'index', 'indices')}, {plural(documentsOf(targets), 'document')}</span>
                  </>
                }
                checked={all || aliases.has(alias)}
                disabled={all}
                onChange={() => onChange({ aliases: joined(flip(aliases, alias)), indices: wish.indices })}
              />
              <span className="pl-[26px] text-[13px] text-muted">
                {group?.lastGood ? <LastGood at={group.lastGood.takenAt} overdue={group.overdue === true} /> : backups === undefined || isUnread(backups, alias, targets) ? 'last backup unknown' : <State level="warn" className="font-normal">{group ? 'no good backup' : 'never backed up'}</State>}
              </span>
            </div>
          );
        })}
      </FieldGroup>
      <Disclosure openOnce={names.size > 0 || behind.size === 0} summary={`Choose single indices${names.size > 0 ? ` (${formatCount(names.size)} chosen)` : ''}`}>
        <div className="mt-2 flex flex-col gap-2">
          <TextField label="Find an index" type="search" value={find} onChange={(event) => setFind(event.target.value)} />
          <div className="max-h-80 overflow-y-auto rounded-md border px-3 py-1">
            {found.slice(0, SHOWN).map((index) => (
              <CheckField
                key={index.uuid}
                label={
                  <>
                    <code>{index.name}</code> <span className="text-muted">{plural(index.documents, 'document')}</span> {index.state === 'closed' && <Tag tone="warn">closed</Tag>}
                  </>
                }
                checked={names.has(index.name)}
                onChange={() => onChange({ aliases: wish.aliases, all: wish.all, indices: joined(flip(names, index.name)) })}
              />
            ))}
            {found.length === 0 && <p className="py-2 text-muted">No index is called like this.</p>}
            {found.length > SHOWN && <p className="py-2 text-[13px] text-muted">The first {formatCount(SHOWN)} of {formatCount(found.length)}: type more of the name.</p>}
          </div>
        </div>
      </Disclosure>
    </div>
  );
}

const isUnread = ({ problem, unread }: BackupsPage, alias: string, targets: readonly IndexSummary[]) => problem !== null || foldersOf(alias, targets).some((folder) => unread.includes(folder));

const SHOWN = 100;

function LastGood({ at, overdue }: { at: string; overdue: boolean }) {
  return overdue ? (
    <State level="warn" className="font-normal">
      overdue: <Time at={at} show="relative" />
    </State>
  ) : (
    <>
      last <Time at={at} show="relative" />
    </>
  );
}

function aliasesOf(indices: readonly IndexSummary[]): Map<string, IndexSummary[]> {
  const behind = new Map<string, IndexSummary[]>();
  for (const index of indices) for (const { alias } of index.aliases) behind.set(alias, [...(behind.get(alias) ?? []), index]);
  return new Map([...behind].sort(([a], [b]) => a.localeCompare(b, 'en')));
}

const documentsOf = (targets: readonly IndexSummary[]): number | null => (targets.some((target) => target.documents === null) ? null : targets.reduce((sum, target) => sum + (target.documents ?? 0), 0));

function Plan({ cluster, plan, blocked, pending, onStart }: { cluster: ClusterWords; plan: BackupPlan; blocked: string | null; pending: boolean; onStart: () => void }) {
  const refused = plan.checks.filter((check) => check.level === 'refuse');
  const warned = plan.checks.filter((check) => check.level === 'warn');
  return (
    <Panel title="What will happen" tone="accent">
      <p className="mb-2">
        {plan.indices.length === 0 ? (
          'Nothing of what is chosen can be backed up.'
        ) : (
          <>
            Read {plural(plan.documents, 'document')} ({formatBytes(plan.primaryBytes)} in the cluster) and write {plural(plan.indices.length, 'file')} into <code>{plan.directory}</code>. A file appears only when every document of its index is in it.
          </>
        )}
      </p>
      {[...refused, ...warned].map((check) => (
        <Notice key={check.id} tone={check.level === 'refuse' ? 'bad' : 'warn'} className="mb-2" title={check.title}>
          <p>{check.detail}</p>
          {check.hint && <p className="text-muted">{check.hint}</p>}
        </Notice>
      ))}
      {plan.indices.length > 0 && (
        <div className="mb-3 max-h-96 overflow-y-auto">
          <Table label="Indices to back up">
            <Head>
              <Column>Index</Column>
              <Column numeric>Documents</Column>
              <Column numeric>Size</Column>
            </Head>
            <Body>
              {plan.indices.map((entry) => (
                <Row key={entry.uuid}>
                  <Cell>
                    <b className="font-semibold">{entry.group}</b>
                    {entry.index !== entry.group && <code className="block text-faint">{entry.index}</code>}
                  </Cell>
                  <Cell numeric label="Documents">{formatCount(entry.documents)}</Cell>
                  <Cell numeric label="Size">{formatBytes(entry.primaryBytes)}</Cell>
                </Row>
              ))}
            </Body>
          </Table>
        </div>
      )}
      <div className="flex flex-wrap items-start gap-2">
        <Button look="primary" pending={pending && 'Starting…'} blocked={blocked ?? (refused.length > 0 ? `Refused: ${refused.map((check) => check.title).join('; ')}.` : plan.indices.length === 0 ? 'Nothing can be backed up.' : null)} onClick={onStart}>
          Back up {plural(plan.indices.length, 'index', 'indices')}
        </Button>
        <LinkButton href={paths.backups(cluster.key)}>Cancel</LinkButton>
      </div>
      <details className="mt-3">
        <summary className="text-accent">Show requests as curl</summary>
        <div className="mt-2">
          <Requests requests={plan.requests} />
        </div>
      </details>
    </Panel>
  );
}
