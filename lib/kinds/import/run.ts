import { placeOfZip } from '../../backups/sources.ts';
import type { RunKind } from '../run-kind.ts';
import type { ImportResult, ImportWork } from './schema.ts';

/**
 * Imports the backups of each zip. What can't be imported is refused and doesn't stop the others. Throws `disk`, `not_found`;
 * what was imported by then is kept.
 */
export const runImport: RunKind<ImportWork, ImportResult> = async ({ backups }, { limits, source, zips }, run) => {
  const placed = zips.map((zip) => (zip.kind === 'file' ? { ...zip, place: placeOfZip(backups, zip.path) } : zip));
  const found = await backups.of(source).importZips(placed, limits, run);
  return { kind: 'import', status: found.refused.length === 0 ? 'done' : 'partial', ...found };
};
