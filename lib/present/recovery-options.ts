import type { MissingAlias, OverviewAlias } from '../contract/overview.ts';
import { formatAge, formatCount, formatDuration, formatUtcShort, plural } from '../format.ts';
import type { Incident, LostAlias } from './incidents.ts';

export interface OptionRow {
  term: string;
  value: string;
  /** Continues the value, quietly. */
  detail?: string;
  /** The shape beside the value. */
  level?: 'ok' | 'unknown';
}

/** One way out of an incident. Options of one incident have the same rows. */
export interface RecoveryOption {
  id: string;
  title: string;
  recommended: boolean;
  rows: readonly OptionRow[];
  /** An index to name below the rows. */
  index: string | null;
  button: string;
  /** Where its button leads. `backup` absent: to the choice of one; `index` likewise. */
  to:
    | { kind: 'restore'; alias: string; backup?: string }
    | { kind: 'switch'; alias: string; index?: string }
    | { kind: 'backup'; alias: string; backup: string };
}

/** The ways out of an incident, the recommended one first. Pure. */
export function recoveryOptions(incident: Incident, now: number): RecoveryOption[] {
  switch (incident.kind) {
    case 'loss':
      return lossOptions(incident.row, now);
    case 'missing':
      return missingOptions(incident.missing, now);
    case 'unsearchable':
      return unsearchableOptions(incident.row, now);
    case 'shrunk':
      return shrunkOptions(incident.row, now);
    default:
      return incident satisfies never;
  }
}

function lossOptions({ alias, backup, loss }: LostAlias, now: number): RecoveryOption[] {
  const { before, moment } = loss;
  const lost = moment === undefined || moment.known === 'before' ? null : moment.from;
  // The index that was backed up has everything that the backup has, if it still has as many documents.
  const switchFirst =
    before !== null && before.backedUp && (backup?.documents == null || before.documents >= backup.documents);
  return recommendedFirst(
    [backup && restoreOption({ alias, backup, lost, now }), before && switchOption({ alias, ...before, backup, now })],
    switchFirst ? 'switch' : 'restore',
  );
}

function missingOptions({ alias, backup, index, nameIsIndex }: MissingAlias, now: number): RecoveryOption[] {
  // The alias can't be created while an index has its name.
  if (nameIsIndex) return [];
  const isWhole = index?.documents != null && backup.documents !== null && index.documents >= backup.documents * 0.9;
  return recommendedFirst(
    [
      restoreOption({ alias, backup, lost: null, now }),
      index &&
        switchOption({
          alias,
          index: index.name,
          documents: index.documents,
          date: null,
          backedUp: false,
          backup,
          now,
        }),
    ],
    isWhole ? 'switch' : 'restore',
  );
}

function unsearchableOptions({ alias, backup, targets, moreTargets = 0, unsearchable }: OverviewAlias, now: number) {
  const only = targets.length + moreTargets === 1 ? targets[0] : undefined;
  const open: RecoveryOption | null =
    only !== undefined && unsearchable.closed > 0
      ? {
          id: 'open',
          title: 'Open the index',
          recommended: false,
          rows: [
            { term: 'Documents', value: 'unknown until it is open' },
            { term: 'Data as of', value: 'the last change before it was closed' },
            { term: 'Time', value: 'some seconds', detail: ', until its shards are assigned' },
          ],
          index: only.index,
          button: 'Open the index',
          to: { kind: 'switch', alias, index: only.index },
        }
      : null;
  const restore = backup && restoreOption({ alias, backup, lost: null, now });
  return recommendedFirst([open, restore, chooseIndex(alias)], open ? 'open' : restore ? 'restore' : 'choose');
}

const chooseIndex = (alias: string): RecoveryOption => ({
  id: 'choose',
  title: 'Switch to another index',
  recommended: false,
  rows: [
    { term: 'Documents', value: 'those of the index that you choose' },
    { term: 'Time', value: 'about a second', detail: ', only the alias changes' },
  ],
  index: null,
  button: 'Choose an index',
  to: { kind: 'switch', alias },
});

const shrunkOptions = (
  { alias, shrunk }: Extract<Incident, { kind: 'shrunk' }>['row'],
  now: number,
): RecoveryOption[] => [
  {
    id: 'backup',
    title: `Check the backup of ${formatUtcShort(shrunk.takenAt, now)}`,
    recommended: false,
    rows: [
      {
        term: 'Documents',
        value: formatCount(shrunk.from),
        detail: `, ${formatCount(shrunk.from - shrunk.to)} more than the last one`,
      },
      { term: 'Data as of', ...dateAndAge(shrunk.takenAt, now) },
    ],
    index: null,
    button: 'Open the backup',
    to: { kind: 'backup', alias, backup: shrunk.backup },
  },
];

interface RestoreFacts {
  alias: string;
  backup: Pick<NonNullable<OverviewAlias['backup']>, 'id' | 'takenAt' | 'documents' | 'verified' | 'restoreSeconds'>;
  /** The documents that the alias had before the loss; null: unknown. */
  lost: number | null;
  now: number;
}

function restoreOption({ alias, backup, lost, now }: RestoreFacts): RecoveryOption {
  const { documents, takenAt, verified } = backup;
  const seconds = backup.restoreSeconds ?? null;
  return {
    id: 'restore',
    title: `Restore the backup of ${formatUtcShort(takenAt, now)}`,
    recommended: false,
    rows: [
      { term: 'Documents', value: formatCount(documents), ...detail(compared(documents, lost, 'before the loss')) },
      { term: 'Data as of', ...dateAndAge(takenAt, now) },
      {
        term: 'Missing',
        value: `changes since ${formatUtcShort(takenAt, now)}`,
        detail:
          lost !== null && documents !== null && lost > documents
            ? `, at least ${plural(lost - documents, 'document')}`
            : ', not counted',
      },
      {
        term: 'Time',
        value: seconds === null ? 'not known yet' : `about ${durationRange(seconds)}`,
        detail: ', into a new index',
      },
      verified?.ok
        ? { term: 'Condition', level: 'ok', value: `verified ${formatUtcShort(verified.at, now)}` }
        : { term: 'Condition', level: 'unknown', value: 'not verified yet', detail: ', the restore verifies it first' },
    ],
    index: null,
    button: documents === null ? 'Restore the backup' : `Restore ${plural(documents, 'document')}`,
    to: { kind: 'restore', alias, backup: backup.id },
  };
}

interface SwitchFacts {
  alias: string;
  index: string;
  documents: number | null;
  date: string | null;
  backedUp: boolean;
  leftAt?: string | undefined;
  backup: { documents: number | null } | null;
  now: number;
}

function switchOption({ alias, index, documents, date, backedUp, leftAt, backup, now }: SwitchFacts): RecoveryOption {
  return {
    id: 'switch',
    title: leftAt !== undefined || backedUp ? 'Switch to the previous index' : 'Switch to an existing index',
    recommended: false,
    rows: [
      {
        term: 'Documents',
        value: formatCount(documents),
        ...detail(compared(documents, backup?.documents ?? null, 'the backup')),
      },
      leftAt === undefined
        ? {
            term: 'Data as of',
            value: 'unknown',
            ...detail(date === null ? null : `created ${formatUtcShort(date, now)}, ${ageOf(date, now)}`),
          }
        : { term: 'Data as of', ...dateAndAge(leftAt, now) },
      {
        term: 'Missing',
        value: leftAt === undefined ? 'changes made in other indices' : `changes since ${formatUtcShort(leftAt, now)}`,
        detail: ', not counted',
      },
      { term: 'Time', value: 'about a second', detail: ', only the alias changes' },
    ],
    index,
    button: 'Switch alias',
    to: { kind: 'switch', alias, index },
  };
}

/** The recommended one first. */
function recommendedFirst(options: readonly (RecoveryOption | null)[], id: string): RecoveryOption[] {
  const known = options.filter((option) => option !== null);
  const first = known.find((option) => option.id === id) ?? known[0];
  return known
    .map((option) => ({ ...option, recommended: option === first && known.length > 1 }))
    .sort((a, b) => Number(b.recommended) - Number(a.recommended));
}

function compared(documents: number | null, other: number | null, what: string): string | null {
  if (documents === null || other === null) return null;
  if (documents === other) return `as many as ${what === 'the backup' ? 'in the backup' : what}`;
  const [size, word] = documents < other ? [other - documents, 'fewer'] : [documents - other, 'more'];
  return `${formatCount(size)} ${word} than ${what === 'the backup' ? 'in the backup' : what}`;
}

const detail = (text: string | null): { detail?: string } => (text === null ? {} : { detail: `, ${text}` });
const ageOf = (at: string, now: number): string => `${formatAge(Math.max(0, now - Date.parse(at)))} ago`;
const dateAndAge = (at: string, now: number) => ({ value: formatUtcShort(at, now), detail: `, ${ageOf(at, now)}` });

function durationRange({ from, to }: { from: number; to: number }): string {
  const [least, most] = [formatDuration(from), formatDuration(to)];
  return least === most ? most : `${least} to ${most}`;
}
