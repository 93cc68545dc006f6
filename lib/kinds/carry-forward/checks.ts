import type { TargetState } from '../../carrying/read-target.ts';
import { backupPlace, backupUri, type BackupRef } from '../../contract/backup-ref.ts';
import type { Check } from '../../contract/plan.ts';
import type { SourceMode } from '../../elasticsearch/read/source-mode.ts';
import type { IndexIdentity } from '../../elasticsearch/admin/describe-index.ts';
import { formatCount, formatList, formatPercent, formatUtcMinute, plural } from '../../format.ts';
import type { CarryForwardPlan } from './schema.ts';

type Planned = Pick<CarryForwardPlan, 'base' | 'changes' | 'comparison' | 'found' | 'from' | 'to'>;

interface Known {
  target: TargetState;
  /** Of the index that was live; null: it does not exist. */
  source: IndexIdentity | null;
  /** The backup that the target was restored from; null: not known. */
  restoredFrom: BackupRef | null;
  /** Of the index that the backup was taken of; null: the file does not say. */
  takenOf: string | null;
  /** When the alias moved from the index that was live to the target; null: not known. */
  switchedAt: string | null;
  /** How the two indices keep the sources of their documents; missing: not read. */
  sourceModes?: ReadonlyMap<string, SourceMode>;
}

/** More deletions than this share of the backup are hardly what somebody wants to repeat. */
const MANY_DELETIONS = 0.1;

export const carryChecks = (planned: Planned, known: Known): Check[] => {
  const { target, source, restoredFrom, sourceModes } = known;
  return [
    sourceCheck(planned, source),
    ...(planned.from.uuid === planned.to.uuid ? [sameIndex(planned)] : []),
    ...target.checks,
    ...(planned.changes.length === 0 ? [nothingChosen] : []),
    baseCheck(planned, restoredFrom),
    ...takenOfCheck(planned, known),
    ...(source !== null && source.aliases.length > 0 ? [sourceIsLive(planned, source.aliases)] : []),
    ...beforeSwitch(planned, known),
    ...deletionChecks(planned, known),
    ...[...(sourceModes ?? [])].flatMap(([index, mode]) => sourceModeChecks(index, mode)),
    VERSIONS,
    ...liveCheck(planned),
  ];
};

function sourceCheck({ comparison, from }: Planned, source: IndexIdentity | null): Check {
  if (source?.uuid === from.uuid)
    return {
      id: 'source',
      level: 'ok',
      title: `${from.index} is the index that was compared`,
      detail: `It was read at ${formatUtcMinute(comparison.readAt)} by job ${comparison.job}.`,
      job: comparison.job,
    };
  return {
    id: 'source',
    level: 'refuse',
    title: `${from.index} ${source === null ? 'was deleted' : 'was deleted and created again'}`,
    detail: 'Its documents are not those that were compared.',
    hint: 'Without it nothing can be carried forward from it. Run the publishers again instead.',
  };
}

const sameIndex = ({ to }: Planned): Check => ({
  id: 'same-index',
  level: 'refuse',
  title: 'From and to are the same index',
  detail: `${to.index} has these changes itself.`,
  hint: 'Name the restored index.',
});

const nothingChosen: Check = {
  id: 'nothing-chosen',
  level: 'refuse',
  title: 'Nothing is chosen',
  detail: 'Neither added, nor changed, nor deleted documents are to be carried forward.',
  hint: 'Choose at least one.',
};

function baseCheck({ base, to }: Planned, restoredFrom: BackupRef | null): Check {
  const place = backupPlace(base.backup);
  if (restoredFrom === null)
    return {
      id: 'base',
      level: 'warn',
      title: `It is not known which backup ${to.index} was restored from`,
      detail: `What differs from ${place} in it counts as changed there, and is a conflict.`,
      hint: 'Make sure that it was restored from this backup.',
    };
  if (backupUri(restoredFrom) === backupUri(base.backup))
    return {
      id: 'base',
      level: 'ok',
      title: `${to.index} was restored from the backup that was compared`,
      detail: `${place}, ${plural(base.documents, 'document')}.`,
    };
  // Another place may be that of another cluster's backups, which not everybody may know.
  const isOfPlace = restoredFrom.source === base.backup.source;
  const from = isOfPlace ? backupPlace(restoredFrom) : `${restoredFrom.id} of another place`;
  return {
    id: 'base',
    level: 'warn',
    title: `${to.index} was restored from another backup`,
    detail: `It was restored from ${from}; the comparison is with ${place}.`,
    hint: 'Compare the backup that was restored, or many documents will conflict.',
  };
}

const takenOfCheck = ({ from }: Planned, { takenOf }: Known): Check[] =>
  takenOf === null || takenOf === from.uuid
    ? []
    : [
        {
          id: 'taken-of',
          level: 'warn',
          title: `The backup was not taken of ${from.index}`,
          detail: `What only ${from.index} has, and what differs there, may be older than the backup, not newer.`,
          hint: 'Open some of the documents before you choose them.',
        },
      ];

const beforeSwitch = ({ comparison, from, to }: Planned, { switchedAt }: Known): Check[] =>
  switchedAt === null || comparison.readAt >= switchedAt
    ? []
    : [
        {
          id: 'before-switch',
          level: 'warn',
          title: 'The comparison is from before the switch',
          detail:
            `${from.index} was read at ${formatUtcMinute(comparison.readAt)}; the alias moved to ${to.index} at ` +
            `${formatUtcMinute(switchedAt)}. What was first written between is in no list.`,
          hint: 'Compare again, and carry that forward.',
        },
      ];

const sourceIsLive = ({ from }: Planned, aliases: readonly string[]): Check => ({
  id: 'source-live',
  level: 'warn',
  title: `${formatList(aliases)} ${aliases.length === 1 ? 'points' : 'point'} to ${from.index}`,
  detail: 'What is written to it after the comparison is not carried forward.',
  hint: 'Switch the alias to the restored index first, or compare again at the end.',
});

function deletionChecks({ base, changes, found, from }: Planned, { takenOf }: Known): Check[] {
  if (!changes.includes('deleted') || found.deleted === 0) return [];
  const share = formatPercent(found.deleted, base.documents);
  const many = found.deleted > base.documents * MANY_DELETIONS;
  return [
    {
      id: 'deletions',
      level: 'warn',
      title: many
        ? `${formatCount(found.deleted)} documents, ${share} of the backup, would be deleted again`
        : `${plural(found.deleted, 'document')} would be deleted`,
      detail: many
        ? 'A mass deletion is often the incident itself: this repeats it.'
        : takenOf === from.uuid
          ? `They were deleted after the backup: ${share} of it.`
          : `They are in the backup and not in ${from.index}: ${share} of it.`,
      hint: many
        ? 'Leave the deletions out, unless you know who deleted them and why.'
        : 'They are kept in the undo file.',
    },
  ];
}

/** Documents are compared, written and kept for the undo by their sources. */
function sourceModeChecks(index: string, mode: SourceMode): Check[] {
  if (mode === 'stored') return [];
  const id = `sources-${index}`;
  if (mode === 'disabled')
    return [
      {
        id,
        level: 'refuse',
        title: `${index} keeps no sources`,
        detail: 'Its documents can’t be read.',
        hint: 'Run the publishers again instead.',
      },
    ];
  return [
    {
      id,
      level: 'warn',
      title: `${index} does not return its documents as they were sent`,
      detail: 'Documents that are the same may count as changed, and then they conflict.',
    },
  ];
}

const VERSIONS: Check = {
  id: 'versions',
  level: 'ok',
  title: 'Versions go on from those of the restored index',
  detail: 'A changed document gets the version after the one that it has there, not that of the previous index.',
};

const liveCheck = ({ to }: Planned): Check[] =>
  to.aliases.length === 0
    ? []
    : [
        {
          id: 'live',
          level: 'warn',
          title: `${to.index} is live`,
          detail: `Searches through ${formatList(to.aliases)} see every document as it is written.`,
          hint: 'What is overwritten or deleted is kept in a file; “undo” puts it back.',
        },
      ];
