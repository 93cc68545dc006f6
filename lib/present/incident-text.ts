import type { CountChange, LossMoment } from '../contract/overview.ts';
import { formatAge, formatCount, formatPercent, formatUtcShort, plural } from '../format.ts';
import type { Incident, LostAlias } from './incidents.ts';

/** What happened, for a reader at 3 am. Sentences about what is not known say so. */
export interface IncidentText {
  tone: 'bad' | 'warn';
  statement: string;
  /** The figure of it, and what it is a part of; null: none says it better than the statement. */
  figure: { value: string; of: string } | null;
  since: string | null;
  why: string;
}

/** `changes`: of the alias's documents over the last 24 hours. Pure. */
export function incidentText(incident: Incident, changes: readonly CountChange[], now: number): IncidentText {
  switch (incident.kind) {
    case 'loss':
      return lossText(incident.row, now);
    case 'missing':
      return missingText(incident.missing, changes, now);
    case 'unsearchable':
      return unsearchableText(incident.row, changes, now);
    case 'shrunk':
      return shrunkText(incident.row);
    default:
      return incident satisfies never;
  }
}

/** Documents of the indices, which are compared with backups. */
const comparedDocuments = ({ documents, documentsInIndices }: LostAlias): number | null =>
  documentsInIndices ?? documents;

function lossText(row: LostAlias, now: number): IncidentText {
  const { alias, loss } = row;
  const documents = comparedDocuments(row);
  const backedUp = (documents ?? 0) + loss.documents;
  const least = loss.atLeast ? 'at least ' : '';
  return {
    tone: 'bad',
    statement:
      documents === 0
        ? `${alias} lost all of its documents`
        : `${alias} lost ${least}${formatPercent(loss.documents, backedUp)} of its documents`,
    figure: { value: formatCount(documents), of: `of ${least}${plural(backedUp, 'document')}` },
    since: lossSince(row, now),
    why: lossReason(row, now),
  };
}

/** "06:47 UTC", or with the day where it is another one than today. */
export const clockOf = (at: string | number, now: number): string => {
  const short = formatUtcShort(at, now);
  const sameDay = new Date(at).toISOString().slice(0, 10) === new Date(now).toISOString().slice(0, 10);
  return `${sameDay ? short.slice(-5) : short} UTC`;
};

const agoOf = (at: string | number, now: number): string =>
  `${formatAge(Math.max(0, now - new Date(at).getTime()))} ago`;

function lossSince({ loss, backup }: LostAlias, now: number): string {
  const { moment } = loss;
  if (moment === undefined) return 'When it happened is unknown: nothing was observed yet.';
  if (moment.known === 'exactly') return `Since ${clockOf(moment.at, now)}, ${agoOf(moment.at, now)}.`;
  if (moment.known === 'between')
    return `Some time between ${clockOf(moment.after, now)} and ${clockOf(moment.at, now)}: the cluster was not watched in between.`;
  const history = `${clockOf(moment.at, now)}, when the history begins`;
  return loss.backupOf === 'this index' && backup !== null && backup.takenAt < moment.at
    ? `Some time between the ${backup.snapshot ? 'snapshot' : 'backup'} of ${formatUtcShort(backup.takenAt, now)} and ${history}.`
    : `Before ${history}.`;
}

/** What happened, as far as the history and the backup show. */
function lossReason({ loss, backup, targets, moreTargets = 0 }: LostAlias, now: number): string {
  const observed = observedReason(loss.moment, targets.length + moreTargets);
  if (observed !== null) return observed;
  switch (loss.backupOf) {
    case 'this index':
      return 'The alias still points to the index that was backed up, so documents were deleted from it.';
    case 'another index':
      return `The alias points to another index than the one that was backed up${
        loss.since === null ? '' : `, of ${formatUtcShort(loss.since, now)}`
      }.`;
    case 'unknown':
      return backup?.snapshot
        ? 'Whether documents were deleted or the alias was switched is unknown: the snapshot holds several indices of it.'
        : 'Whether documents were deleted or the alias was switched is unknown: the backup does not name its index.';
    default:
      return loss.backupOf satisfies never;
  }
}

function observedReason(moment: LossMoment | undefined, targets: number): string | null {
  if (moment === undefined || moment.known === 'before') return null;
  if (moment.moved) return `The alias was switched to ${targets === 1 ? 'another index' : 'other indices'} then.`;
  return targets === 1
    ? 'The alias still points to the same index, so documents were deleted from it.'
    : 'The alias still points to the same indices, so documents were deleted from them.';
}

function missingText(
  { alias, backup, nameIsIndex }: Extract<Incident, { kind: 'missing' }>['missing'],
  changes: readonly CountChange[],
  now: number,
): IncidentText {
  return {
    tone: 'bad',
    statement: nameIsIndex ? `${alias} is an index now, not an alias` : `The alias ${alias} is missing`,
    figure:
      nameIsIndex || backup.documents === null
        ? null
        : { value: '0', of: `of ${plural(backup.documents, 'document')} found by searches` },
    since:
      unknownSince(changes, now) ?? `It was in use at its last good backup, ${formatUtcShort(backup.takenAt, now)}.`,
    why: nameIsIndex
      ? 'A write to a missing alias creates an index of its name. Back up that index, then delete it: only then can the alias be created again.'
      : 'No index has this alias, so searches for it fail.',
  };
}

function unsearchableText(
  row: Extract<Incident, { kind: 'unsearchable' }>['row'],
  changes: readonly CountChange[],
  now: number,
): IncidentText {
  const { alias, targets, moreTargets = 0, unsearchable } = row;
  const { red, closed } = unsearchable;
  const all = targets.length + moreTargets;
  const state = red > 0 && closed > 0 ? 'red or closed' : red > 0 ? 'red' : 'closed';
  return {
    tone: 'bad',
    statement:
      all === 1
        ? `The index of ${alias} is ${state}`
        : `${formatCount(red + closed)} of ${plural(all, 'index', 'indices')} of ${alias} ${red + closed === 1 ? 'is' : 'are'} ${state}`,
    figure: null,
    since: unknownSince(changes, now),
    why:
      red > 0
        ? `Searches for ${alias} fail or miss documents until all shards are assigned. Cluster health, below, says why they are not.`
        : `Searches for ${alias} fail, or find nothing in what is closed.`,
  };
}

/** Since when the documents are unknown; null: not observed. */
function unknownSince(changes: readonly CountChange[], now: number): string | null {
  const last = changes.at(-1);
  if (last === undefined || last[2] !== null || changes.length < 2) return null;
  const at = last[1] * 1000;
  return `Since ${clockOf(at, now)}, ${agoOf(at, now)}.`;
}

function shrunkText({ alias, shrunk }: Extract<Incident, { kind: 'shrunk' }>['row']): IncidentText {
  return {
    tone: 'warn',
    statement: `The last ${shrunk.besideSnapshots ? 'counted backup' : 'backup'} of ${alias} has ${formatPercent(shrunk.from - shrunk.to, shrunk.from)} fewer documents than the one before`,
    figure: { value: formatCount(shrunk.to), of: `of ${plural(shrunk.from, 'document')} in the backup before` },
    since: null,
    why: 'Documents may have been lost before the last backup was made. A comparison with it alone shows no loss.',
  };
}
