import type { PlannedRequest } from '@/lib/contract/plan.ts';
import { formatCount } from '@/lib/format.ts';
import { curlScript } from '@/lib/present/curl.ts';
import { CopyBlock } from './ui/copy.tsx';

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
