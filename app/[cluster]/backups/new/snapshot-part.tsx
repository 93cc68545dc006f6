import { useQuery } from '@tanstack/react-query';
import { useBlocked, useCluster } from '@/components/cluster-context.tsx';
import { QueryBoundary } from '@/components/query-boundary.tsx';
import { snapshotPlanQuery } from '@/components/snapshot-queries.ts';
import { failureOf } from '@/components/route-request.ts';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { useDebounced } from '@/components/use-debounced.ts';
import type { RepositoriesPage } from '@/lib/contract/repositories-page.ts';
import type { SnapshotRequestInput } from '@/lib/kinds/snapshot/review.ts';
import { writableRepositories } from '@/lib/present/recommended-backup.ts';
import { NoRepository } from './no-repository.tsx';
import { NotBegun } from './not-begun.tsx';
import { SnapshotFields } from './snapshot-fields.tsx';
import { SnapshotPlanPanel } from './snapshot-plan.tsx';
import type { AddressSelection } from './use-selection.ts';
import { useStart, type StartAction } from './use-start.ts';
import type { SnapshotChoice, useWay } from './use-way.ts';

export type StartSnapshot = StartAction<SnapshotRequestInput & { name: string }>;

interface Props {
  page: RepositoriesPage;
  asked: AddressSelection;
  /** The shown selection is the asked one. */
  settled: boolean;
  choosing: Pick<ReturnType<typeof useWay>, 'choice' | 'setChoice'>;
  start: StartSnapshot;
}

/** The fields of a snapshot, its exact plan, and the button. */
export function SnapshotPart({ page, choosing, ...rest }: Props) {
  const repositories = writableRepositories(page.rows);
  const repository = choosing.choice.repository || repositories[0]?.name;
  if (repositories.length === 0 || repository === undefined) return <NoRepository readOnly={page.rows.length} />;
  return <Snapshot {...rest} {...choosing} repositories={repositories} repository={repository} />;
}

interface SnapshotProps extends Pick<Props, 'asked' | 'settled' | 'start'> {
  choice: SnapshotChoice;
  setChoice: (choice: SnapshotChoice) => void;
  repositories: RepositoriesPage['rows'];
  repository: string;
}

function Snapshot({ asked, settled, start, choice, setChoice, repositories, repository }: SnapshotProps) {
  const { key } = useCluster();
  const mayNot = useBlocked('back-up');
  const wish = wishOf(asked, { ...choice, repository });
  // As text: each rendering makes another object.
  const text = JSON.stringify(wish);
  const debounced = useDebounced(text, 300);
  const options = snapshotPlanQuery(key, JSON.parse(debounced) as SnapshotRequestInput);
  const query = useQuery(options);
  const starting = useStart(start, options.queryKey);
  const errors = { ...failureOf(query.error).fields, ...starting.failure?.fields };
  const isTyped = Object.keys(failureOf(query.error).fields ?? {}).length > 0;
  const old = query.isPlaceholderData || debounced !== text || !settled ? 'The plan is being made again.' : null;
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <SnapshotFields
        repositories={repositories}
        repository={repository}
        choice={choice}
        usualName={choice.name === '' ? (query.data?.snapshot ?? null) : null}
        errors={errors}
        onChange={setChoice}
      />
      <NotBegun failure={starting.failure} title="The snapshot did not start" />
      {isTyped ? (
        <EmptyState title="Something that was typed can’t be used">
          Read the message beside the field. The plan appears here after that.
        </EmptyState>
      ) : (
        <QueryBoundary query={query} what="the plan">
          {(plan, _stale, whyOld) => (
            <SnapshotPlanPanel
              plan={plan}
              blocked={mayNot ?? whyOld ?? old}
              pending={starting.pending}
              // The name that is shown, also where it is the default one, which has the time.
              onStart={() => starting.begin({ ...wish, name: plan.snapshot }, plan.fingerprint)}
            />
          )}
        </QueryBoundary>
      )}
    </div>
  );
}

const wishOf = (asked: AddressSelection, { repository, name, why, digest }: SnapshotChoice): SnapshotRequestInput => ({
  ...asked,
  repository,
  ...(name.trim() === '' ? {} : { name: name.trim() }),
  ...(why.trim() === '' ? {} : { why: why.trim() }),
  ...(digest ? { digest: 'yes' } : {}),
});
