import { limitedDownload } from '@/lib/access/limit-downloads.ts';
import { auditLogFilter } from '@/lib/contract/audit-log.ts';
import { defineRoute } from '@/lib/route.ts';
import { auditLogStream } from '@/lib/pages/load-audit-log.ts';

/** The audit log as NDJSON: one entry a line, newest first. */
export const GET = defineRoute({ needs: 'read-audit-log', query: auditLogFilter }, ({ query, context, request }) =>
  limitedDownload(context, request, () => {
    const { cluster } = context;
    const day = new Date().toISOString().slice(0, 10);
    return new Response(auditLogStream(context, query), {
      headers: {
        'content-type': 'application/x-ndjson; charset=utf-8',
        'content-disposition': `attachment; filename="audit-log-${cluster.key}-${day}.ndjson"`,
        'cache-control': 'no-store',
      },
    });
  }),
);
