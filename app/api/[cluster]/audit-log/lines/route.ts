import { auditLogFilter } from '@/lib/contract/audit-log.ts';
import { defineRoute } from '@/lib/route.ts';
import { loadAuditLog } from '@/lib/pages/load-audit-log.ts';

/** One page of the audit log's entries. */
export const GET = defineRoute({ needs: 'read-audit-log', query: auditLogFilter }, ({ query, context }) =>
  loadAuditLog(context, query),
);
