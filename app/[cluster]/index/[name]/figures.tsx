import Link from 'next/link';
import { useCluster } from '@/components/cluster-context.tsx';
import { HEALTH } from '@/components/health-labels.ts';
import { paths } from '@/components/paths.ts';
import { Shape } from '@/components/ui/state.tsx';
import { Stat, Stats } from '@/components/ui/stat.tsx';
import { Time } from '@/components/ui/time.tsx';
import type { IndexPage } from '@/lib/contract/index-page.ts';
import { formatBytes, formatCount, plural } from '@/lib/format.ts';
import { withoutJob } from './history-entries.ts';
import type { ExistingIndex } from './standing.ts';

interface Props {
  page: IndexPage;
  standing: ExistingIndex;
}

/** Documents, size, health and age. What is unknown says so. */
export function Figures({ page, standing }: Props) {
  const { index, createdBy, creatorUnknown } = standing;
  const health = index.health === null ? null : HEALTH[index.health];
  return (
    <Stats>
      <Stat name="Documents" detail={documentsDetail(page, standing)}>
        {index.documents === null ? <span className="text-muted">unknown</span> : formatCount(index.documents)}
      </Stat>
      <Stat name="Size" detail={sizeDetail(standing)}>
        {index.primaryBytes === null ? <span className="text-muted">unknown</span> : formatBytes(index.primaryBytes)}
      </Stat>
      <Stat name="Health" detail={`${plural(index.shards, 'primary', 'primaries')}, ${replicas(standing)}`}>
        <span className="flex items-center gap-2.5">
          <Shape level={health?.level ?? 'unknown'} />
          {health?.word ?? 'Unknown'}
        </span>
      </Stat>
      <Stat name="Created" detail={createdBy === null ? withoutJob(creatorUnknown) : <ByJob job={createdBy} />}>
        {index.createdAt === null ? (
          <span className="text-muted">unknown</span>
        ) : (
          <Time at={index.createdAt} show="absolute" zone={false} className="[&>span]:!whitespace-normal" />
        )}
      </Stat>
    </Stats>
  );
}

function ByJob({ job }: { job: string }) {
  const { key } = useCluster();
  return (
    <>
      created by{' '}
      <Link className="link" prefetch={false} href={paths.job(key, job)}>
        job {job}
      </Link>
    </>
  );
}

const replicas = ({ index: { replicas, shards } }: ExistingIndex): string =>
  replicas === 0 ? 'no replica' : plural(replicas * shards, 'replica');

function sizeDetail({ index: { primaryBytes, replicas, storeBytes } }: ExistingIndex): string | undefined {
  if (storeBytes === null || primaryBytes === null) return undefined;
  if (replicas === 0) return 'it has no replica';
  return storeBytes === primaryBytes ? 'no replica is on a node' : `${formatBytes(storeBytes)} with replicas`;
}

/** Why it is unknown, or how it differs from the newest backup of this very index. */
function documentsDetail(page: IndexPage, { index }: ExistingIndex): string | undefined {
  if (index.documents === null)
    return index.state === 'closed'
      ? 'a closed index is not counted'
      : index.health === 'red'
        ? 'not all can be read'
        : 'it can’t be counted';
  const newest = page.backups.rows.find(({ documents, other }) => other !== true && documents?.exact === true);
  const backedUp = newest?.documents?.least;
  if (backedUp === undefined) return undefined;
  const change = index.documents - backedUp;
  if (change === 0) return 'as many as in its newest backup';
  return `${formatCount(Math.abs(change))} ${change < 0 ? 'fewer' : 'more'} than in its newest backup`;
}
