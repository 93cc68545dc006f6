import { useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { LinkButton } from '@/components/ui/button.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';

/** For an address that names a snapshot which does not exist. */
export function NoSnapshot({ repository, name }: { repository: string; name: string }) {
  const { key } = useCluster();
  return (
    <EmptyState
      title={`There is no snapshot ${name} in ${repository}`}
      actions={
        <>
          <LinkButton href={paths.backups(key)}>Open the backups</LinkButton>
          <LinkButton look="quiet" href={paths.repositories(key)}>
            Open the repositories
          </LinkButton>
        </>
      }
    >
      It was deleted, its repository was unregistered, or its name is another one.
    </EmptyState>
  );
}
