import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { ScheduleRow } from '@/lib/contract/schedules-page.ts';
import { useCluster } from '../cluster-context.tsx';
import { Panel } from '../ui/panel.tsx';
import { Time } from '../ui/time.tsx';
import { savedRetentionQuery } from './queries.ts';
import { RetentionPreview } from './retention-preview.tsx';
import { RetentionRuleFacts } from './retention-rules.tsx';

interface Props {
  row: ScheduleRow;
  title: ReactNode;
  /** The rules below it. */
  withRules?: boolean;
}

/** What the next run of a schedule would delete if it ran now. */
export function RetentionCard({ row, title, withRules = false }: Props) {
  const { key } = useCluster();
  const query = useQuery(savedRetentionQuery(key, row.name));
  return (
    <Panel
      title={title}
      tag={row.next !== null && <Time at={row.next} show="absolute" className="text-small text-muted" />}
    >
      <div className="flex flex-col gap-4">
        {row.paused && <p className="text-small font-medium">It deletes none while it is paused.</p>}
        <RetentionPreview query={query} />
        {withRules && row.retention !== null && <RetentionRuleFacts rules={row.retention} />}
      </div>
    </Panel>
  );
}
