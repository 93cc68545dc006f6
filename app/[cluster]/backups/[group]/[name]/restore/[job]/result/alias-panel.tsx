'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Blocked, ClusterWords } from '@/components/blocked.ts';
import type { JobActions } from '@/components/jobs/job-view.tsx';
import { BeforeAfter } from '@/components/before-after.tsx';
import { isActive } from '@/components/jobs/words.ts';
import { paths } from '@/components/paths.ts';
import { jobQuery } from '@/components/queries.ts';
import { Button, FailureNotice, LinkButton, Panel, State, Time } from '@/components/ui/index.ts';
import { useAct } from '@/components/use-act.ts';
import type { AliasStanding, JobDetail } from '@/lib/contract/api.ts';
import type { RestoreResult } from '@/lib/kinds/restore/schema.ts';
import { formatList, shortIndexName } from '@/lib/format.ts';

/** Where the alias stands, as it was last seen; the way back and forth, from this installation's own record of its moves, is one click. */
export function AliasPanel({
  cluster,
  detail,
  result,
  undo,
  blocked,
}: {
  cluster: ClusterWords;
  detail: JobDetail;
  result: RestoreResult;
  undo: JobActions['undo'];
  blocked: Blocked;
}) {
  const client = useQueryClient();
  const [started, setStarted] = useState<string | null>(null);
  const act = useAct(
    undo,
    (value) => {
      setStarted(value.job);
      void client.invalidateQueries({ queryKey: jobQuery(cluster.key, detail.row.id).queryKey });
    },
    { stay: true },
  );
  const { moved, standing } = detail;
  const under = started === null ? undefined : detail.followedBy.find((row) => row.id === started);
  const waiting = act.pending || (started !== null && (under === undefined || isActive(under.status)));

  if (result.alias === null) {
    return (
      <Panel title="No alias was moved">
        <p>
          The documents are in <code>{result.index}</code>, which no alias points to.
        </p>
        <p className="mt-3">
          <LinkButton href={paths.switchTo(cluster.key, result.index)} blocked={blocked.switch}>
            Point an alias to it
          </LinkButton>
        </p>
      </Panel>
    );
  }
  if (moved === null || standing === null) {
    return (
      <Panel
        title={result.switched ? `${result.alias} was moved here` : `${result.alias} was not moved`}
        tone={result.switched ? 'plain' : 'warn'}
      >
        {result.notSwitched && <p className="mb-2">{result.notSwitched}</p>}
        {result.switched ? (
          <>
            <BeforeAfter before={result.aliasBefore ?? []} after={result.aliasAfter ?? []} />
            <p className="mt-3 text-muted">
              {standing?.where === 'elsewhere'
                ? `It points to ${formatList(standing.targets.map((target) => target.index))} now: it has been moved again since.`
                : standing?.where === 'here'
                  ? 'It points here now. Before, it pointed to nothing, or it was moved again since: there is no one click back.'
                  : 'Look at the alias map for where it stands now.'}
            </p>
          </>
        ) : (
          <p className="text-muted">
            The live index serves as before. Look at the new one; when you are sure, point the alias to it.
          </p>
        )}
        <p className="mt-3">
          <LinkButton
            look={result.switched ? 'plain' : 'primary'}
            href={paths.switchTo(cluster.key, result.index, result.alias)}
            blocked={blocked.switch}
          >
            {result.switched ? 'Look at the alias' : `Switch ${result.alias} to it`}
          </LinkButton>
        </p>
      </Panel>
    );
  }
  return (
    <Panel
      title={whereTitle(moved, standing)}
      tone={
        standing.where === 'here'
          ? result.status === 'done'
            ? 'ok'
            : 'plain'
          : standing.where === 'unknown'
            ? 'plain'
            : 'warn'
      }
    >
      <BeforeAfter
        before={standing.where === 'elsewhere' ? moved.last.to : moved.last.from}
        after={standing.where === 'elsewhere' ? standing.targets : moved.last.to}
        now={standing.seenAt !== null}
      />
      <div className="mt-3 flex flex-wrap items-center gap-3">
        <WayBack
          cluster={cluster}
          moved={moved}
          standing={standing}
          waiting={waiting}
          blocked={blocked}
          onMove={() => void act.act({ cluster: cluster.key, job: moved.last.job })}
        />
      </div>
      <p className="mt-2 text-[13px] text-muted">
        Moved <Time at={standing.movedAt} />
        {standing.seenAt === null ? (
          '; the cluster has not been seen since.'
        ) : (
          <>
            ; seen so <Time at={standing.seenAt} precision="seconds" />.
          </>
        )}
      </p>
      <div role="status" className="mt-2 empty:mt-0">
        {under && !isActive(under.status) && under.status === 'succeeded' && (
          <State level="done">{under.outcome}</State>
        )}
      </div>
      {under?.status === 'failed' && (
        <FailureNotice failure={{ message: under.outcome ?? 'The switch failed.' }} title="The alias was not moved" />
      )}
      {act.failure && (
        <FailureNotice
          className="mt-2"
          title="The alias was not moved"
          failure={act.failure}
          actions={
            <LinkButton href={paths.switchTo(cluster.key, result.index, moved.alias)}>Look at the alias</LinkButton>
          }
        />
      )}
    </Panel>
  );
}

function whereTitle({ alias, atRestored }: NonNullable<JobDetail['moved']>, { where, targets }: AliasStanding): string {
  switch (where) {
    case 'here':
      return `${alias} points to the restored index`;
    case 'before':
      return `${alias} points to the index before again`;
    case 'elsewhere':
      return targets.length === 0
        ? `No index has the alias ${alias}`
        : `${alias} points to another index: it was not moved there from here`;
    case 'unknown':
      return atRestored ? `${alias} was moved to the restored index` : `${alias} was moved back to the index before`;
    default:
      return where satisfies never;
  }
}

/** One click where it is one; else why it is none, and what to do instead. */
function WayBack({
  cluster,
  moved,
  standing,
  waiting,
  blocked,
  onMove,
}: {
  cluster: ClusterWords;
  moved: NonNullable<JobDetail['moved']>;
  standing: AliasStanding;
  waiting: boolean;
  blocked: Blocked;
  onMove: () => void;
}) {
  const { atRestored } = moved;
  const presence = atRestored ? standing.beforeNow : standing.indexNow;
  const names = atRestored ? standing.before : [standing.index];
  const target = <code>{formatList(names.map((name) => shortIndexName(name)))}</code>;
  const look = (words: string) => (
    <LinkButton href={paths.switchTo(cluster.key, standing.index, moved.alias)} blocked={blocked.switch}>
      {words}
    </LinkButton>
  );
  if (standing.where === 'elsewhere') return look('Look at the alias');
  if (presence === 'gone') {
    return (
      <span className="min-w-0 text-muted">
        {atRestored
          ? 'The index before has been deleted, so there is no switching back: '
          : 'The restored index has been deleted: '}
        {target}
      </span>
    );
  }
  return (
    <>
      {cluster.protected && !atRestored ? (
        look('Plan the switch forward again')
      ) : (
        <Button pending={waiting && 'Switching…'} blocked={blocked.switch} onClick={onMove}>
          {atRestored ? 'Undo: switch back' : 'Switch forward again'}
        </Button>
      )}
      <span className="min-w-0 text-muted">
        {atRestored ? 'The index before' : 'The restored index'}
        {presence === 'unknown' ? ': ' : ` is still there, ${presence}: `}
        {target}
      </span>
    </>
  );
}
