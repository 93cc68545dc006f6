import { useRouter } from 'next/navigation';
import type { RepositoriesPage, RepositoryRow } from '@/lib/contract/repositories-page.ts';
import { useBlocked, useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { Button, LinkButton } from '@/components/ui/button.tsx';
import { Icon } from '@/components/ui/icon.tsx';
import { Menu } from '@/components/ui/menu.tsx';
import { FailureNotice, Notice } from '@/components/ui/notice.tsx';
import { WithRail } from '@/components/ui/rail.tsx';
import { useAction, type ActionAnswer } from '@/components/use-action.ts';
import { useIdempotencyKey } from '@/components/use-idempotency-key.ts';
import { SettingsPanel } from './settings-panel.tsx';
import { SnapshotList } from './snapshot-list.tsx';
import { VerifiedPanel } from './verified-panel.tsx';

export type VerifyAction = (input: {
  cluster: string;
  repository: string;
  once: string;
}) => Promise<ActionAnswer<{ job: string }>>;

interface Props {
  row: RepositoryRow;
  selected: NonNullable<RepositoriesPage['selected']>;
  canCleanUp: boolean;
  verify: VerifyAction;
  /** Why the data may be outdated; null: it is not. */
  whyOld: string | null;
}

/** One repository: its snapshots, the nodes that can use it, its settings, and what can be done with it. */
export function SelectedRepository({ row, selected, canCleanUp, verify, whyOld }: Props) {
  const { key } = useCluster();
  const router = useRouter();
  const once = useIdempotencyKey();
  const mayNotVerify = useBlocked('verify-repository');
  const verifying = useAction(verify, ({ job }) => router.push(paths.job(key, job)));
  return (
    <section aria-labelledby="selected-repository">
      <div className="mb-4 flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <div className="flex min-w-0 flex-wrap items-baseline gap-x-3">
          <h2 id="selected-repository" className="min-w-0 [overflow-wrap:anywhere]">
            {row.name}
          </h2>
          <span className="text-muted">{row.location ?? row.typeLabel}</span>
        </div>
        <div className="flex items-start gap-2">
          <Button
            look="primary"
            pending={verifying.pending && 'Starting…'}
            blocked={mayNotVerify ?? whyOld}
            onClick={() => void verifying.act({ cluster: key, repository: row.name, once })}
          >
            <Icon name="verify" />
            Verify now
          </Button>
          <RepositoryMenu row={row} canCleanUp={canCleanUp} />
        </div>
      </div>
      {verifying.failure && (
        <FailureNotice className="mb-4" title="The verification did not start" failure={verifying.failure} />
      )}
      <Problem row={row} />
      <WithRail
        rail={
          <>
            <VerifiedPanel row={row} />
            <SettingsPanel row={row} />
          </>
        }
      >
        <SnapshotList row={row} selected={selected} />
      </WithRail>
    </section>
  );
}

function Problem({ row }: { row: RepositoryRow }) {
  const { key } = useCluster();
  const mayNotChange = useBlocked('change-repository');
  if (row.problem === null) return null;
  return (
    <Notice
      tone="warn"
      className="mb-4"
      title={row.questionable ? 'Is this the right location?' : `${row.name} has a problem`}
      actions={
        mayNotChange === null && (
          <LinkButton size="small" href={paths.changeRepository(key, row.name)}>
            Change it
          </LinkButton>
        )
      }
    >
      <p className="[overflow-wrap:anywhere]">{row.problem}</p>
      {row.questionable && (
        <p>
          The server accepts any existing folder. It is{' '}
          {row.location === null ? 'not named' : <code>{row.location}</code>} now.
        </p>
      )}
      {row.failure?.hint && <p>{row.failure.hint}</p>}
    </Notice>
  );
}

function RepositoryMenu({ row, canCleanUp }: Pick<Props, 'row' | 'canCleanUp'>) {
  const { key } = useCluster();
  const blocked = useBlocked('change-repository');
  const noCleanUp = row.readOnly
    ? 'It is read-only.'
    : canCleanUp
      ? null
      : 'This server can’t clean up: Elasticsearch 7.4 and later can.';
  return (
    <Menu
      label={`Actions for ${row.name}`}
      items={[
        { label: 'Change…', icon: 'repositories', href: paths.changeRepository(key, row.name), blocked },
        {
          label: 'Clean up…',
          icon: 'trash',
          href: paths.reviewRepository(key, row.name, 'clean-up'),
          blocked: blocked ?? noCleanUp,
        },
        {
          label: 'Unregister…',
          icon: 'cross',
          href: paths.reviewRepository(key, row.name, 'unregister'),
          blocked,
          danger: true,
        },
      ]}
    />
  );
}
