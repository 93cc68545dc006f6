'use client';
import { useQuery } from '@tanstack/react-query';
import { useCluster } from '@/components/cluster-context.tsx';
import { QueryBoundary } from '@/components/query-boundary.tsx';
import { apiPath, paths } from '@/components/paths.ts';
import { auditLogQuery } from '@/components/queries.ts';
import { AuditLogWarnings } from '@/components/audit-log-warnings.tsx';
import { LinkButton, buttonClass } from '@/components/ui/button.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import type { AuditLogFilterQuery, AuditLogPage } from '@/lib/contract/audit-log.ts';
import { AuditLogSearch } from './audit-log-search.tsx';
import { AuditLogTable } from './audit-log-table.tsx';

interface Props {
  /** As in the address. */
  typed: Record<string, string>;
  filter: AuditLogFilterQuery;
  initial: AuditLogPage | undefined;
}

/** Polled: a line appears when something is attempted, and its outcome when that is known. */
export function AuditLogView({ typed, filter, initial }: Props) {
  const cluster = useCluster();
  const query = useQuery({
    ...auditLogQuery(cluster.key, filter),
    ...(initial === undefined ? {} : { initialData: initial, initialDataUpdatedAt: Date.parse(initial.takenAt) }),
  });
  const filtered = Object.keys(typed).length > 0;
  return (
    <Panel
      title={filter.before === undefined ? 'Newest first' : 'Older'}
      actions={
        <a
          href={apiPath(cluster.key, ['audit-log'], { outcome: typed.outcome, text: typed.text })}
          download
          className={buttonClass('plain', 'small')}
        >
          Export NDJSON
        </a>
      }
    >
      <AuditLogSearch outcome={filter.outcome} text={filter.text ?? ''} />
      <QueryBoundary query={query} what="the audit log">
        {({ entries, more, warnings }) => (
          <>
            <AuditLogWarnings warnings={warnings} />
            {entries.length > 0 ? (
              <AuditLogTable entries={entries} />
            ) : (
              <EmptyState
                title={filtered ? 'No line matches' : 'Nothing has been changed yet'}
                actions={
                  filtered ? <LinkButton href={paths.auditLog(cluster.key)}>Show all lines</LinkButton> : undefined
                }
              >
                {filtered
                  ? 'No line of the audit log matches the search.'
                  : 'The first backup, restore, switch or clean-up, done or refused, will be listed here.'}
              </EmptyState>
            )}
            {(more || filter.before !== undefined) && (
              <nav aria-label="Pages of the audit log" className="mt-3 flex flex-wrap gap-2.5">
                {filter.before !== undefined && (
                  <LinkButton size="small" href={paths.auditLog(cluster.key, { ...typed, before: undefined })}>
                    Newest
                  </LinkButton>
                )}
                {more && (
                  <LinkButton size="small" href={paths.auditLog(cluster.key, { ...typed, before: entries.at(-1)?.id })}>
                    Older
                  </LinkButton>
                )}
              </nav>
            )}
          </>
        )}
      </QueryBoundary>
    </Panel>
  );
}
