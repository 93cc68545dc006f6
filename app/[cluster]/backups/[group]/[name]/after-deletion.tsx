'use client';
import { useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { LinkButton } from '@/components/ui/button.tsx';

/** Where to go from the page of a backup that was deleted meanwhile: other backups, and who deleted it. */
export function AfterDeletion({ id }: { id: string }) {
  const { key } = useCluster();
  return (
    <>
      <LinkButton look="primary" href={paths.backups(key)}>
        Open the backups
      </LinkButton>
      <LinkButton href={paths.jobs(key, { text: id })}>Find the job that deleted it</LinkButton>
    </>
  );
}
