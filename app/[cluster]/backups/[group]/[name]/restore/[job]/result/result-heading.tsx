import Link from 'next/link';
import type { ReactNode } from 'react';
import { useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { Heading } from '@/components/ui/heading.tsx';
import { Time } from '@/components/ui/time.tsx';
import type { JobDetail } from '@/lib/contract/job-page.ts';
import { formatCount, formatDuration, plural, shortIndexName } from '@/lib/format.ts';
import { movedAlias } from '@/lib/kinds/restore/describe-result.ts';
import type { RestoreResult } from '@/lib/kinds/restore/schema.ts';
import { isIrreversible, isLive } from '@/lib/kinds/restore/target-use.ts';

interface Props {
  detail: JobDetail;
  result: RestoreResult;
  steps: ReactNode;
}

/** What is true now, and where it came from. */
export function ResultHeading({ detail, result, steps }: Props) {
  const cluster = useCluster();
  const takenAt = detail.restore?.takenAt ?? null;
  return (
    <Heading
      takeFocus
      steps={steps}
      sub={
        <p>
          From the backup of {takenAt === null ? 'an unknown time' : <Time at={takenAt} show="absolute" />} on{' '}
          <b className="font-medium text-text">{cluster.name}</b> ({cluster.environment}){took(result)}, by{' '}
          {detail.row.actor.name}.{' '}
          <Link className="link" prefetch={false} href={paths.job(cluster.key, detail.row.id)}>
            Job {detail.row.id}
          </Link>
        </p>
      }
    >
      {titleOf(result, detail)}
    </Heading>
  );
}

const took = ({ earlier, seconds }: RestoreResult): string =>
  earlier
    ? `, resumed after ${plural(earlier.documents, 'document')}, the rest in ${formatDuration(seconds)}`
    : `, in ${formatDuration(seconds)}`;

function titleOf(result: RestoreResult, { restore, standing: aliasStatus, retried }: JobDetail): string {
  const { documents, rejected } = result;
  const what = plural(documents - rejected, 'document');
  const promised = result.promised ?? documents;
  if (rejected > 0)
    return `${formatCount(documents - rejected)} of ${plural(documents, 'document')} restored, ${formatCount(rejected)} rejected${retried?.rejected === 0 ? ', and accepted since' : ''}`;
  if (promised > documents) return `${formatCount(documents)} of ${plural(promised, 'document')} restored`;
  if (restore !== null && isIrreversible(restore.use) && !movedAlias(result))
    return `${plural(result.indexed, 'document')} restored into ${isLive(restore.use) ? 'the live index' : shortIndexName(result.index)}`;
  return result.alias !== null && movedAlias(result)
    ? `${result.alias} ${aliasStatus?.where === 'here' ? 'is' : 'was'} restored`
    : `${what} restored ${restore?.liveIndices.length === 0 ? 'into a new index' : 'beside the live index'}`;
}
