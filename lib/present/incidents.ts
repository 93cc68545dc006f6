import type { MissingAlias, Overview, OverviewAlias, RowBackup } from '../contract/overview.ts';

export type LostAlias = OverviewAlias & { loss: NonNullable<OverviewAlias['loss']> };
export type ShrunkAlias = OverviewAlias & { shrunk: NonNullable<OverviewAlias['shrunk']> };

/** One thing that needs a decision now. */
export type Incident =
  | { kind: 'loss'; alias: string; row: LostAlias }
  | { kind: 'missing'; alias: string; missing: MissingAlias }
  | { kind: 'unsearchable'; alias: string; row: OverviewAlias }
  | { kind: 'shrunk'; alias: string; row: ShrunkAlias };

const hasLost = (row: OverviewAlias): row is LostAlias => row.loss !== null;
const hasShrunk = (row: OverviewAlias): row is ShrunkAlias => row.shrunk !== null;

/** Part of its documents can't be searched: an index is red or closed. */
export const isUnsearchable = ({ unsearchable: { red, closed } }: Pick<OverviewAlias, 'unsearchable'>): boolean =>
  red + closed > 0;

/**
 * The incidents, the worst first: those by which searches miss the most documents, then backups that are much smaller
 * than the ones before them. Pure.
 */
export function incidentsOf({ aliases, missingAliases }: Pick<Overview, 'aliases' | 'missingAliases'>): Incident[] {
  const found: Incident[] = [
    ...missingAliases.map((missing): Incident => ({ kind: 'missing', alias: missing.alias, missing })),
    ...aliases.filter(hasLost).map((row): Incident => ({ kind: 'loss', alias: row.alias, row })),
    ...aliases
      .filter((row) => row.loss === null && isUnsearchable(row))
      .map((row): Incident => ({ kind: 'unsearchable', alias: row.alias, row })),
    ...aliases
      .filter(hasShrunk)
      .filter((row) => row.loss === null && !isUnsearchable(row))
      .map((row): Incident => ({ kind: 'shrunk', alias: row.alias, row })),
  ];
  return found
    .map((incident) => ({ incident, documents: documentsMissed(incident) }))
    .sort((a, b) => b.documents - a.documents)
    .map(({ incident }) => incident);
}

const knownOf = ({ documents, snapshot }: Pick<RowBackup, 'documents' | 'snapshot'>): number | null =>
  documents ?? snapshot?.documents?.least ?? null;

/** How many documents searches miss, at most; a backup alone misses none. */
function documentsMissed(incident: Incident): number {
  switch (incident.kind) {
    case 'missing':
      return knownOf(incident.missing.backup) ?? Number.MAX_SAFE_INTEGER;
    case 'loss':
      return incident.row.loss.documents;
    case 'unsearchable':
      return (incident.row.backup && knownOf(incident.row.backup)) ?? 1;
    case 'shrunk':
      return 0;
    default:
      return incident satisfies never;
  }
}
