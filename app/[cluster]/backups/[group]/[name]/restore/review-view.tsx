'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { replaceSearch } from '@/components/address.ts';
import type { Blocked, ClusterWords } from '@/components/blocked.ts';
import { CheckPanel } from '@/components/checks.tsx';
import { Live } from '@/components/live.tsx';
import { useOnce } from '@/components/once.ts';
import { paths, withQuery } from '@/components/paths.ts';
import { RouteError, restorePlanQuery } from '@/components/queries.ts';
import { changesIn, PlanChanged } from '@/components/plan-changed.tsx';
import { Requests } from '@/components/requests.tsx';
import { choicesOf, jsonError, rememberChoices } from '@/components/restore/choices.ts';
import { documentsVerb, howLong, refusals, whatWillHappen } from '@/components/restore/effect.ts';
import { RestoreSteps } from '@/components/restore/steps.tsx';
import { noteStarted } from '@/components/jobs/started.ts';
import { Said, progressWords } from '@/components/jobs/progress-panel.tsx';
import { Button, CheckField, Disclosure, FailureNotice, Heading, LinkButton, Panel, ProgressBar, Time } from '@/components/ui/index.ts';
import { useAct, type ActionAnswer } from '@/components/use-act.ts';
import type { BackupRow, RestoreDraft, TypedRestoreChoices } from '@/lib/contract/api.ts';
import type { RestorePlan } from '@/lib/contract/plans.ts';
import { formatBytes, formatDuration } from '@/lib/format.ts';
import { PlanGuard, useGuard, type Confirmation } from '../../../../approvals/plan-guard.tsx';
import { OverrideForm, tooLong } from './override-form.tsx';
import { Changes, Compare } from './review-parts.tsx';

export interface StartRestoreInput extends Confirmation {
  cluster: string;
  backup: string;
  choices: TypedRestoreChoices;
  fingerprint: string;
  once: string;
}

interface Props {
  cluster: ClusterWords;
  row: BackupRow;
  initialSearch: string;
  /** Long overrides that the address only names. */
  kept: Pick<TypedRestoreChoices, 'settings' | 'mappings'> | null;
  blocked: Blocked;
  start: (input: StartRestoreInput) => Promise<ActionAnswer<{ job: string }>>;
  keep: Keep;
}

type Keep = (input: { cluster: string; settings: string; mappings: string }) => Promise<ActionAnswer<{ key: string }>>;

/** How long a person types before the plan is made anew. */
const TYPING_MS = 500;
/** Encoded characters of overrides that an address carries, whatever stands between; longer ones are kept by the server. */
const LONGEST_IN_ADDRESS = 1_500;

/** The second step: everything that would happen, before anything does. What is typed stands in the address. */
export function ReviewView({ cluster, row, initialSearch, kept, blocked, start, keep }: Props) {
  const router = useRouter();
  const client = useQueryClient();
  const once = useOnce();
  const { alias, choices, settled, asked, notKept, change } = useChoices(cluster.key, row, initialSearch, kept, keep);
  const badJson = [settled.settings, settled.mappings].some((text) => jsonError(text) !== null || tooLong(text) !== undefined);
  const query = useQuery({ ...restorePlanQuery(cluster.key, row.id, asked), enabled: !badJson });
  const last = useLastPlanned(query.data);
  const act = useAct(start, (value) => {
    noteStarted(value.job);
    router.push(paths.restoreRun(cluster.key, row.id, value.job));
  });
  const changed = changesIn(act.failure);

  useEffect(() => {
    // The refusal brings the fresh plan along; what is shown from now on is that one.
    const fresh = act.failure?.code === 'plan_changed' ? (act.failure.details?.plan as RestorePlan | undefined) : undefined;
    const key = restorePlanQuery(cluster.key, row.id, asked).queryKey;
    if (fresh) client.setQueryData(key, (before): RestoreDraft | undefined => (before?.state === 'planned' ? { ...before, plan: fresh } : before));
  }, [act.failure, client, cluster.key, row.id, asked]);

  const errors = { ...(query.error instanceof RouteError ? query.error.fields : {}), ...(query.data?.state === 'failed' ? query.data.fields : {}), ...act.failure?.fields, ...notKept };
  const typing = settled !== choices;

  return (
    <>
      <RestoreSteps cluster={cluster.key} alias={alias} backup={row.id} current={1} />
      <Heading
        takeFocus
        sub={
          <p>
            Nothing is deleted. The live index stays as it is, open, and one click switches back to it. <span className="whitespace-nowrap">On <b className="font-semibold text-text">{cluster.name}</b> ({cluster.environment}).</span>
          </p>
        }
      >
        Restore {alias} from {row.takenAt === null ? row.id : <Time at={row.takenAt} show="absolute" />}?
      </Heading>
      {changed && <PlanChanged changes={changed} className="mb-3.5" />}
      {act.failure && !changed && <FailureNotice className="mb-3.5" title="The restore did not begin" failure={act.failure} actions={<BusyLink cluster={cluster.key} details={act.failure.details} />} />}
      <Live query={shownQuery(query, last)} what="the plan" waiting={<Reading row={row} draft={null} />}>
        {(draft, stale) => {
          if (draft.state === 'reading') return <Reading row={row} draft={draft} />;
          if (draft.state === 'failed' && last === null && OF_THE_CLUSTER.has(draft.failure.code)) {
            return (
              <FailureNotice
                title="The plan can’t be made yet: the cluster does not answer as it should"
                failure={draft.failure}
                actions={
                  <>
                    <Button size="small" onClick={() => void query.refetch()} pending={query.fetchStatus === 'fetching' && 'Trying…'}>
                      Try again now
                    </Button>
                    <span className="text-muted">This page keeps trying by itself. What was typed stays.</span>
                  </>
                }
              />
            );
          }
          if (draft.state === 'failed' && last === null) {
            return (
              <>
                <FailureNotice className="mb-3.5" title="This can’t be restored like this" failure={draft.failure} actions={<LinkButton href={paths.chooseBackup(cluster.key, alias, row.id)}>Choose another backup</LinkButton>} />
                <Panel title="Override">
                  <OverrideForm choices={choices} errors={errors} additive={false} onChange={change} />
                </Panel>
              </>
            );
          }
          const planned = draft.state === 'planned' ? draft : last!;
          return (
            <Plan
              cluster={cluster}
              row={row}
              planned={planned}
              stale={stale || typing || badJson || draft !== query.data}
              problem={draft.state === 'failed' ? draft.failure.message : badJson ? 'An override can’t be used yet.' : null}
              choices={choices}
              errors={errors}
              onChange={change}
              blocked={blocked}
              pending={act.pending}
              onStart={(confirmation) => void act.act({ cluster: cluster.key, backup: row.id, choices: settled, fingerprint: planned.plan.fingerprint, once: `${once}:${planned.plan.fingerprint.slice(0, 32)}`, ...confirmation })}
            />
          );
        }}
      </Live>
    </>
  );
}

/** Nothing is wrong with the backup or with what was typed: another one would fare no better. */
const OF_THE_CLUSTER: ReadonlySet<string> = new Set(['unreachable', 'timed_out', 'unauthorised', 'forbidden', 'overloaded', 'cluster_error']);

type Planned = Extract<RestoreDraft, { state: 'planned' }>;

/** While something is typed and planned anew, the last plan stays where it was, marked as old. */
function shownQuery<Query extends { data: RestoreDraft | undefined; error: unknown }>(query: Query, last: Planned | null): Query {
  return last !== null && (query.data === undefined || query.data.state === 'reading') ? { ...query, data: last } : query;
}

function useLastPlanned(draft: RestoreDraft | undefined): Planned | null {
  const [last, setLast] = useState<Planned | null>(null);
  if (draft?.state === 'planned' && draft !== last) setLast(draft);
  return draft?.state === 'planned' ? draft : last;
}

/**
 * What is typed: at once on the screen, after a pause in the address and in the plan. `asked` is what an address carries:
 * long overrides are kept by the server first, and named by a key there.
 */
function useChoices(cluster: string, row: BackupRow, initialSearch: string, kept: Props['kept'], keep: Keep) {
  const [asked, setAsked] = useState<TypedRestoreChoices>(() => choicesOf(new URLSearchParams(initialSearch)));
  const [choices, setChoices] = useState<TypedRestoreChoices>(() => ({ ...without(asked, ['typed']), ...kept }));
  const [settled, setSettled] = useState(choices);
  const [notKept, setNotKept] = useState<Record<string, string>>({});
  const alias = isOneOf(row, asked.alias) ? asked.alias! : row.group;

  useEffect(() => {
    if (choices === settled) return;
    let left = false;
    const settle = async () => {
      const { settings = '', mappings = '' } = choices;
      const long = encodeURIComponent(settings).length + encodeURIComponent(mappings).length > LONGEST_IN_ADDRESS;
      const unusable = tooLong(settings) ?? tooLong(mappings);
      const answer = long && unusable === undefined ? await keep({ cluster, settings, mappings }).catch(() => NOT_KEPT) : null;
      if (left) return;
      if (answer !== null && !answer.ok) return setNotKept({ [settings.length > mappings.length ? 'settings' : 'mappings']: answer.failure.message });
      setNotKept({});
      setAsked(answer === null ? (long ? without(choices, ['settings', 'mappings']) : choices) : { ...without(choices, ['settings', 'mappings']), typed: answer.value.key });
      setSettled(choices);
    };
    const timer = setTimeout(() => void settle(), TYPING_MS);
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [choices, settled, cluster, keep]);

  useEffect(() => {
    replaceSearch(withQuery('', asked));
    rememberChoices(cluster, alias, asked);
  }, [asked, cluster, alias]);

  const change = useCallback((next: Partial<TypedRestoreChoices>) => {
    setChoices((now) => Object.fromEntries(Object.entries({ ...now, ...next }).filter(([, value]) => value !== undefined && value !== '')) as TypedRestoreChoices);
  }, []);
  return useMemo(() => ({ alias, choices, settled, asked, notKept, change }), [alias, choices, settled, asked, notKept, change]);
}

/** The backup was looked up by this alias; any other one was typed. */
const isOneOf = (row: BackupRow, alias: string | undefined) => alias !== undefined && row.names.includes(alias);

const NOT_KEPT: ActionAnswer<never> = { ok: false, failure: { code: 'unreachable', message: 'Restore Desk’s own server did not answer: what was typed is not kept yet. Change it to try again.' } };

const without = (choices: TypedRestoreChoices, names: readonly (keyof TypedRestoreChoices)[]): TypedRestoreChoices =>
  Object.fromEntries(Object.entries(choices).filter(([name]) => !names.includes(name as keyof TypedRestoreChoices))) as TypedRestoreChoices;

function BusyLink({ cluster, details }: { cluster: string; details: Record<string, unknown> | undefined }) {
  return typeof details?.owner === 'string' ? <LinkButton href={paths.job(cluster, details.owner)}>Go to job {details.owner}</LinkButton> : null;
}

/** The file is read to its end before anything is promised: for a big one that takes a while, and it says how far it is. */
function Reading({ row, draft }: { row: BackupRow; draft: Extract<RestoreDraft, { state: 'reading' }> | null }) {
  const progress = draft?.progress ?? null;
  return (
    <Panel title="Reading the backup to its end" actions={progress && <span className="text-muted">{progressWords(progress)}</span>}>
      <ProgressBar label="Reading the backup" done={progress === null || progress.total === null ? null : progress.done} total={progress?.total ?? null} />
      <p className="mt-2 text-muted">
        {formatBytes(row.fileBytes)}: every checksum and every document is looked at before anything is promised, and nothing on the cluster is touched.
        {progress?.secondsLeft != null && ` About ${formatDuration(progress.secondsLeft)} left.`} You may leave; it goes on.
      </p>
      <Said text="Reading the backup to its end." />
    </Panel>
  );
}

interface PlanProps {
  cluster: ClusterWords;
  row: BackupRow;
  planned: Planned;
  stale: boolean;
  problem: string | null;
  choices: TypedRestoreChoices;
  errors: Record<string, string>;
  onChange: (next: Partial<TypedRestoreChoices>) => void;
  blocked: Blocked;
  pending: boolean;
  onStart: (confirmation: Confirmation) => void;
}

function Plan(props: PlanProps) {
  const { row, planned, choices, errors, onChange } = props;
  const { plan } = planned;
  const overridden = Object.keys(choices).some((name) => name !== 'switchAlias' && !(name === 'alias' && isOneOf(row, choices.alias))) || FIELDS.some((name) => errors[name] !== undefined);
  return (
    <div className="flex flex-col gap-3.5">
      <Compare plan={plan} />
      {/* On a phone one below the other, the button before pages of settings; else it stands beside all of them. */}
      <div className="grid gap-3.5 min-[860px]:grid-cols-[minmax(0,1fr)_330px] min-[860px]:grid-rows-[auto_1fr]">
        <CheckPanel checks={plan.checks} />
        <div className="min-w-0 min-[860px]:row-span-2">
          <Confirm {...props} />
        </div>
        <div className="flex min-w-0 flex-col gap-3.5">
          <Changes plan={plan}>
            <Disclosure className="mt-3" openOnce={overridden} summary="Override settings, mappings or names">
              <OverrideForm choices={choices} errors={errors} additive={plan.target.uuid !== null} onChange={onChange} />
            </Disclosure>
          </Changes>
          <Panel title="Requests">
            <details>
              <summary className="text-accent">Show requests as curl</summary>
              <div className="mt-2">
                <Requests requests={plan.requests} />
              </div>
            </details>
          </Panel>
        </div>
      </div>
    </div>
  );
}

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);

const FIELDS = ['alias', 'into', 'shards', 'replicas', 'onConflict', 'drop', 'settings', 'mappings'] as const;

function Confirm({ cluster, row, planned, stale, problem, choices, errors, onChange, blocked, pending, onStart }: PlanProps) {
  const { plan } = planned;
  const given = useGuard(planned.guard);
  const refused = refusals(plan);
  const why =
    blocked.restore ??
    (refused.length > 0 ? `Refused: ${refused.map((check) => check.title).join('; ')}.` : null) ??
    problem ??
    (stale ? 'The plan is being made anew.' : null) ??
    given.missing;
  return (
    <form
      className="min-[860px]:sticky min-[860px]:top-3.5"
      onSubmit={(event) => {
        event.preventDefault();
        if (why === null && !pending) onStart(given.confirmation);
      }}
    >
      <Panel title="What will happen">
        <ol className="mb-3 list-decimal pl-5">
          {whatWillHappen(plan).map((step) => (
            <li key={step} className="[overflow-wrap:anywhere]">
              {step}
            </li>
          ))}
        </ol>
        <p className="mb-3 text-muted">{howLong(planned.estimate, row.seconds)}</p>
        <CheckField label="Move the alias as soon as everything matches" hint="Off: stop before the switch and ask." checked={choices.switchAlias !== 'no'} onChange={(event) => onChange({ switchAlias: event.target.checked ? undefined : 'no' })} />
        {plan.onConflict !== 'create' && plan.target.uuid !== null && <p className="mt-2 text-muted">Documents that are there {plan.onConflict === 'index' ? 'are overwritten' : 'are overwritten where they are older'}; none is deleted.</p>}
        <PlanGuard cluster={cluster} fingerprint={plan.fingerprint} given={given} errors={errors} />
        <div className="mt-4 flex flex-col gap-2">
          <Button type="submit" look={given.breaksGlass ? 'danger' : 'primary'} className="w-full" pending={pending && 'Starting…'} blocked={why}>
            {given.breaksGlass ? `Break the glass and ${lowerFirst(documentsVerb(plan))}` : documentsVerb(plan)}
          </Button>
          <LinkButton href={paths.backup(cluster.key, row.id)}>Cancel</LinkButton>
        </div>
      </Panel>
    </form>
  );
}
