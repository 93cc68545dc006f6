import type { ClusterIndices, IndexSummary } from '../../contract/indices.ts';
import { AppError } from '../../errors.ts';
import type { SkippedIndex } from './schema.ts';

/** Which indices are wanted; nothing named is every alias. */
export interface Selection {
  indices?: readonly string[];
  aliases?: readonly string[];
  /** Every alias; also where nothing is named. */
  all?: boolean;
}

/** An index with the alias (or its own name) that its backup is filed under. */
export interface Chosen {
  index: IndexSummary;
  group: string;
}

const namesNothing = (selection: Selection): boolean =>
  (selection.indices?.length ?? 0) === 0 && (selection.aliases?.length ?? 0) === 0;

const leftAlone = (alias: string, index: string): SkippedIndex => ({
  index,
  code: 'unsupported',
  message: `${alias} points to ${index}. Indices whose names start with a dot are the cluster’s own, and are left alone.`,
  hint: 'A snapshot takes it.',
});

/** What every alias would include but for the cluster's own indices. */
export const leftAloneOf = ({ onDotIndices = [] }: ClusterIndices, selection: Selection): SkippedIndex[] =>
  selection.all || namesNothing(selection) ? onDotIndices.map(({ alias, index }) => leftAlone(alias, index)) : [];

/** Throws `not_found`, `unsupported` for a name that can't be backed up. */
export function chooseIndices({ indices, onDotIndices = [] }: ClusterIndices, selection: Selection): Chosen[] {
  const behind = new Map<string, IndexSummary[]>();
  for (const index of indices)
    for (const { alias } of index.aliases) {
      const known = behind.get(alias);
      if (known) known.push(index);
      else behind.set(alias, [index]);
    }
  const aliases = selection.all || namesNothing(selection) ? [...behind.keys()] : (selection.aliases ?? []);
  const named = new Map(indices.map((index) => [index.name, index]));
  const chosen = new Map<string, Chosen>();
  for (const alias of aliases) {
    const targets = behind.get(alias);
    const dotted = onDotIndices.find((left) => left.alias === alias);
    if (!targets && dotted)
      throw new AppError('unsupported', leftAlone(alias, dotted.index).message, { hint: 'A snapshot takes it.' });
    if (!targets)
      throw new AppError('not_found', `There is no alias ${alias}.`, {
        hint: named.has(alias)
          ? `${alias} is an index: name it with --index.`
          : 'Look at the alias map for the names there are.',
      });
    for (const index of targets) chosen.set(index.name, { index, group: groupOf(index, behind) });
  }
  for (const name of selection.indices ?? []) {
    const index = named.get(name);
    if (!index)
      throw new AppError('not_found', `There is no index ${name}.`, {
        hint: behind.has(name)
          ? `${name} is an alias: name it with --alias.`
          : name.startsWith('.')
            ? 'Indices whose names start with a dot are the cluster’s own, and are left alone; a snapshot takes them.'
            : 'Look at the list of indices for the names there are.',
      });
    chosen.set(name, { index, group: groupOf(index, behind) });
  }
  return [...chosen.values()];
}

/** Filed under the alias that is the index's own, and no other's; an alias on several indices is nobody's own. Hidden folders are not listed. */
function groupOf(index: IndexSummary, behind: ReadonlyMap<string, readonly IndexSummary[]>): string {
  const own = index.aliases
    .map(({ alias }) => alias)
    .filter((alias) => behind.get(alias)?.length === 1 && !alias.startsWith('.'));
  return own.find((alias) => index.name.startsWith(`${alias}-`)) ?? own[0] ?? index.name;
}
