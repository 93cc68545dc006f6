import { isSnapshot, type AnyBackup } from '../known-backups/backups-of-alias.ts';
import type { PartOfAlias } from '../contract/backups-page.ts';

/** What a backup holds of one alias, or of one of its indices. Pure. */
export function partOf(backup: AnyBackup, alias: string, only?: string): PartOfAlias {
  if (!isSnapshot(backup)) {
    const { documents, manifest } = backup;
    return {
      index: manifest?.index.name ?? null,
      uuid: manifest?.index.uuid ?? null,
      indices: 1,
      documents: documents === null ? null : { least: documents, most: documents, exact: true },
    };
  }
  const all = backup.indicesOf(alias);
  const held = only === undefined ? all : all.filter(({ index }) => index === only);
  const [first] = held;
  const known = held.flatMap(({ documents }) => documents ?? []);
  const sumOf = (end: 'least' | 'most'): number => known.reduce((sum, documents) => sum + documents[end], 0);
  return {
    index: held.length === 1 ? first!.index : null,
    uuid: held.length === 1 ? first!.uuid : null,
    indices: held.length,
    documents:
      held.length === 0 || known.length < held.length
        ? null
        : { least: sumOf('least'), most: sumOf('most'), exact: known.every(({ exact }) => exact) },
  };
}

/** The number of documents, where it is exact; else null. */
export const exactly = (documents: PartOfAlias['documents']): number | null =>
  documents?.exact === true ? documents.least : null;
