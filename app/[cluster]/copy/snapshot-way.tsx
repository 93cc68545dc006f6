import { useQuery } from '@tanstack/react-query';
import { useBlocked, useCluster, type OtherCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { QueryBoundary } from '@/components/query-boundary.tsx';
import { LinkButton } from '@/components/ui/button.tsx';
import { sharedRepositoryQuery } from '@/components/snapshot-queries.ts';
import type { SnapshotRow } from '@/lib/contract/backups-page.ts';
import type { SharedRepository } from '@/lib/contract/shared-repository.ts';
import { onlyIndexOf } from '../backups/choose/choices-of.ts';

interface Props {
  source: OtherCluster;
  alias: string | null;
  row: SnapshotRow;
}

/** A snapshot can be restored here where this cluster has a repository of the same place. */
export function SnapshotWay({ source, alias, row }: Props) {
  const { key } = useCluster();
  const query = useQuery(sharedRepositoryQuery(key, source.key, row.repository));
  return (
    <div className="mt-3">
      <QueryBoundary query={query} what="the repositories of both clusters">
        {(shared) =>
          shared.here.length > 0 ? (
            <Review source={source} alias={alias} row={row} repository={shared.here[0]!} />
          ) : (
            <Register source={source} row={row} shared={shared} />
          )
        }
      </QueryBoundary>
    </div>
  );
}

function Review({ source, alias, row, repository }: Props & { repository: string }) {
  const { key, name } = useCluster();
  const index = onlyIndexOf(row);
  // Names and locations may be alike on two clusters: the review refuses a snapshot of another uuid.
  const copied = { from: source.key, uuid: row.uuid };
  return (
    <>
      <p className="mb-3 text-small [overflow-wrap:anywhere] text-muted">
        The repository {repository} of {name} has the same type and location as {row.repository} of {source.name}. The
        review checks by the uuid that the snapshot {row.snapshot} in it is the chosen one.
      </p>
      <LinkButton
        look="primary"
        className="w-full"
        blocked={useBlocked('restore')}
        href={
          index === null
            ? paths.snapshot(key, repository, row.snapshot, copied)
            : paths.restoreSnapshot(key, repository, row.snapshot, index, {
                ...copied,
                ...(alias === null || alias === index ? {} : { alias }),
              })
        }
      >
        {index === null ? 'Open the snapshot' : 'Review the copy'}
      </LinkButton>
    </>
  );
}

function Register({ source, row, shared }: Pick<Props, 'source' | 'row'> & { shared: SharedRepository }) {
  const { key, name } = useCluster();
  const { location, type } = shared;
  return (
    <>
      <p className="mb-3 text-small [overflow-wrap:anywhere] text-muted">
        {location === null ? (
          <>
            Where {row.repository} of {source.name} is kept is not known from its settings, so it is not known whether{' '}
            {name} has it too.
          </>
        ) : (
          <>
            {name} has no repository at {location}, where {row.repository} of {source.name} is.
          </>
        )}{' '}
        Register it here with the same settings{type === null ? '' : ` (type ${type})`} and as read-only, so that only{' '}
        {source.name} writes to it. Then choose the snapshot here again.
      </p>
      <LinkButton className="w-full" blocked={useBlocked('change-repository')} href={paths.registerRepository(key)}>
        Register a repository
      </LinkButton>
    </>
  );
}
