import { backupPlace } from '../../contract/backup-ref.ts';
import type { DrillPlan } from './schema.ts';

/** As a command line names it: a path, an address, or `snapshot:<repository>/<snapshot>/<index>`. */
export function drilledName({ source }: Pick<DrillPlan, 'source'>): string {
  if (source.kind === 'zip') return backupPlace(source.ref);
  const { index, name, repository } = source.restore.snapshot;
  return `snapshot:${repository}/${name}/${index}`;
}
