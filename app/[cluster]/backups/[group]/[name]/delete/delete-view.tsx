'use client';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { documentsIn } from '@/components/backups/backup-labels.ts';
import { SetNotice } from '@/components/backups/set-note.tsx';
import { OtherClusterNotice, SourceCluster } from '@/components/backups/source-cluster.tsx';
import { useBlocked, useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { backupQuery, isGone } from '@/components/queries.ts';
import { LinkButton } from '@/components/ui/button.tsx';
import { Heading } from '@/components/ui/heading.tsx';
import { FailureNotice, Notice } from '@/components/ui/notice.tsx';
import { Fact, Facts, Panel } from '@/components/ui/panel.tsx';
import { Time } from '@/components/ui/time.tsx';
import { TypedConfirm } from '@/components/ui/typed-confirm.tsx';
import { useAction, type ActionAnswer, type ActionFailure } from '@/components/use-action.ts';
import type { BackupDetail } from '@/lib/contract/backup-page.ts';
import type { BackupRow } from '@/lib/contract/backups-page.ts';
import { formatBytes, plural } from '@/lib/format.ts';
import { AfterDeletion } from '../after-deletion.tsx';

interface Props {
  id: string;
  initial: BackupDetail;
  /** It is known to be good. */
  good: boolean;
  /** How many other backups of the group are; null: unknown, the backups could not be read. */
  others: number | null;
  remove: (input: Deletion) => Promise<ActionAnswer<{ job: string }>>;
}

interface Deletion {
  cluster: string;
  backup: string;
  typed: string;
  fileBytes: number;
}

/** The one thing here that can't be undone: it says what will be gone, and asks for the file's name. */
export function DeleteView({ id, initial, good, others, remove }: Props) {
  const cluster = useCluster();
  const router = useRouter();
  const query = useQuery({
    ...backupQuery(cluster.key, id),
    initialData: initial,
    initialDataUpdatedAt: Date.parse(initial.takenAt),
  });
  const act = useAction(remove, (value) => router.replace(paths.job(cluster.key, value.job)));
  const gone = isGone(query.error) || act.failure?.code === 'not_found';
  // While our own deletion runs, and until its job's page is there, a missing file is no news.
  if (gone && !act.pending) return <AlreadyDeleted id={id} />;
  return <Confirm row={query.data.row} good={good} others={others} act={act} />;
}

function AlreadyDeleted({ id }: { id: string }) {
  return (
    <>
      <Heading>This backup is gone already</Heading>
      <Notice tone="info" live="alert" title="There is nothing to delete" actions={<AfterDeletion id={id} />}>
        <p>
          There is no backup <code>{id}</code> any more: it was deleted or renamed meanwhile.
        </p>
      </Notice>
    </>
  );
}

interface ConfirmProps extends Pick<Props, 'good' | 'others'> {
  row: BackupRow;
  act: {
    act: (input: Deletion) => Promise<void>;
    pending: boolean;
    failure: ActionFailure | null;
  };
}

function Confirm({ row, good, others, act }: ConfirmProps) {
  const cluster = useCluster();
  const blocked = useBlocked('delete-backup');
  const name = row.id.slice(row.id.lastIndexOf('/') + 1);
  const restorable = row.condition.state === 'whole';
  return (
    <>
      <Heading
        takeFocus
        sub={
          <p>
            On the disk of {cluster.name} ({cluster.environment}). This can’t be undone.
          </p>
        }
      >
        Delete this backup of {row.group}?
      </Heading>
      <div className="grid max-w-4xl gap-3.5 mid:grid-cols-2">
        <WhatWillBeGone row={row} others={others} />
        <div className="flex flex-col gap-3.5">
          <OtherClusterNotice row={row} />
          <SetNotice row={row} />
          {restorable && others === 0 && <LastOne row={row} good={good} />}
          {restorable && others === null && <MaybeLastOne group={row.group} />}
          {act.failure && <FailureNotice failure={act.failure} title="Nothing was deleted" />}
          <TypedConfirm
            name={name}
            ask="Type the name of the file to delete it"
            verb={`Delete 1 backup, ${formatBytes(row.fileBytes)}`}
            pending={act.pending && 'Deleting…'}
            blocked={blocked}
            onConfirm={(typed) =>
              void act.act({ cluster: cluster.key, backup: row.id, typed, fileBytes: row.fileBytes })
            }
            beside={<LinkButton href={paths.backup(cluster.key, row.id)}>Keep it</LinkButton>}
          />
        </div>
      </div>
    </>
  );
}

function WhatWillBeGone({ row, others }: Pick<ConfirmProps, 'row' | 'others'>) {
  return (
    <Panel title="What will be gone" tone="bad">
      <Facts>
        <Fact name="File">
          <code>{row.id}</code>
        </Fact>
        {row.condition.state === 'whole' && (
          <Fact name="Cluster">
            <SourceCluster row={row} />
          </Fact>
        )}
        <Fact name="As of">
          <Time at={row.takenAt ?? row.modifiedAt} />
        </Fact>
        <Fact name="Documents">{documentsIn(row)}</Fact>
        <Fact name="Space">{formatBytes(row.fileBytes)} freed</Fact>
        <Fact name="Left">{remainingLabel(row.group, others)}</Fact>
      </Facts>
    </Panel>
  );
}

function remainingLabel(group: string, others: number | null): string {
  if (others === null) return 'unknown: the backups can’t be read now';
  return others === 0 ? `no other good backup of ${group}` : `${plural(others, 'other good backup')} of ${group}`;
}

function LastOne({ row, good }: Pick<ConfirmProps, 'row' | 'good'>) {
  return (
    <Notice
      tone="bad"
      title={good ? `The last good backup of ${row.group}` : `There is no good backup of ${row.group}`}
    >
      <p>
        {good
          ? `After this there is no good backup to restore ${row.group} from.`
          : row.state === 'unknown'
            ? 'Whether every document is in this one is not known yet. Verify it first: it may be the best there is.'
            : `This one is ${row.state}, and may still be the best there is.`}
      </p>
    </Notice>
  );
}

function MaybeLastOne({ group }: { group: string }) {
  return (
    <Notice tone="bad" title={`This may be the last good backup of ${group}`}>
      <p>
        Whether there is another one is unknown, because the backups can’t be read now. Look at the list of backups
        first, and load this page again when it is there.
      </p>
    </Notice>
  );
}
