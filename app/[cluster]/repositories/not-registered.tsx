import { useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { LinkButton } from '@/components/ui/button.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';

/** For an address that names a repository which the cluster does not have. */
export function NotRegistered({ name }: { name: string }) {
  const { key } = useCluster();
  return (
    <EmptyState
      title={`There is no repository ${name}`}
      actions={<LinkButton href={paths.repositories(key)}>Open the repositories</LinkButton>}
    >
      It was unregistered, or its name is another one.
    </EmptyState>
  );
}
