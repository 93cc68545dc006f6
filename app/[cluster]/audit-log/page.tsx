import type { Metadata } from 'next';
import { createLoader } from 'nuqs/server';
import { presentIn } from '@/components/address-parsers.ts';
import { Heading } from '@/components/ui/heading.tsx';
import { Notice } from '@/components/ui/notice.tsx';
import { openCluster } from '@/lib/access/open-cluster.ts';
import { configuration } from '@/lib/config.ts';
import { auditLogFilter } from '@/lib/contract/audit-log.ts';
import { formatDuration } from '@/lib/format.ts';
import { loadAuditLog } from '@/lib/pages/load-audit-log.ts';
import { orUndefined } from '@/lib/pages/page-failures.ts';
import type { SearchParams } from '@/lib/pages/search-params.ts';
import { auditLogAddress } from './address.ts';
import { AuditLogView } from './audit-log-view.tsx';
import { ExportLink } from './export-link.tsx';

export const metadata: Metadata = { title: 'Audit log' };

const loadAddress = createLoader(auditLogAddress);

/** Who changed, or tried to change, what: read here, exported, never edited. */
export default async function Page({
  params,
  searchParams,
}: {
  params: Promise<{ cluster: string }>;
  searchParams: SearchParams;
}) {
  const { cluster, actor, identity, may } = await openCluster(params);
  const filter = presentIn(await loadAddress(searchParams));
  const { auditLog } = configuration();
  const allowed = may['read-audit-log'];
  return (
    <>
      <Heading
        actions={allowed.allowed && <ExportLink />}
        sub={
          <p>
            Every change on {cluster.name} that was requested, refused or done: who, when, from where. It can’t be
            edited or deleted here. Lines of jobs are kept as long as the jobs, others for{' '}
            {formatDuration(auditLog.keepMs / 1000)}, refusals for {formatDuration(auditLog.keepRefusedMs / 1000)}.
          </p>
        }
      >
        Audit log
      </Heading>
      {allowed.allowed ? (
        <AuditLogView
          initialFilter={filter}
          initial={orUndefined(() => loadAuditLog({ cluster, actor, identity }, auditLogFilter.parse(filter)))}
        />
      ) : (
        <Notice tone="warn" title="Not for your role">
          <p>{allowed.why}</p>
        </Notice>
      )}
    </>
  );
}
