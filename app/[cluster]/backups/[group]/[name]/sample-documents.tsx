import { useQuery } from '@tanstack/react-query';
import { documentsIn } from '@/components/backups/backup-labels.ts';
import { useCluster } from '@/components/cluster-context.tsx';
import { QueryBoundary } from '@/components/query-boundary.tsx';
import { sampleDocumentsQuery } from '@/components/queries.ts';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import type { SampleDocument } from '@/lib/contract/backup-page.ts';
import type { BackupRow } from '@/lib/contract/backups-page.ts';
import { formatBytes } from '@/lib/format.ts';

export function SampleDocuments({ row, blocked }: { row: BackupRow; blocked: string | null }) {
  return (
    <Panel
      title="A few documents"
      tag={<span className="text-small text-muted">as they are in the file, of {documentsIn(row)}</span>}
    >
      {blocked === null ? <Samples id={row.id} /> : <p className="text-muted">{blocked}</p>}
    </Panel>
  );
}

function Samples({ id }: { id: string }) {
  const cluster = useCluster();
  const query = useQuery(sampleDocumentsQuery(cluster.key, id));
  return (
    <QueryBoundary query={query} what="documents of the backup">
      {({ documents }) =>
        documents.length === 0 ? (
          <EmptyState title="There are none">The file holds no document.</EmptyState>
        ) : (
          <ul className="flex flex-col gap-2.5">
            {documents.map((document, position) => (
              <li key={`${position} ${document.action}`}>
                <Sample document={document} number={position + 1} />
              </li>
            ))}
          </ul>
        )
      }
    </QueryBoundary>
  );
}

function Sample({ document, number }: { document: SampleDocument; number: number }) {
  return (
    <div className="rounded-md border bg-bg">
      <p className="border-b px-3 py-1.5 font-mono text-[12.5px] [overflow-wrap:anywhere] text-muted">
        {document.action}
      </p>
      <pre
        tabIndex={0}
        role="region"
        aria-label={`Document ${number}`}
        className="max-h-48 overflow-auto px-3 py-2 whitespace-pre-wrap [overflow-wrap:anywhere]"
      >
        {document.source}
        {document.cut && '…'}
      </pre>
      {document.cut && (
        <p className="px-3 pb-2 text-small text-muted">
          The beginning of {document.bytes === null ? 'a very large document' : formatBytes(document.bytes)}.
        </p>
      )}
    </div>
  );
}
