'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useBlocked, useCluster } from '@/components/cluster-context.tsx';
import { ClusterName } from '@/components/environment-tag.tsx';
import { paths } from '@/components/paths.ts';
import { useAction, type ActionAnswer } from '@/components/use-action.ts';
import { Button, LinkButton } from '@/components/ui/button.tsx';
import { Heading } from '@/components/ui/heading.tsx';
import { FailureNotice } from '@/components/ui/notice.tsx';
import { Panel } from '@/components/ui/panel.tsx';

/** Confirms that the demo's sample data is made again. */
export function ResetDemoView({
  action,
}: {
  action: (input: { cluster: string; confirmed: true }) => Promise<ActionAnswer<Record<string, never>>>;
}) {
  const cluster = useCluster();
  const router = useRouter();
  const queries = useQueryClient();
  const blocked = useBlocked('clean-up');
  const { act, pending, failure } = useAction(action, () => {
    // What was read before the reset is not shown again.
    queries.clear();
    router.replace(paths.overview(cluster.key));
  });
  return (
    <>
      <Heading takeFocus sub={<ClusterName cluster={cluster} />}>
        Reset the demo?
      </Heading>
      {failure && <FailureNotice failure={failure} title="The demo was not reset" className="mb-3.5" />}
      <Panel title="What happens" className="max-w-2xl">
        <ol className="mb-3 flex list-decimal flex-col gap-1 pl-5">
          <li>Cancel the jobs that are running</li>
          <li>Delete every index and every backup of the demo, also those that you made</li>
          <li>Create the sample indices, aliases and backups again, with the incident</li>
        </ol>
        <p className="mb-3 text-muted">
          Jobs and the audit log are kept. It takes about a minute; then the overview opens.
        </p>
        <div role="status" className="flex flex-wrap gap-2">
          <Button
            look="danger"
            blocked={blocked}
            pending={pending && 'Resetting the demo…'}
            onClick={() => void act({ cluster: cluster.key, confirmed: true })}
          >
            Reset the demo
          </Button>
          <LinkButton look="quiet" href={paths.overview(cluster.key)}>
            Cancel
          </LinkButton>
        </div>
      </Panel>
    </>
  );
}
