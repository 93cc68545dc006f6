import type { UseQueryResult } from '@tanstack/react-query';
import { QueryBoundary } from '../query-boundary.tsx';
import { previewIn, type RetentionAnswer } from './retention-answer.ts';
import { RetentionResult } from './retention-result.tsx';

interface Props {
  query: UseQueryResult<RetentionAnswer>;
  /** What is displayed is of other rules: those of now are waited for. */
  outdated?: boolean;
}

/** What a retention would delete now, once it is known. */
export function RetentionPreview({ query, outdated = false }: Props) {
  const { dataUpdatedAt, error, fetchStatus, refetch } = query;
  const known = { data: previewIn(query.data), error, dataUpdatedAt, fetchStatus, refetch };
  return (
    <QueryBoundary query={known} what="the retention preview" waiting={<Computing />}>
      {(preview) => (
        <>
          {outdated && <Computing />}
          <div data-stale={outdated || undefined} className={outdated ? 'mt-3' : undefined}>
            <RetentionResult preview={preview} />
          </div>
        </>
      )}
    </QueryBoundary>
  );
}

function Computing() {
  return (
    <p role="status" className="text-small text-muted">
      The preview is being computed: every backup is read, which takes a while for many.
    </p>
  );
}
