import type { AliasEvent } from '../contract/alias-page.ts';
import { at, isNamed, namesOf } from '../contract/by-name.ts';
import { isOwnAlias } from '../contract/loading-alias.ts';
import { lostDocuments, sameNames, type ClusterSnapshot, type JobOf } from './changes.ts';

/** Of one pair of listings. */
const MOST_EVENTS = 200;
/** An alias on more indices than these has no events: their names would fill the file. */
const MOST_INDICES = 50;

/** What became of each alias between two listings: moved, created, deleted, or with the same indices and fewer documents. Pure. */
export function aliasEventsBetween(before: ClusterSnapshot, now: ClusterSnapshot, jobOf: JobOf): AliasEvent[] {
  const names = new Set([...namesOf(before.aliases), ...namesOf(now.aliases)].filter((alias) => !isOwnAlias(alias)));
  const events: AliasEvent[] = [];
  for (const alias of names) {
    const [was, is] = [targetOf(before, alias), targetOf(now, alias)];
    const isSame = sameNames(was.indices, is.indices);
    if (isSame && !lostDocuments(was.documents, is.documents)) continue;
    if (was.indices.length > MOST_INDICES || is.indices.length > MOST_INDICES) continue;
    events.push({
      at: now.takenAt,
      after: before.takenAt,
      alias,
      before: was.indices,
      to: is.indices,
      documents: { before: was.documents, after: is.documents },
      job: isSame ? null : jobOf(alias),
    });
    if (events.length === MOST_EVENTS) break;
  }
  return events;
}

const targetOf = ({ aliases }: ClusterSnapshot, alias: string) =>
  isNamed(aliases, alias) ? at(aliases, alias)! : { indices: [], documents: null };
