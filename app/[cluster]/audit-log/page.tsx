import type { Metadata } from 'next';
import { Heading } from '@/components/ui/heading.tsx';
import { Notice } from '@/components/ui/notice.tsx';
import { openCluster } from '@/lib/access/open-cluster.ts';
import { configuration } from '@/lib/config.ts';
import { auditLogFilter } from '@/lib/contract/audit-log.ts';
import { formatDuration } from '@/lib/format.ts';
import { loadAuditLog } from '@/lib/pages/load-audit-log.ts';
import { orUndefined } from '@/lib/pages/page-failures.ts';
import { filterIn, type SearchParams } from '@/lib/pages/search-params.ts';
import { AuditLogView } from './audit-log-view.tsx';

export const metadata: Metadata = { title: 'Audit log' };

/** Who changed, or tried to change, what: read here, exported, never edited. */
export default async function Page({
  params,
  searchParams,
}: {
  params: Promise<{ cluster: string }>;
  searchParams: SearchParams;
}) {
  const { cluster, actor, may } = await openCluster(params);
  const { given, parsed } = await filterIn(searchParams, auditLogFilter);
  const { auditLog } = configuration();
  const heading = (
    <Heading
      sub={
        <p>
          Every change on {cluster.name} that was attempted, refused or done: who, from where, when, which plan. Nothing
          on these pages can delete it. Lines of jobs stay with them; others are kept for{' '}
          {formatDuration(auditLog.keepMs / 1000)}, refusals for {formatDuration(auditLog.keepRefusedMs / 1000)}.
        </p>
      }
    >
      Audit log
    </Heading>
  );
  if (!may['read-audit-log'].allowed) {
    return (
      <>
        {heading}
        <Notice tone="warn" title="Not for your role">
          <p>{may['read-audit-log'].why}</p>
        </Notice>
      </>
    );
  }
  return (
    <>
      {heading}
      <AuditLogView
        typed={given}
        filter={parsed}
        initial={orUndefined(() => loadAuditLog(cluster.key, actor.role, parsed))}
      />
    </>
  );
}
