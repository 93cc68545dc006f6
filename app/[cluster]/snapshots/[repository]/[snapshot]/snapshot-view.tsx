'use client';
import { useQuery } from '@tanstack/react-query';
import { PinPanel, type PinActions } from '@/components/backups/pin-panel.tsx';
import { useBlocked, useCluster } from '@/components/cluster-context.tsx';
import { CopyRoute } from '@/components/restore/copy-route.tsx';
import { useCopiedSnapshot } from '@/components/restore/use-copied-snapshot.ts';
import { QueryBoundary } from '@/components/query-boundary.tsx';
import { paths } from '@/components/paths.ts';
import { snapshotQuery } from '@/components/snapshot-queries.ts';
import { Requests } from '@/components/requests.tsx';
import { failureOf } from '@/components/route-request.ts';
import { LinkButton } from '@/components/ui/button.tsx';
import { Fold, Folds } from '@/components/ui/fold.tsx';
import { Heading } from '@/components/ui/heading.tsx';
import { Icon } from '@/components/ui/icon.tsx';
import { WithRail } from '@/components/ui/rail.tsx';
import { Time } from '@/components/ui/time.tsx';
import type { SnapshotPage } from '@/lib/contract/snapshot-page.ts';
import { plural } from '@/lib/format.ts';
import { IndexTable } from './index-table.tsx';
import { NoSnapshot } from './no-snapshot.tsx';
import { SnapshotFacts } from './snapshot-facts.tsx';
import { SnapshotNotices } from './snapshot-notices.tsx';
import { SnapshotVerdict } from './snapshot-verdict.tsx';

/** One snapshot: whether it can be relied on, its indices to restore, and beside them its origin. */
export function SnapshotView({
  repository,
  name,
  pins,
}: {
  repository: string;
  name: string;
  pins: PinActions<{ cluster: string; repository: string; snapshot: string }>;
}) {
  const { key } = useCluster();
  const query = useQuery(snapshotQuery(key, repository, name));
  const { source } = useCopiedSnapshot();
  const isGone = query.error !== null && failureOf(query.error).code === 'not_found';
  return (
    <>
      <SnapshotHeading repository={repository} name={name} page={isGone ? undefined : query.data} />
      {source !== undefined && <CopyRoute source={{ ...source, sameCluster: false }} />}
      {isGone ? (
        <NoSnapshot repository={repository} name={name} />
      ) : (
        <QueryBoundary query={query} what="this snapshot">
          {(page) => (
            <WithRail
              rail={
                <>
                  <PinPanel
                    {...pins}
                    pinned={page.pinned}
                    named={{ cluster: key, repository, snapshot: name }}
                    noun="snapshot"
                    onDone={() => void query.refetch()}
                  />
                  <SnapshotFacts page={page} />
                </>
              }
            >
              <SnapshotVerdict page={page} />
              <SnapshotNotices page={page} />
              <IndexTable page={page} />
              <Folds>
                <Fold title="Requests" hint={`${plural(page.requests.length, 'call')} as curl`}>
                  <Requests requests={page.requests} />
                </Fold>
              </Folds>
            </WithRail>
          )}
        </QueryBoundary>
      )}
    </>
  );
}

interface HeadingProps {
  repository: string;
  name: string;
  page: SnapshotPage | undefined;
}

function SnapshotHeading({ repository, name, page }: HeadingProps) {
  const cluster = useCluster();
  return (
    <Heading
      sub={
        <p>
          Snapshot in <b className="font-medium text-text">{repository}</b> of {cluster.name} ({cluster.environment})
          {page?.startedAt != null && (
            <>
              , begun <Time at={page.startedAt} />
            </>
          )}
          .
        </p>
      }
      actions={page && <DeleteLink page={page} />}
    >
      {name}
    </Heading>
  );
}

function DeleteLink({ page: { repository, name, readOnly } }: { page: SnapshotPage }) {
  const { key } = useCluster();
  const blocked = useBlocked('delete-backup');
  return (
    <LinkButton
      look="danger-quiet"
      href={paths.deleteSnapshot(key, repository, name)}
      blocked={blocked ?? (readOnly && `${repository} is read-only.`)}
    >
      <Icon name="trash" />
      Delete snapshot
    </LinkButton>
  );
}
