import type { ClusterIndices, IndexSummary } from '../../contract/indices.ts';
import { isDrillIndex } from '../../contract/drill-index.ts';
import { AppError } from '../../errors.ts';
import type { SkippedIndex } from './schema.ts';

/** Which indices to back up; without any name, those of every alias. */
export interface Selection {
  indices?: readonly string[];
  aliases?: readonly string[];
  /** Every alias; also the default without any name. */
  all?: boolean;
}

/** An index, and the group of its backup: an alias of it, or its own name. */
export interface ChosenIndex {
  index: IndexSummary;
  group: string;
}

const isEmptySelection = (selection: Selection): boolean =>
  (selection.indices?.length ?? 0) === 0 && (selection.aliases?.length ?? 0) === 0;

/** True of zip files and of snapshots that Restore Desk takes. */
const DOT_HINT = 'Use the cluster’s own snapshot policies or its snapshot API for it.';

const ownIndexMessage = (name: string): string =>
  name.startsWith('.ds-')
    ? `${name} belongs to a data stream: its documents are found through the stream, and Restore Desk does not back it up.`
    : `${name} starts with a dot: such indices belong to the cluster, and Restore Desk does not back them up.`;

const skippedDotIndex = (alias: string, index: string): SkippedIndex => ({
  index,
  code: 'unsupported',
  message: `${alias} points to ${index}. Indices whose names start with a dot belong to the cluster, and Restore Desk does not back them up.`,
  hint: DOT_HINT,
});

/** The cluster's own indices that the selection of every alias leaves out. */
export const skippedDotIndices = ({ onDotIndices = [] }: ClusterIndices, selection: Selection): SkippedIndex[] =>
  selection.all || isEmptySelection(selection)
    ? onDotIndices.map(({ alias, index }) => skippedDotIndex(alias, index))
    : [];

/** Throws `not_found`, `unsupported` for a name that can't be backed up. */
export function chooseIndices({ indices, onDotIndices = [] }: ClusterIndices, selection: Selection): ChosenIndex[] {
  const indicesOfAlias = new Map<string, IndexSummary[]>();
  for (const index of indices.filter(({ name }) => !isDrillIndex(name)))
    for (const { alias } of index.aliases) {
      const indicesOfThis = indicesOfAlias.get(alias);
      if (indicesOfThis) indicesOfThis.push(index);
      else indicesOfAlias.set(alias, [index]);
    }
  const aliases = selection.all || isEmptySelection(selection) ? [...indicesOfAlias.keys()] : (selection.aliases ?? []);
  const byName = new Map(indices.map((index) => [index.name, index]));
  const selectedAliases = new Set(aliases);
  const chosen = new Map<string, ChosenIndex>();
  for (const alias of aliases) {
    const targets = indicesOfAlias.get(alias);
    const dotted = onDotIndices.find((skipped) => skipped.alias === alias);
    if (!targets && dotted)
      throw new AppError('unsupported', skippedDotIndex(alias, dotted.index).message, {
        hint: DOT_HINT,
      });
    if (!targets)
      throw new AppError('not_found', `There is no alias ${alias}.`, {
        hint: byName.has(alias)
          ? `${alias} is an index: name it with --index.`
          : 'Open the page Indices to see the aliases.',
      });
    for (const index of targets)
      chosen.set(index.name, { index, group: groupOf(index, { indicesOfAlias, selected: selectedAliases }) });
  }
  for (const name of selection.indices ?? []) {
    const index = byName.get(name);
    if (!index) throw missingIndex(name, indicesOfAlias.has(name));
    if (!chosen.has(name)) chosen.set(name, { index, group: groupOf(index, { indicesOfAlias, selected: new Set() }) });
  }
  return [...chosen.values()];
}

function missingIndex(name: string, isAlias: boolean): AppError {
  if (isAlias)
    return new AppError('not_found', `There is no index ${name}.`, {
      hint: `${name} is an alias: name it with --alias.`,
    });
  return name.startsWith('.')
    ? new AppError('unsupported', ownIndexMessage(name), { hint: DOT_HINT })
    : new AppError('not_found', `There is no index ${name}.`, {
        hint: 'The page “Indices” lists the names that exist.',
      });
}

interface AliasesToGroupBy {
  indicesOfAlias: ReadonlyMap<string, readonly IndexSummary[]>;
  /** The aliases that are backed up. */
  selected: ReadonlySet<string>;
}

/**
 * A selected alias, of several one that points to this index alone; else any alias that does; else the index's name. An
 * alias with a leading dot is none, since hidden folders are not listed.
 */
function groupOf(index: IndexSummary, { indicesOfAlias, selected }: AliasesToGroupBy): string {
  const aliases = index.aliases.map(({ alias }) => alias).filter((alias) => !alias.startsWith('.'));
  const isOwn = (alias: string) => indicesOfAlias.get(alias)?.length === 1;
  const best = (among: readonly string[]) => among.find((alias) => index.name.startsWith(`${alias}-`)) ?? among[0];
  const wanted = aliases.filter((alias) => selected.has(alias));
  return best(wanted.filter(isOwn)) ?? best(wanted) ?? best(aliases.filter(isOwn)) ?? index.name;
}
