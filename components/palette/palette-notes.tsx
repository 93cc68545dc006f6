import type { Found } from '@/lib/contract/find.ts';
import { SEARCHED } from '@/lib/contract/searched.ts';
import { formatCount } from '@/lib/format.ts';
import { failureOf, isSignedOut } from '../route-request.ts';
import { SignInAgain } from '../sign-in-again.tsx';

interface Props {
  typed: string;
  /** Nothing is listed. */
  none: boolean;
  /** The answer is on its way. */
  waits: boolean;
  error: Error | null;
  found: Found | undefined;
}

/** That nothing matches, and what can't be searched now. */
export function PaletteNotes({ typed, none, waits, error, found }: Props) {
  const notes = error === null ? (found?.notes ?? []) : [];
  const reading = error === null && found?.reading === true;
  if (!none && !reading && notes.length === 0 && error === null) return null;
  return (
    <div className="grid max-h-[40dvh] flex-none gap-1.5 overflow-y-auto border-t px-4 py-3 text-small [overflow-wrap:anywhere] text-muted">
      {none && (waits || reading ? <p>Searching…</p> : <NothingMatches typed={typed.trim()} />)}
      {!none && reading && <p>Some lists are still being read.</p>}
      {error !== null && <NotAnswered error={error} />}
      {notes.map((note) => (
        <p key={note}>{note}</p>
      ))}
    </div>
  );
}

function NothingMatches({ typed }: { typed: string }) {
  return (
    <p>
      <b className="font-medium text-text">Nothing matches “{typed}”.</b> Every word must be part of the name of a page,
      an action that you may take, a cluster, an alias, an index, a backup, a job, an incident, a schedule or a
      repository. The search covers the newest {formatCount(SEARCHED.newestJobs)} jobs, the newest{' '}
      {SEARCHED.newestEndedIncidents} incidents that have ended, and the names of the first {SEARCHED.indicesOfSnapshot}{' '}
      indices of each snapshot.
    </p>
  );
}

function NotAnswered({ error }: { error: Error }) {
  return (
    <p>
      {failureOf(error).message} Only pages, actions and the names of clusters are searched now.{' '}
      {isSignedOut(error) && <SignInAgain className="link inline-flex min-h-6 items-center max-mid:min-h-11" />}
    </p>
  );
}
