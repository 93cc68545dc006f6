import type { MissingAlias, OverviewAlias, RowBackup } from '../contract/overview.ts';
import { formatCount, formatUtcShort } from '../format.ts';
import type { Incident, LostAlias, ShrunkAlias } from './incidents.ts';
import { ageOf, compared, dateAndAge, detail } from './option-words.ts';
import { hasTheLost, restoreOptions } from './restore-options.ts';

export interface OptionRow {
  term: string;
  value: string;
  /** Continues the value, quietly. */
  detail?: string;
  /** The shape beside the value. */
  level?: 'ok' | 'unknown' | 'bad';
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
    /** `index` null: the alias had several in it, and one is chosen on the page of the snapshot. */
    | { kind: 'restore-snapshot'; alias: string; repository: string; snapshot: string; index: string | null }
    | { kind: 'switch'; alias: string; index?: string }
    | { kind: 'backup'; alias: string; backup: string }
    | { kind: 'snapshot'; alias: string; repository: string; snapshot: string };
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

function lossOptions(
  { alias, backup, otherBackups, loss, documents, documentsInIndices }: LostAlias,
  now: number,
): RecoveryOption[] {
  const { before, moment } = loss;
  const lost = moment === undefined || moment.known === 'before' ? null : moment.from;
  // The index that was backed up has everything that the backup has, if it still has as many documents.
  const switchFirst =
    before !== null && before.backedUp && (backup?.documents == null || before.documents >= backup.documents);
  const restores = restoreOptions({ alias, backup, otherBackups, lost, now }, (each) =>
    each === backup ? true : hasTheLost(each, loss, (documentsInIndices ?? documents ?? 0) + loss.documents),
  );
  return recommendedFirst(
    [...restores, before && switchOption({ alias, ...before, backup, now })],
    switchFirst ? 'switch' : restores[0]?.id,
  );
}

function missingOptions(
  { alias, backup, otherBackups, index, nameIsIndex }: MissingAlias,
  now: number,
): RecoveryOption[] {
  // The alias can't be created while an index has its name.
  if (nameIsIndex) return [];
  const isWhole = index?.documents != null && backup.documents !== null && index.documents >= backup.documents * 0.9;
  const restores = restoreOptions({ alias, backup, otherBackups, lost: null, now });
  return recommendedFirst(
    [
      ...restores,
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
    isWhole ? 'switch' : restores[0]?.id,
  );
}

function unsearchableOptions(
  { alias, backup, otherBackups, targets, moreTargets = 0, unsearchable }: OverviewAlias,
  now: number,
) {
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
  const restores = restoreOptions({ alias, backup, otherBackups, lost: null, now });
  return recommendedFirst(
    [open, ...restores, chooseIndex(alias)],
    open ? 'open' : restores.length > 0 ? restores[0]!.id : 'choose',
  );
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

function shrunkOptions({ alias, shrunk }: ShrunkAlias, now: number): RecoveryOption[] {
  const { takenAt, from, to, backup, snapshot } = shrunk;
  const kind = snapshot ? 'snapshot' : shrunk.besideSnapshots ? 'zip file' : 'backup';
  return [
    {
      id: 'backup',
      title: `Check the ${kind} of ${formatUtcShort(takenAt, now)}`,
      recommended: false,
      rows: [
        { term: 'Documents', value: formatCount(from), detail: `, ${formatCount(from - to)} more than the last one` },
        { term: 'Data as of', ...dateAndAge(takenAt, now) },
      ],
      index: null,
      button: `Open the ${kind}`,
      to: snapshot
        ? { kind: 'snapshot', alias, repository: snapshot.repository, snapshot: snapshot.name }
        : { kind: 'backup', alias, backup },
    },
  ];
}

interface SwitchFacts {
  alias: string;
  index: string;
  documents: number | null;
  date: string | null;
  backedUp: boolean;
  leftAt?: string | undefined;
  backup: (Pick<RowBackup, 'snapshot'> & { documents: number | null }) | null;
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
        ...detail(compared(documents, backup?.documents ?? null, `in the ${backup?.snapshot ? 'snapshot' : 'backup'}`)),
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
function recommendedFirst(options: readonly (RecoveryOption | null)[], id: string | undefined): RecoveryOption[] {
  const known = options.filter((option) => option !== null);
  const first = known.find((option) => option.id === id) ?? known[0];
  return known
    .map((option) => ({ ...option, recommended: option === first && known.length > 1 }))
    .sort((a, b) => Number(b.recommended) - Number(a.recommended));
}
