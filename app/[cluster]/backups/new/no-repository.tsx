import { useBlocked, useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { LinkButton } from '@/components/ui/button.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';

/** What a snapshot is, where the cluster has no repository that it can write to. */
export function NoRepository({ readOnly }: { readOnly: number }) {
  const { key, name } = useCluster();
  return (
    <EmptyState
      title={readOnly === 0 ? 'No repository is registered' : 'No repository can be written to'}
      actions={
        <LinkButton look="primary" href={paths.registerRepository(key)} blocked={useBlocked('change-repository')}>
          Register repository
        </LinkButton>
      }
    >
      A snapshot is a copy that the nodes of {name} write into a repository: a shared folder or a bucket that all of
      them can reach. {readOnly > 0 && 'The registered ones are read-only. '}Register one, then take the snapshot here.
    </EmptyState>
  );
}
