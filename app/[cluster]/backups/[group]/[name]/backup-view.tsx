'use client';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import type { ReactNode } from 'react';
import { canBeRestored } from '@/components/backups/backup-labels.ts';
import { PinPanel, type PinActions } from '@/components/backups/pin-panel.tsx';
import { SetNotice } from '@/components/backups/set-note.tsx';
import { OtherClusterNotice } from '@/components/backups/source-cluster.tsx';
import { useCluster } from '@/components/cluster-context.tsx';
import { QueryBoundary } from '@/components/query-boundary.tsx';
import { paths } from '@/components/paths.ts';
import { backupDifferenceQuery, backupQuery } from '@/components/queries.ts';
import { isGone } from '@/components/route-request.ts';
import { Folds } from '@/components/ui/fold.tsx';
import { FailureNotice } from '@/components/ui/notice.tsx';
import { WithRail } from '@/components/ui/rail.tsx';
import { useAction, type ActionAnswer } from '@/components/use-action.ts';
import { addressOf } from '@/lib/contract/backup-address.ts';
import type { BackupDetail } from '@/lib/contract/backup-page.ts';
import { AfterDeletion } from './after-deletion.tsx';
import { BackupHeading } from './backup-heading.tsx';
import { ConditionCard } from './condition-card.tsx';
import { DefinitionFold } from './definition-fold.tsx';
import { Details } from './details.tsx';
import { Difference } from './difference.tsx';
import { Documents } from './documents.tsx';
import { JobsWithIt } from './jobs-with-it.tsx';
import { Unreadable } from './unreadable.tsx';

interface Props {
  id: string;
  initial: BackupDetail;
  verify: (input: { cluster: string; backups: string[] }) => Promise<ActionAnswer<{ job: string }>>;
  pins: PinActions<{ cluster: string; group: string; name: string }>;
}

/** One backup: its condition and how it differs from the live index, then its content; beside it, its origin. */
export function BackupView({ id, initial, verify, pins }: Props) {
  const cluster = useCluster();
  const router = useRouter();
  const query = useQuery({
    ...backupQuery(cluster.key, id),
    initialData: initial,
    initialDataUpdatedAt: Date.parse(initial.takenAt),
  });
  const check = useAction(verify, (value) => router.push(paths.job(cluster.key, value.job)));
  const onVerify = () => void check.act({ cluster: cluster.key, backups: [id] });
  return (
    <QueryBoundary
      query={query}
      what="this backup"
      gone={{ title: 'This backup no longer exists', actions: <AfterDeletion id={id} /> }}
    >
      {(detail) => {
        const gone = isGone(query.error);
        const { row } = detail;
        const pin = gone ? null : (
          <PinPanel
            {...pins}
            pinned={row.pinned ?? null}
            named={{ cluster: cluster.key, ...addressOf(id) }}
            noun="backup"
            onDone={() => void query.refetch()}
          />
        );
        return (
          <>
            <BackupHeading id={id} row={row} gone={gone} verifying={check.pending} onVerify={onVerify} />
            <div className="flex flex-col gap-4">
              {check.failure && !gone && <FailureNotice failure={check.failure} />}
              <OtherClusterNotice row={row} />
              <SetNotice row={row} className="" />
              {canBeRestored(row) ? (
                <Readable id={id} detail={detail} gone={gone} pin={pin} />
              ) : (
                <>
                  <Unreadable detail={detail} />
                  {pin}
                </>
              )}
            </div>
          </>
        );
      }}
    </QueryBoundary>
  );
}

interface ReadableProps {
  id: string;
  detail: BackupDetail;
  gone: boolean;
  pin: ReactNode;
}

function Readable({ id, detail, gone, pin }: ReadableProps) {
  const cluster = useCluster();
  const difference = useQuery({ ...backupDifferenceQuery(cluster.key, id), enabled: !gone });
  const { row, settings, mappings, jobs } = detail;
  return (
    <>
      <div className="grid items-stretch gap-4 mid:grid-cols-2">
        <ConditionCard detail={detail} />
        <Difference row={row} query={difference} />
      </div>
      <WithRail
        rail={
          <>
            {pin}
            <Details detail={detail} />
            <JobsWithIt jobs={jobs} />
          </>
        }
      >
        <Documents row={row} gone={gone} />
        <Folds>
          <DefinitionFold
            title="Settings"
            noun="setting"
            part={settings}
            lines={difference.data?.settings}
            counts={countsOf(difference.data, 'settings')}
          />
          <DefinitionFold
            title="Mappings"
            noun="mapping key"
            part={mappings}
            lines={difference.data?.mappings}
            counts={countsOf(difference.data, 'mappings')}
          />
        </Folds>
      </WithRail>
    </>
  );
}

type Compared = { against: string | null } & Record<'same' | 'different', { settings: number; mappings: number }>;

const countsOf = (difference: Compared | undefined, part: 'settings' | 'mappings') =>
  difference === undefined || difference.against === null
    ? null
    : { same: difference.same[part], different: difference.different[part] };
