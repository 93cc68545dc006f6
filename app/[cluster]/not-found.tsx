'use client';
import { useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { LinkButton } from '@/components/ui/button.tsx';
import { Heading } from '@/components/ui/heading.tsx';

/** Inside of the cluster's frame. */
export default function NotFound() {
  const { key, name } = useCluster();
  return (
    <>
      <Heading takeFocus>There is no such page</Heading>
      <p className="text-muted">
        No page of {name} has this address. The address may be mistyped, it may belong to another cluster or
        installation, or the backup was deleted.
      </p>
      <div className="mt-4 flex flex-wrap gap-2">
        <LinkButton href={paths.overview(key)}>Open the overview</LinkButton>
        <LinkButton href={paths.backups(key)}>Open the backups</LinkButton>
        <LinkButton href={paths.jobs(key)}>Open the jobs</LinkButton>
      </div>
    </>
  );
}
