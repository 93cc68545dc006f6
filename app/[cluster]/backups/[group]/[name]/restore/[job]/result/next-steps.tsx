import type { AliasStatus, JobDetail, RestoreFacts } from '@/lib/contract/job-page.ts';
import { movedAlias } from '@/lib/kinds/restore/describe-result.ts';
import type { RestoreResult } from '@/lib/kinds/restore/schema.ts';
import { isIrreversible, isLive } from '@/lib/kinds/restore/target-use.ts';
import { formatList, formatUtcMinute } from '@/lib/format.ts';
import { useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { LinkButton } from '@/components/ui/button.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { BackUpLink } from '@/components/kinds/backup/back-up-link.tsx';
import { CleanUpLink } from '@/components/kinds/clean-up/clean-up-link.tsx';

const TELL = 'Tell the incident channel: the summary is below.';

/** What is to be done depends on where the alias is now, not on where this restore left it. */
function nextSteps({ restore, standing: aliasStatus, moved }: JobDetail, result: RestoreResult): string[] {
  const { alias, index } = result;
  if (restore !== null && isIrreversible(restore.use) && !movedAlias(result)) return stepsAfterAdding(restore, result);
  if (alias === null || (!result.switched && moved === null)) {
    return [
      `Look into ${index}: search it by its name for something you know should be there.`,
      alias === null
        ? 'When you are sure, point an alias to it, or let clean up take it.'
        : `When you are sure, point ${alias} to it${restore?.liveIndices.length === 0 ? '' : '; until then the live index serves as before'}.`,
      TELL,
    ];
  }
  if (aliasStatus === null) return [TELL];
  switch (aliasStatus.where) {
    case 'before':
      return stepsAfterUndo(aliasStatus);
    case 'elsewhere':
      return stepsAfterForeignMove(alias, aliasStatus);
    case 'here':
    case 'unknown':
      return stepsAfterRestore(alias, aliasStatus, restore?.takenAt ?? null);
    default:
      return aliasStatus.where satisfies never;
  }
}

/** After documents were written into an index that existed: there is nothing to switch back to, and nothing left over. */
function stepsAfterAdding({ use }: Pick<RestoreFacts, 'use'>, { index }: RestoreResult): string[] {
  return [
    isLive(use)
      ? 'Search for something you know should be there, on the site itself.'
      : `Look into ${index}: search it by its name for something you know should be there.`,
    'Look for documents that were changed since the backup was made: where they were overwritten, change them again.',
    TELL,
  ];
}

function stepsAfterUndo({ before, indexNow }: AliasStatus): string[] {
  const gone = indexNow === 'gone';
  return [
    `Searches see ${formatList(before)} again. ` +
      `Find out what was wrong with the restored index${gone ? '' : ', which is still there'}.`,
    TELL,
    gone
      ? 'Restore this backup again, or another one.'
      : 'Switch forward again when it is right, or restore another backup; clean up deletes what is not needed.',
  ];
}

function stepsAfterForeignMove(alias: string, { targets }: AliasStatus): string[] {
  return [
    targets.length === 0
      ? `Find out who took ${alias} away: searches for it fail.`
      : `Find out who moved ${alias} to ${formatList(targets.map((target) => target.index))}, and why.`,
    TELL,
    `Then switch ${alias} to the index you want by its name.`,
  ];
}

function stepsAfterRestore(alias: string, { beforeNow }: AliasStatus, takenAt: string | null): string[] {
  const since = takenAt ? `${formatUtcMinute(takenAt)}, the time of the backup` : 'before the backup';
  return [
    'Search for something you know should be there, on the site itself.',
    `Start what writes to ${alias} again from ${since}: what changed since is missing.`,
    TELL,
    beforeNow === 'gone'
      ? 'The previous index has been deleted: keep the backup until you are sure.'
      : 'When all is well, clean up what is left over. ' +
        'Clean up keeps the newest previous index, so that you can switch back, unless you choose otherwise.',
  ];
}

/** Beside a restore that is done. */
export function NextSteps({ detail, result }: { detail: JobDetail; result: RestoreResult }) {
  const cluster = useCluster();
  const alias = result.alias;
  return (
    <Panel title="What to do next">
      <ol className="mb-3 flex list-decimal flex-col gap-1.5 pl-5">
        {nextSteps(detail, result).map((step) => (
          <li key={step} className="[overflow-wrap:anywhere]">
            {step}
          </li>
        ))}
      </ol>
      <div className="flex flex-col gap-2">
        {(detail.restore === null || !isIrreversible(detail.restore.use)) && (
          <CleanUpLink alias={alias ?? undefined}>Clean up what is left over</CleanUpLink>
        )}
        <BackUpLink alias={alias ?? undefined}>Back up {alias ?? 'it'} as it is now</BackUpLink>
        <LinkButton href={paths.overview(cluster.key)}>Overview</LinkButton>
      </div>
    </Panel>
  );
}
