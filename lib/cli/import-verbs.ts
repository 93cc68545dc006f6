import type { Verb } from './verb.ts';

export type ImportVerbName = 'import';

export const IMPORT_VERBS: Record<ImportVerbName, Verb> = {
  import: {
    name: 'import',
    summary: 'import backups from zip files into a backup directory or a bucket',
    usage: 'restore-desk import <dir> <zip>...',
    positionals: ['dir', 'zip...'],
    options: {},
    optionHelp: [],
    notes:
      'A zip is one backup, or holds several, as a zipped /var/es_dump. Each backup is unpacked, read to its end, and then gets its ' +
      'name: <name>.zip, or <alias>/<alias>-<time>.zip. What exists is never overwritten. Damaged and incomplete backups, and entries ' +
      'with absolute names or names that leave the folder, are refused and named; then the exit code is 3. Other files are left out ' +
      'and named. The limits are those of the configuration (`import`). No cluster is needed.',
    examples: [
      'restore-desk import /var/backups/search es_dump.zip',
      'restore-desk import /var/backups/search *.zip --json',
      'restore-desk import s3://backups/search es_dump.zip',
    ],
  },
};
