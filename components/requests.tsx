import type { PlannedRequest } from '@/lib/contract/plan.ts';
import { formatCount } from '@/lib/format.ts';
import { CopyBlock } from './ui/copy.tsx';

/** A request as a curl command, without the address and the credentials. */
export function curlOf(request: PlannedRequest): string {
  const lines = [
    `curl -X ${request.method} "$ELASTICSEARCH_URL"${quoted(request.path.startsWith('/') ? request.path : `/${request.path}`)}`,
  ];
  if (request.body !== undefined) {
    lines[0] += ' \\';
    lines.push(
      `  -H 'content-type: ${request.body.includes('\n') && isLines(request.body) ? 'application/x-ndjson' : 'application/json'}' \\`,
    );
    lines.push(`  --data-binary ${quoted(request.body)}`);
  }
  return lines.join('\n');
}

/** Quoted as one word for a shell, whatever it contains: names and bodies come from the cluster. */
const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

/** Several JSON values, one a line, rather than one that is indented. */
const isLines = (body: string) =>
  body
    .trimEnd()
    .split('\n')
    .every((line) => line.startsWith('{') && line.endsWith('}'));

export const curlScript = (requests: readonly PlannedRequest[]): string =>
  requests
    .map((request) => `${request.note ? `# ${request.note.replaceAll('\n', ' ')}\n` : ''}${curlOf(request)}`)
    .join('\n\n');

/** The requests of a plan or a job, ready for a runbook. */
export function Requests({ requests }: { requests: readonly PlannedRequest[] }) {
  if (requests.length === 0) return <p className="text-muted">No request is sent to the cluster.</p>;
  return (
    <div className="flex flex-col gap-2">
      <p className="text-small text-muted">
        Set <code>ELASTICSEARCH_URL</code> to the cluster’s address, and give curl your credentials with{' '}
        <code>--netrc</code> or <code>-u</code>.
      </p>
      <CopyBlock name="Requests as curl" text={curlScript(requests)} label="Copy the requests" />
    </div>
  );
}

/** The same, folded away below a plan. */
export function FoldedRequests({
  className,
  requests,
  all = requests.length,
}: {
  className?: string;
  requests: readonly PlannedRequest[];
  /** How many there are, where these are the first of them. */
  all?: number | undefined;
}) {
  return (
    <details className={className}>
      <summary className="text-accent">Show requests as curl</summary>
      <div className="mt-2">
        {all > requests.length && (
          <p className="mb-2 text-small text-muted">
            The first {formatCount(requests.length)} of {formatCount(all)}. The page of the job will have all of them.
          </p>
        )}
        <Requests requests={requests} />
      </div>
    </details>
  );
}
