import Link from 'next/link';
import type { UpToDate } from '@/lib/contract/up-to-date.ts';
import {
  carriedSentence,
  isBeforeSwitch,
  isCarried,
  remainingSentence,
  writtenSentence,
} from '@/lib/kinds/carry-forward/up-to-date-words.ts';
import { useBlocked, useCluster } from '../cluster-context.tsx';
import { IndexName } from '../index-name.tsx';
import { isActive } from '../jobs/job-labels.ts';
import type { StartComparison } from '../kinds/compare/start-comparison.ts';
import { paths } from '../paths.ts';
import { Button, LinkButton } from '../ui/button.tsx';
import { FailureNotice } from '../ui/notice.tsx';
import { Time } from '../ui/time.tsx';
import { useAction } from '../use-action.ts';
import { useIdempotencyKey } from '../use-idempotency-key.ts';
import { Way } from './way.tsx';

interface Props {
  data: UpToDate;
  compare: StartComparison;
  refetch: () => void;
}

/** Documents of the index that was live before: compare first, then carry forward. */
export function WayFromPrevious({ data, compare, refetch }: Props) {
  const { key } = useCluster();
  const { previous, comparison, carried } = data;
  const newest = comparison?.newest ?? null;
  const running = newest !== null && isActive(newest.status) ? newest.job : null;
  const remaining = remainingSentence(data);
  if (previous === null) return null;
  return (
    <Way
      level={isCarried(data) ? 'ok' : 'idle'}
      title="Carry changes forward from the previous index"
      action={
        previous.now === 'open' && running === null ? (
          <NextAction data={data} compare={compare} refetch={refetch} />
        ) : undefined
      }
    >
      <IndexName name={previous.index} copy />
      <p>{writtenSentence(data)}</p>
      {running !== null && (
        <p role="status">
          The backup and the previous index are being compared.{' '}
          <Link className="link" prefetch={false} href={paths.job(key, running)}>
            Job {running}
          </Link>
        </p>
      )}
      {comparison?.done != null && running === null && (
        <p>
          Compared as of <Time at={comparison.done.readAt} />
          {isBeforeSwitch(data) && ', before the switch: what was written to it between is in no list'}.{' '}
          <Link className="link" prefetch={false} href={paths.job(key, comparison.done.job)}>
            Open the comparison
          </Link>
        </p>
      )}
      {carried.map((job) => (
        <p key={job.job}>
          {carriedSentence(job)}{' '}
          <Link className="link" prefetch={false} href={paths.job(key, job.job)}>
            Job {job.job}
          </Link>
        </p>
      ))}
      {remaining !== null && <p>{remaining}</p>}
    </Way>
  );
}

/** Compare first, or again after the switch; then carry forward. */
function NextAction({ data, compare, refetch }: Props) {
  const { key } = useCluster();
  const { backup, comparison, previous, to } = data;
  const mayNotCompare = useBlocked('compare');
  const mayNotCarry = useBlocked('carry-forward');
  const visit = useIdempotencyKey();
  const { act, pending, failure } = useAction(compare, refetch, { stay: true });
  if (previous === null) return null;
  if (comparison?.done != null && !isBeforeSwitch(data))
    return (
      <LinkButton
        look={isCarried(data) ? 'quiet' : 'primary'}
        blocked={mayNotCarry}
        href={paths.carryForward(key, { comparison: comparison.done.job, to })}
      >
        Review what to carry forward
      </LinkButton>
    );
  const after = comparison?.newest?.job ?? comparison?.done?.job ?? 'none';
  const elsewhere = backup === null ? 'The backup is not among the backups of this cluster.' : null;
  return (
    <>
      {failure && <FailureNotice failure={failure} title="The comparison did not begin" className="mb-2" />}
      <Button
        look="primary"
        blocked={mayNotCompare ?? elsewhere}
        pending={pending && 'Starting…'}
        onClick={() => {
          if (backup !== null)
            void act({
              cluster: key,
              left: { backup },
              right: { index: previous.index },
              // Backups differ at the end of their names.
              once: `${visit}:${after}:${backup.slice(-80)}`,
            });
        }}
      >
        {comparison?.done == null ? 'Compare to see what is missing' : 'Compare again'}
      </Button>
    </>
  );
}
