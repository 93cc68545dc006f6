import type { AliasEvent } from '../../contract/alias-page.ts';
import type { ObservedTime } from '../../contract/incident.ts';
import { sameNames } from './own-changes.ts';

/** An alias that somebody else pointed to other indices. */
export interface ForeignMove {
  from: string[];
  to: string[];
  began: ObservedTime;
  documents: { before: number | null; after: number | null };
}

/**
 * The move by another hand that lasts; null: none, or the alias is gone. An index that is only added is no move: a rollover does so. It
 * is over when the alias points to all former indices again, or a job of this Restore Desk moves it. `events`: of one alias, oldest
 * first; earlier ones do not count. Pure.
 */
export function foreignMoveIn(
  events: readonly AliasEvent[],
  isOwn: (event: AliasEvent) => boolean,
): ForeignMove | null {
  let move = null as ForeignMove | null;
  for (const event of events) {
    if (sameNames(event.before, event.to)) continue;
    if (isOwn(event)) move = null;
    // Without indices before, it is a new alias.
    else if (move === null) move = event.before.length === 0 ? null : moveOf(event);
    else move = { ...move, to: event.to, documents: { ...move.documents, after: event.documents.after } };
    if (move !== null && hasAll(move.to, move.from)) move = null;
  }
  return move !== null && move.to.length > 0 ? move : null;
}

function hasAll(names: readonly string[], some: readonly string[]): boolean {
  const known = new Set(names);
  return some.every((name) => known.has(name));
}

const moveOf = ({ after, at, before, documents, to }: AliasEvent): ForeignMove => ({
  from: before,
  to,
  began: { at, after },
  documents,
});
