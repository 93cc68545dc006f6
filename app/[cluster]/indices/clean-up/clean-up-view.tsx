'use client';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { aliasesIn, problemsOf, type TypedRules } from '@/lib/kinds/clean-up/rules.ts';
import type { CleanUpPlan } from '@/lib/kinds/clean-up/schema.ts';
import type { CleanUpReview } from '@/lib/kinds/clean-up/review.ts';
import { formatBytes, formatCount, plural } from '@/lib/format.ts';
import { replaceSearch } from '@/components/address.ts';
import { useBlocked, useCluster } from '@/components/cluster-context.tsx';
import { ClusterName } from '@/components/environment-tag.tsx';
import { watermarksWords } from '@/components/health-words.ts';
import { IndexName } from '@/components/index-name.tsx';
import { Live } from '@/components/live.tsx';
import { NodeDisk } from '@/components/node-disk.tsx';
import { useOnce } from '@/components/once.ts';
import { paths } from '@/components/paths.ts';
import { changesIn, PlanChanged } from '@/components/plan-changed.tsx';
import { cleanUpPlanQuery } from '@/components/queries.ts';
import { FoldedRequests } from '@/components/requests.tsx';
import { useAct, type ActionAnswer } from '@/components/use-act.ts';
import { LinkButton } from '@/components/ui/button.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { CheckField, FieldGroup, TextField } from '@/components/ui/field.tsx';
import { Heading } from '@/components/ui/heading.tsx';
import { FailureNotice, Notice } from '@/components/ui/notice.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { TypedConfirm } from '@/components/ui/typed-confirm.tsx';
import { DecidedList } from './decided-list.tsx';

export type CleanUpAction = (input: {
  cluster: string;
  rules: TypedRules;
  fingerprint: string;
  once: string;
  typed: string;
}) => Promise<ActionAnswer<{ job: string }>>;

const isSound = (rules: TypedRules) => Object.keys(problemsOf(rules)).length === 0;

/** Rules on one side, what they give on the other, live; deleting asks for a name. */
export function CleanUpView({ initial, action }: { initial: TypedRules; action: CleanUpAction }) {
  const cluster = useCluster();
  const router = useRouter();
  const once = useOnce();
  const [rules, setRules] = useState(initial);
  const [settled, setSettled] = useState(initial);
  const query = useQuery({ ...cleanUpPlanQuery(cluster.key, settled), enabled: isSound(settled) });
  const deleting = useAct(action, ({ job }) => router.push(paths.job(cluster.key, job)));
  const changes = changesIn(deleting.failure);

  useEffect(() => {
    const timer = setTimeout(() => {
      setSettled(rules);
      const address = new URLSearchParams(
        Object.entries(rules).filter(([name, value]) => value !== '' && !(name === 'keep' && value === '1')),
      );
      replaceSearch(address.size > 0 ? `?${address.toString()}` : '');
    }, 250);
    return () => clearTimeout(timer);
  }, [rules]);

  const errors = problemsOf(rules);
  const current = isSound(rules) && settled === rules && !query.isPlaceholderData;

  const start = (review: CleanUpReview, typed: string) => {
    const { fingerprint } = review.plan;
    void deleting
      .act({ cluster: cluster.key, rules: settled, fingerprint, once: `${once}:${fingerprint.slice(0, 32)}`, typed })
      .then(() => query.refetch());
  };

  return (
    <>
      <Heading
        takeFocus
        sub={
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <ClusterName cluster={cluster} />{' '}
            <span>Deletes indices that no alias points to. What an alias points to never goes.</span>
          </span>
        }
      >
        Clean up left-over indices
      </Heading>
      {changes && <PlanChanged changes={changes} className="mb-3.5" />}
      {deleting.failure && !changes && (
        <FailureNotice failure={deleting.failure} title="Nothing was deleted" className="mb-3.5" />
      )}
      <div className="grid grid-cols-1 items-start gap-3.5 lg:grid-cols-[300px_minmax(0,1fr)]">
        <RulesPanel
          rules={rules}
          errors={errors}
          aliases={query.data?.aliases ?? aliasesIn(rules.aliases)}
          onRules={setRules}
        />
        <Live query={query} what="the plan">
          {(review, stale) => (
            <Result
              key={review.typeToConfirm}
              review={review}
              blocked={
                stale
                  ? 'The plan is old: the cluster does not answer.'
                  : current
                    ? null
                    : 'The rules are being applied…'
              }
              pending={deleting.pending}
              onDelete={(typed) => start(review, typed)}
            />
          )}
        </Live>
      </div>
    </>
  );
}

function RulesPanel({
  rules,
  errors,
  aliases,
  onRules,
}: {
  rules: TypedRules;
  errors: Record<string, string | undefined>;
  aliases: readonly string[];
  onRules: (rules: TypedRules) => void;
}) {
  const chosen = new Set(aliasesIn(rules.aliases));
  const toggle = (alias: string) => {
    const next = new Set(chosen);
    if (!next.delete(alias)) next.add(alias);
    onRules({ ...rules, aliases: [...next].sort().join(',') });
  };
  return (
    <Panel title="Rules" className="self-start lg:sticky lg:top-3">
      <div className="flex flex-col gap-4">
        <TextField
          label="Keep the newest"
          hint="Of each alias, so many indices that no alias points to: the way back."
          inputMode="numeric"
          value={rules.keep}
          error={errors.keep}
          onChange={(event) => onRules({ ...rules, keep: event.target.value })}
        />
        <TextField
          label="Only older than"
          hint="12h, 7d, 2w; empty for any age."
          placeholder="any age"
          value={rules.olderThan}
          error={errors.olderThan}
          onChange={(event) => onRules({ ...rules, olderThan: event.target.value })}
        />
        <FieldGroup legend="Aliases" hint={chosen.size === 0 ? 'None chosen: all of them.' : undefined}>
          <div className="max-h-80 overflow-y-auto">
            {aliases.map((alias) => (
              <CheckField key={alias} label={alias} checked={chosen.has(alias)} onChange={() => toggle(alias)} />
            ))}
          </div>
        </FieldGroup>
      </div>
    </Panel>
  );
}

function Result({
  review,
  blocked,
  pending,
  onDelete,
}: {
  review: CleanUpReview;
  blocked: string | null;
  pending: boolean;
  onDelete: (typed: string) => void;
}) {
  const cluster = useCluster();
  const mayNot = useBlocked('clean-up');
  const { plan, typeToConfirm } = review;
  const refusal = plan.checks.find((check) => check.level === 'refuse');
  const going = plan.groups.flatMap((group) => group.entries.filter((entry) => entry.goes));
  const indices = plural(plan.indices, 'index', 'indices');
  return (
    <div className="flex min-w-0 flex-col gap-3.5">
      {refusal && (
        <Notice tone="warn" title={refusal.title}>
          <p>{refusal.detail}</p>
          {refusal.hint && <p className="text-muted">{refusal.hint}</p>}
        </Notice>
      )}
      <Panel
        title={<span role="status">{plan.indices === 0 ? 'Nothing goes by these rules' : `${indices} would go`}</span>}
        tone={plan.indices === 0 ? 'plain' : 'bad'}
      >
        {plan.indices === 0 ? (
          <p className="text-muted">
            {plan.groups.length === 0
              ? 'There is none that they could be about.'
              : 'Each index below says why it stays. Keep fewer, or drop the age, to see more go.'}
          </p>
        ) : (
          <div className="grid gap-4 xl:grid-cols-2">
            <div>
              <Space review={review} />
              <FoldedRequests className="mt-3" requests={plan.requests} />
            </div>
            {typeToConfirm !== null && (
              <TypedConfirm
                name={typeToConfirm}
                ask={
                  plan.indices === 1
                    ? 'This can’t be undone. Type the index’s name to delete it'
                    : `This can’t be undone. To delete all ${formatCount(plan.indices)}, type the name of the fullest one`
                }
                verb={`Delete ${indices}`}
                pending={pending && `Deleting ${indices}…`}
                blocked={mayNot ?? (refusal ? refusal.title : null) ?? blocked}
                onConfirm={onDelete}
                beside={<LinkButton href={paths.indices(cluster.key)}>Cancel</LinkButton>}
              />
            )}
          </div>
        )}
      </Panel>
      {plan.groups.length === 0 && (
        <EmptyState title="No index belongs to an alias">
          An alias’s indices are named after it, with the time they were made. None is here.
        </EmptyState>
      )}
      {plan.groups.length > 0 && <DecidedList groups={plan.groups} />}
      {plan.outside.length > 0 && <Outside plan={plan} />}
      {going.length > 0 && (
        <p className="text-[13px] text-faint">
          Before each one is deleted, its uuid and its aliases are looked at once more. What has changed by then is
          left.
        </p>
      )}
    </div>
  );
}

/** Not of these rules, but of the same disks. */
function Outside({ plan: { outside } }: { plan: CleanUpPlan }) {
  return (
    <Panel
      title={`${plural(outside.length, 'index', 'indices')} of no alias ${outside.length === 1 ? 'is' : 'are'} never cleaned up`}
    >
      <p className="mb-2 text-muted">
        Their names don’t say whose they are, so whether they are still needed is not known here. Ask whoever made them;
        back one up before it is deleted by hand.
      </p>
      <ul className="flex max-h-96 flex-col divide-y overflow-y-auto" tabIndex={0} aria-label="Indices of no alias">
        {outside.map((entry) => (
          <li key={entry.uuid} className="flex flex-wrap items-baseline justify-between gap-x-4 py-1.5">
            <IndexName name={entry.index} alias={null} />
            <span className="text-[13px] text-muted">
              {plural(entry.documents, 'document')}, {formatBytes(entry.storeBytes)}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** What comes back, against where the disks stand. */
function Space({ review: { plan, disk } }: { review: CleanUpReview }) {
  const going = plan.groups.flatMap((group) => group.entries.filter((entry) => entry.goes));
  const uncounted = going.filter((entry) => entry.documents === null).length;
  const counted = going.reduce((sum, entry) => sum + (entry.documents ?? 0), 0);
  return (
    <>
      <p>
        <b className="font-semibold">{formatBytes(plan.bytes)}</b> comes back; {plural(counted, 'document')}{' '}
        {counted === 1 ? 'goes' : 'go'}
        {uncounted > 0 &&
          `, and those of ${plural(uncounted, 'index that can’t be counted', 'indices that can’t be counted')}`}
        .
      </p>
      {disk !== null && <Disk disk={disk} bytes={plan.bytes} />}
    </>
  );
}

/** On several nodes nobody knows beforehand where the space comes back. */
function Disk({
  disk: { fullest, watermarks, dataNodes, freeBytes },
  bytes,
}: {
  disk: NonNullable<CleanUpReview['disk']>;
  bytes: number | null;
}) {
  const after =
    dataNodes > 1 || bytes === null || fullest.diskFreeBytes === null
      ? null
      : { ...fullest, diskFreeBytes: fullest.diskFreeBytes + bytes, watermark: null };
  return (
    <div className="mt-2 flex flex-col gap-1.5 text-[13px] text-muted">
      <span>
        Now, on {dataNodes > 1 ? `the fullest of ${formatCount(dataNodes)} data nodes` : 'the data node'},{' '}
        <b className="font-semibold [overflow-wrap:anywhere]">{fullest.name}</b>:
      </span>
      <NodeDisk node={fullest} watermarks={watermarks} />
      {watermarks && <span className="text-faint">Disk watermarks: {watermarksWords(watermarks)}.</span>}
      {after !== null && (
        <>
          <span className="mt-1">Afterwards:</span>
          <NodeDisk node={after} watermarks={watermarks} label={`Disk of ${after.name} in use afterwards`} />
        </>
      )}
      {dataNodes > 1 && bytes !== null && freeBytes !== null && (
        <span>
          Afterwards {formatBytes(freeBytes + bytes)} are free on all {formatCount(dataNodes)} together; how much of it
          on this one can’t be told.
        </span>
      )}
    </div>
  );
}
