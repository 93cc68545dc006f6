import { basename } from 'node:path';
import { sourceDefaults } from '../../config/for-command-line.ts';
import { placeOfZip } from '../../backups/sources.ts';
import { openForReading } from '../../files/place.ts';
import { plural } from '../../format.ts';
import { importBackups as importKind } from '../../kinds/import/describe.ts';
import type { ImportedFrom, ImportResult, ImportWork } from '../../kinds/import/schema.ts';
import { fileOfArgument, sourceOfArgument } from '../backup-argument.ts';
import type { CommandContext, CommandResult } from '../command-context.ts';
import { safeLine } from '../safe-text.ts';

/** Every zip must exist before the first one is imported. */
export async function importBackups(context: CommandContext): Promise<CommandResult> {
  const [directory, ...names] = context.args.positionals;
  const source = sourceOfArgument(directory!);
  const { limits } = sourceDefaults(source);
  const zips: ImportedFrom[] = [];
  for (const path of new Set(names.map(fileOfArgument))) {
    const file = await openForReading(placeOfZip(context.backups(), path), context.signal);
    file.close();
    zips.push({ kind: 'file', path, name: basename(path), bytes: file.facts.size });
  }
  const work: ImportWork = { kind: 'import', source, zips, limits };
  const { job, result } = await context.perform(importKind, work);
  const { imported, leftOut, refused, status } = result;
  return {
    status,
    text: describe(result).map(safeLine).join('\n'),
    fields: {
      imported: imported.map(({ id }) => id),
      refused: refused.map(({ name, reason, zip }) => ({ name, reason, zip })),
      leftOut: leftOut.map(({ name }) => name),
      backups: imported,
      job,
    },
  };
}

const describe = (result: ImportResult): string[] => [
  ...result.imported.map(({ documents, id }) => `Imported ${id}: ${plural(documents, 'document')}, all there.`),
  ...result.refused.map(({ name, reason }) => `Refused ${name}: ${reason}`),
  ...result.leftOut.map(({ name }) => `Left out ${name}.`),
  importKind.outcome(result),
];
