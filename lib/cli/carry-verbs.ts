import { DRY_RUN, flag, PROTECTED, text, type Verb } from './verb.ts';

export type CarryVerbName = 'carry-forward' | 'carry-forward-undo';

/** What was written after the backup, brought into the restored index. */
export const CARRY_VERBS: Record<CarryVerbName, Verb> = {
  'carry-forward': {
    name: 'carry-forward',
    summary: 'bring what was written after a backup from the previous index into the restored one',
    usage:
      'restore-desk carry-forward <url> <from-index> <to-index> --base <backup> [--only added,changed] [--deletions]\n' +
      '                     [--query JSON] [--since TIME --field NAME] [--dry-run]',
    positionals: ['url', 'from-index', 'to-index'],
    options: {
      base: text,
      only: text,
      deletions: flag,
      query: text,
      since: text,
      field: text,
      confirm: text,
      'break-glass': text,
      'dry-run': flag,
    },
    optionHelp: [
      ['--base BACKUP', 'the backup that <to-index> was restored from, and that <from-index> is compared with'],
      ['--only added,changed', 'only added documents, or only changed ones (default: both)'],
      ['--deletions', 'also delete what was deleted after the backup; never done unless asked for'],
      ['--query JSON', 'only documents that this query finds; @FILE reads a file'],
      [
        '--since TIME',
        'only documents whose time in the field of --field is TIME or later (ISO 8601; without a zone: UTC)',
      ],
      ['--field NAME', 'the date field of --since'],
      ...PROTECTED,
      ['--dry-run', 'compare, print the plan, and write nothing to the cluster'],
    ],
    notes:
      'Three-way: the backup is the base, <from-index> the index that was live, <to-index> the restored one. A document that ' +
      'somebody has changed in <to-index> since the restore is never overwritten: it is a conflict, and listed in a file. ' +
      'What is overwritten or deleted is kept in a file; carry-forward-undo puts it back. Running it again changes nothing more. ' +
      'Exit code 3 where there are conflicts or rejected documents.',
    examples: [
      'restore-desk carry-forward http://127.0.0.1:9200 government-1 government-2 --base government.zip --dry-run',
      'restore-desk carry-forward http://127.0.0.1:9200 government-1 government-2 --base s3://backups/search/government.zip',
      'restore-desk carry-forward http://127.0.0.1:9200 government-1 government-2 --base government.zip --only added --json',
    ],
  },
  'carry-forward-undo': {
    name: 'carry-forward-undo',
    summary: 'undo a carry-forward: put back what it overwrote and deleted, delete what it added',
    usage: 'restore-desk carry-forward-undo <url> <job> [--dry-run]',
    positionals: ['url', 'job'],
    options: { confirm: text, 'break-glass': text, 'dry-run': flag },
    optionHelp: [...PROTECTED, DRY_RUN],
    notes:
      '<job> is the number of the carry-forward: `job` in its --json, or on the dashboard. A document is put back only where the ' +
      'index still has exactly what that job wrote; any other is a conflict, and listed. Exit code 3 where there are conflicts.',
    examples: ['restore-desk carry-forward-undo http://127.0.0.1:9200 42'],
  },
};
