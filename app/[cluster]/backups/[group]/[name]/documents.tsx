import { useQuery } from '@tanstack/react-query';
import { documentsIn } from '@/components/backups/backup-labels.ts';
import { useBlocked, useCluster } from '@/components/cluster-context.tsx';
import { QueryBoundary } from '@/components/query-boundary.tsx';
import { sampleDocumentsQuery } from '@/components/queries.ts';
import { Icon } from '@/components/ui/icon.tsx';
import { Json } from '@/components/ui/json.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import type { SampleDocument } from '@/lib/contract/backup-page.ts';
import type { BackupRow } from '@/lib/contract/backups-page.ts';
import { formatBytes } from '@/lib/format.ts';
import { describeDocument } from '@/lib/present/describe-document.ts';

const SHOWN = 5;

/** The first documents as they are in the file: a line each, which opens. */
export function Documents({ row, gone }: { row: BackupRow; gone: boolean }) {
  const blocked = useBlocked('read-documents');
  const shown = Math.min(SHOWN, row.documents ?? SHOWN);
  return (
    <Panel
      flush
      title="Documents"
      tag={
        <span className="text-small text-muted">
          the first {shown} of {documentsIn(row)}, as in the file
        </span>
      }
    >
      {blocked !== null ? (
        <p className="p-4 text-muted mid:px-5">{blocked}</p>
      ) : gone ? (
        <p className="p-4 text-muted mid:px-5">The file no longer exists.</p>
      ) : (
        <FirstDocuments id={row.id} expected={shown} />
      )}
    </Panel>
  );
}

function FirstDocuments({ id, expected }: { id: string; expected: number }) {
  const cluster = useCluster();
  const query = useQuery(sampleDocumentsQuery(cluster.key, id));
  return (
    <QueryBoundary query={query} what="documents of the backup" waiting={<Waiting count={expected} />}>
      {({ documents }) =>
        documents.length === 0 ? (
          <p className="p-4 text-muted mid:px-5">The file has no documents.</p>
        ) : (
          documents.map((document, position) => (
            <OneDocument key={`${position} ${document.action}`} document={document} number={position + 1} />
          ))
        )
      }
    </QueryBoundary>
  );
}

/** A line of two lines of text, also where a document has no title: its height is known before it arrives. */
const LINE = 'flex h-[60px] items-center gap-3 px-4 mid:px-5';

function OneDocument({ document, number }: { document: SampleDocument; number: number }) {
  const { id, title, detail } = describeDocument(document);
  return (
    <details className="group border-t first:border-t-0">
      <summary className={`${LINE} list-none hover:bg-raised/50`}>
        <Icon name="chevron" className="text-faint group-open:rotate-90" />
        <span className="min-w-0 flex-1">
          <span className="block truncate font-medium">{title ?? id}</span>
          <code className="block truncate text-faint">{title === null ? `document ${number}` : id}</code>
        </span>
        <span className="text-small whitespace-nowrap text-muted max-mid:hidden">{detail}</span>
      </summary>
      <div className="px-4 pb-4 mid:px-5">
        <Json name={`Document ${number}`} text={document.source} />
        {document.cut && (
          <p className="mt-2 text-small text-muted">
            Only the beginning of {document.bytes === null ? 'a very large document' : formatBytes(document.bytes)}.
          </p>
        )}
        <p className="mt-2 text-small text-muted">
          Action line: <code>{document.action}</code>
        </p>
      </div>
    </details>
  );
}

function Waiting({ count }: { count: number }) {
  return (
    <div role="status">
      <span className="sr-only">Reading the first documents…</span>
      {Array.from({ length: count }, (_, place) => (
        <div key={place} className={`${LINE} border-t first:border-t-0`}>
          <div className="h-9 w-1/2 rounded-md bg-raised" />
        </div>
      ))}
    </div>
  );
}
