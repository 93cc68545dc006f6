import { useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { LinkButton } from '@/components/ui/button.tsx';
import { Notice } from '@/components/ui/notice.tsx';
import { Time } from '@/components/ui/time.tsx';
import { Shape } from '@/components/ui/state.tsx';
import type { SnapshotsKnown } from '@/lib/contract/backups-page.ts';
import { formatList } from '@/lib/format.ts';

/** Snapshots may exist that are not listed, and why. */
export function RepositoryNotices({ known: { repositories, problem, forbidden, reading } }: { known: SnapshotsKnown }) {
  const { key } = useCluster();
  const broken = repositories.filter(({ problem: why }) => why !== null);
  const waiting = repositories.filter(({ snapshots, problem: why }) => snapshots === null && why === null);
  return (
    <>
      {broken.map(({ name, problem: why, asOf }) => (
        <Notice
          key={name}
          tone="warn"
          live="alert"
          title={`The snapshots in ${name} can’t be listed`}
          actions={
            <LinkButton size="small" href={paths.repositories(key, name)}>
              Open the repository
            </LinkButton>
          }
        >
          <p className="[overflow-wrap:anywhere]">{why}</p>
          <p className="text-muted">
            {asOf === null ? (
              'They are not below.'
            ) : (
              <>
                Those below are as of <Time at={asOf} />.
              </>
            )}{' '}
            A newer good backup may be among them.
          </p>
        </Notice>
      ))}
      {problem !== null && (
        <Notice tone={forbidden ? 'info' : 'warn'} title="The snapshots are not known">
          <p className="[overflow-wrap:anywhere]">{problem}</p>
          <p className="text-muted">Only zip files are listed and counted below.</p>
        </Notice>
      )}
      {reading && waiting.length > 0 && (
        <p role="status" className="flex items-center gap-2 text-small text-muted">
          <Shape level="live" />
          Listing the snapshots in {formatList(waiting.map(({ name }) => name))}…
        </p>
      )}
    </>
  );
}
