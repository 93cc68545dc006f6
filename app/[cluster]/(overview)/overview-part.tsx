'use client';
import type { ReactNode } from 'react';
import { Age } from '@/components/query-boundary.tsx';
import { Notice } from '@/components/ui/notice.tsx';

interface PartState<T> {
  value: T | null;
  takenAt: string | null;
  failure: { message: string; hint?: string | undefined } | null;
}

/** One part of the page: fresh, old (greyed, with its age) or missing with the reason. The other parts are not affected. */
export function OverviewPart<T>({
  part,
  what,
  otherwise,
  children,
}: {
  part: PartState<T>;
  what: string;
  otherwise?: ReactNode;
  children: (value: T) => ReactNode;
}) {
  if (part.value === null) {
    return (
      <Notice tone="bad" title={`Can’t load ${what}`}>
        <p>{part.failure?.message ?? 'No data has been received yet.'}</p>
        {part.failure?.hint && <p className="text-muted">{part.failure.hint}</p>}
        {otherwise}
      </Notice>
    );
  }
  return (
    <>
      {/* Read out once; the age beside it counts on in silence. */}
      <p role="status" className="sr-only">
        {part.failure ? `Old data: ${what}` : ''}
      </p>
      {part.failure && (
        <Notice
          tone="warn"
          className="mb-3"
          title={
            part.takenAt === null ? (
              'Old data: age unknown'
            ) : (
              <>
                Old data: as of <Age of={Date.parse(part.takenAt)} />
              </>
            )
          }
        >
          <p>{part.failure.message}</p>
          {part.failure.hint && <p className="text-muted">{part.failure.hint}</p>}
        </Notice>
      )}
      <div data-stale={part.failure !== null || undefined}>{children(part.value)}</div>
    </>
  );
}
