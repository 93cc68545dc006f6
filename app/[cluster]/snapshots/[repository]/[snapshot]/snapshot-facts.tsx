import Link from 'next/link';
import { useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { Copy } from '@/components/ui/copy.tsx';
import { Fact, Facts, Panel } from '@/components/ui/panel.tsx';
import { Time } from '@/components/ui/time.tsx';
import type { SnapshotPage } from '@/lib/contract/snapshot-page.ts';
import { formatBytes, formatDuration } from '@/lib/format.ts';

/** A large target on phones, without moving the lines. */
const LINK = 'link max-mid:-my-3.5 max-mid:inline-block max-mid:min-w-11 max-mid:py-3.5';

/** Where it is, when it was taken, by whom and why. */
export function SnapshotFacts({ page }: { page: SnapshotPage }) {
  const { key } = useCluster();
  return (
    <Panel title="Details">
      <Facts>
        <Fact name="Repository">
          <Link className={LINK} prefetch={false} href={paths.repositories(key, page.repository)}>
            {page.repository}
          </Link>
        </Fact>
        <Fact name="Begun">{page.startedAt === null ? 'unknown' : <Time at={page.startedAt} show="absolute" />}</Fact>
        <Fact name="Duration">{page.state === 'IN_PROGRESS' ? 'not ended yet' : formatDuration(page.seconds)}</Fact>
        <Fact name="Size">{formatBytes(page.bytes)}</Fact>
        <Fact name="Added">{formatBytes(page.addedBytes)}</Fact>
        <Fact name="Taken by">{page.by ?? 'unknown'}</Fact>
        <Fact name="Why">{page.why ?? 'not said'}</Fact>
        <Fact name="Tool">{page.tool ?? 'unknown'}</Fact>
        {page.job !== null && (
          <Fact name="Job">
            <Link className={LINK} prefetch={false} href={paths.job(key, page.job)}>
              Job {page.job}
            </Link>
          </Fact>
        )}
        <Fact name="Version">{page.version ?? 'unknown'}</Fact>
        <Fact name="Cluster’s state">
          {page.includesGlobalState === null
            ? 'unknown'
            : page.includesGlobalState
              ? 'is in it; a restore here leaves it out'
              : 'is not in it'}
        </Fact>
      </Facts>
      <p className="mt-3 text-small [overflow-wrap:anywhere] text-muted">
        uuid <code>{page.uuid}</code> <Copy text={page.uuid} label="Copy the uuid" />
      </p>
    </Panel>
  );
}
