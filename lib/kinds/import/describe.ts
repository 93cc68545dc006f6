import { sourcePlace } from '../../contract/backup-ref.ts';
import { formatBytes, formatCount, formatList, plural } from '../../format.ts';
import { READING_BACKUP } from '../../backups/phases.ts';
import { UNPACKING } from '../../importing/phases.ts';
import { visibleText } from '../../json/visible-text.ts';
import { backupRead } from '../backup-read.ts';
import { jobKind } from '../kind.ts';
import { permission } from '../permissions.ts';
import { importResult, importWork } from './schema.ts';
import type { ImportResult, ImportWork } from './schema.ts';

const nameOf = ({ name }: ImportWork['zips'][number]): string => visibleText(name.slice(0, 200));

/** Takes no lock: a backup gets its name in one step, which fails where there is one of that name. */
export const importBackups = jobKind<ImportWork, ImportResult>()({
  kind: 'import',
  label: 'Import',
  noun: 'the import',
  segment: 'backups',
  permission: permission({ id: 'import', role: 'operator', verb: 'import backups', changesCluster: false }),
  schema: { work: importWork, result: importResult },
  resume: {
    allowed: false,
    refusal: (id) => ({
      message: `Job ${id} imports backups, and is not started again: its upload is no longer there.`,
      hint: 'Upload the file again. Backups that were imported are not imported twice.',
    }),
    reviewLink: () => ({ label: 'Import again', path: '/backups/import' }),
  },

  title: ({ zips }) => `Import ${zips.length === 1 ? nameOf(zips[0]!) : plural(zips.length, 'file')}`,
  locks: () => [],
  moreObjects: (_, result) => result?.imported.map(({ id }) => id) ?? [],
  steps: () => [
    {
      id: 'import',
      title: 'Unpack each backup, read it to its end, and give it its name',
      phases: [UNPACKING.phase, READING_BACKUP.phase],
    },
  ],
  facts: ({ source, zips }) => [
    { name: zips.length === 1 ? 'File' : 'Files', value: formatList(zips.map(nameOf), 10), code: true },
    { name: 'Size', value: formatBytes(zips.reduce((sum, { bytes }) => sum + bytes, 0)) },
    { name: 'Into', value: sourcePlace(source), code: true },
  ],
  outcome: outcomeOf,
  aftermath: () =>
    'Backups that were imported by then are listed, and the log names them. Nothing else of the upload is kept.',
  auditDetails: ({ imported, leftOut, refused }) => ({
    after: { imported: imported.map(({ id, documents, digest }) => ({ id, documents, digest })), refused, leftOut },
  }),
  effects: ({ work: { source }, result: { imported } }) => ({
    verifiedBackups: imported.map(({ documents, fileBytes, id }) =>
      backupRead({ source, id }, { fileBytes, documents, promised: documents }),
    ),
  }),
});

function outcomeOf({ imported, leftOut, refused }: ImportResult): string {
  const documents = imported.reduce((sum, each) => sum + each.documents, 0);
  return [
    `${plural(imported.length, 'backup')} imported${imported.length > 0 ? ` with ${plural(documents, 'document')}` : ''}`,
    ...(refused.length > 0 ? [`${formatCount(refused.length)} refused`] : []),
    ...(leftOut.length > 0 ? [`${plural(leftOut.length, 'other file')} left out`] : []),
  ]
    .join(', ')
    .concat('.');
}
