import Link from 'next/link';
import { useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { Panel } from '@/components/ui/panel.tsx';

/** Whether anybody gets messages. */
export function ToldPanel({ told }: { told: boolean }) {
  const { key } = useCluster();
  return (
    <Panel title="Notifications">
      <p className="text-small text-muted">
        {told
          ? 'Channels of the configuration get messages about incidents of this cluster. '
          : 'No channel gets messages about incidents of this cluster: they are seen on these pages only. '}
        <Link href={paths.notifications(key)} prefetch={false} className="link">
          Open the notifications
        </Link>
      </p>
    </Panel>
  );
}
