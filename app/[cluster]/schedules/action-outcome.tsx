import { FailureNotice, Notice } from '@/components/ui/notice.tsx';
import type { RowActing } from './use-row-actions.ts';

/** What came of the last action on a schedule. */
export function ActionOutcome({ acting: { done, failure } }: { acting: RowActing }) {
  return (
    <>
      {failure && <FailureNotice className="mb-4" title={failure.title} failure={failure.failure} />}
      <div role="status">{done && <Notice tone="ok" className="mb-4" title={done} />}</div>
    </>
  );
}
