'use client';
import type { ReactNode } from 'react';
import { formatAge } from '@/lib/format.ts';
import type { LastKnown } from '@/lib/contract/last-known.ts';
import { failureOf, isSignedOut, outdatedBecause, whyOld } from './route-request.ts';
import { SignInAgain } from './sign-in-again.tsx';
import { Button, buttonClass } from './ui/button.tsx';
import { Notice } from './ui/notice.tsx';
import { Shape } from './ui/state.tsx';
import { useNow } from './ui/use-now.ts';

/** What of a TanStack query this needs. */
interface QueryState<T> {
  data: T | undefined;
  error: unknown;
  /** When `data` came, in milliseconds. */
  dataUpdatedAt: number;
  fetchStatus: string;
  refetch: () => unknown;
}

interface QueryBoundaryProps<T> {
  query: QueryState<T>;
  /** Ends "Loading …" and "Can't load …": "the indices". */
  what: string;
  /** Where the thing was removed while it was shown: "This backup no longer exists", and where to go from here. */
  gone?: { title: string; actions: ReactNode };
  /** `why`: for buttons that rely on the data, why it may be outdated; null: it is not. */
  children: (data: T, stale: boolean, why: string | null) => ReactNode;
  /** Shown before the first response; default: one line of text. */
  waiting?: ReactNode;
}

/** Loading, failed, stale and fresh are four different screens. A failed poll keeps the last data, greyed, with its age. */
export function QueryBoundary<T>({ query, what, gone, children, waiting }: QueryBoundaryProps<T>) {
  if (query.data === undefined) {
    if (query.error) {
      const failure = failureOf(query.error);
      const wrong = Object.entries(failure.fields ?? {});
      return (
        <Notice
          tone="bad"
          live="alert"
          title={`Can’t load ${what}`}
          actions={
            <>
              {isSignedOut(query.error) && <SignInAgain className={buttonClass('primary', 'small')} />}
              <Button
                size="small"
                onClick={() => void query.refetch()}
                pending={query.fetchStatus === 'fetching' && 'Trying…'}
              >
                Try again now
              </Button>
            </>
          }
        >
          <p>{failure.message}</p>
          {/* No field of this page: something in its address. */}
          {wrong.length > 0
            ? wrong.map(([name, why]) => (
                <p key={name}>
                  {name}: {why}
                </p>
              ))
            : failure.hint && <p className="text-muted">{failure.hint}</p>}
          <p className="text-muted">This page keeps trying by itself.</p>
        </Notice>
      );
    }
    return waiting ?? <Waiting what={what} />;
  }
  const lastKnown = lastKnownOf(query.data);
  const stale = Boolean(query.error) || lastKnown !== undefined;
  const why = query.error ? whyOld(query.error) : lastKnown ? outdatedBecause(lastKnown.failure.message) : null;
  return (
    <>
      {/* Read out once; the age beside it counts on in silence. */}
      <p role="status" className="sr-only">
        {stale ? `Old data: ${what}` : ''}
      </p>
      {stale && <OldData query={query} lastKnown={lastKnown} what={what} gone={gone} />}
      <div data-stale={stale || undefined}>{children(query.data, stale, why)}</div>
    </>
  );
}

/** Where the server answered with what it knew, because the cluster did not answer it. */
const lastKnownOf = (data: unknown): LastKnown | undefined =>
  typeof data === 'object' && data !== null ? (data as { lastKnown?: LastKnown }).lastKnown : undefined;

type OldDataProps = Pick<QueryBoundaryProps<unknown>, 'query' | 'what' | 'gone'> & { lastKnown: LastKnown | undefined };

function OldData({ query, lastKnown, what, gone }: OldDataProps) {
  const { message, hint, code } = query.error || !lastKnown ? failureOf(query.error) : lastKnown.failure;
  const age = <Age of={lastKnown ? Date.parse(lastKnown.takenAt) : query.dataUpdatedAt} />;
  if (code === 'not_found' && gone !== undefined) {
    return (
      <Notice tone="bad" live="alert" className="mb-3" title={gone.title} actions={gone.actions}>
        <p>{message}</p>
        {hint && <p className="text-muted">{hint}</p>}
        <p className="text-muted">The data below was read {age}.</p>
      </Notice>
    );
  }
  return (
    <Notice
      tone="warn"
      className="mb-3"
      actions={isSignedOut(query.error) && <SignInAgain className={buttonClass('primary', 'small')} />}
      title={
        <>
          Old data: {what} as of {age}
        </>
      }
    >
      <p>{message}</p>
      <p className="text-muted">The data below may have changed since then. This page keeps trying.</p>
    </Notice>
  );
}

/** A component of its own, so that each second renders nothing else. */
export function Age({ of }: { of: number }) {
  const now = useNow();
  return <>{now === null ? 'before' : `${formatAge(now - of)} ago`}</>;
}

/** Nothing has come yet: says what it waits for, and, once it takes long, that it is the cluster. */
function Waiting({ what }: { what: string }) {
  return (
    <p role="status" className="flex items-center gap-2 rounded-lg border bg-surface p-4 text-muted">
      <Shape level="live" />
      Waiting for {what}…
    </p>
  );
}
