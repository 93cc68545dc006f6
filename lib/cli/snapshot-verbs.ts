import { DRY_RUN, flag, text, texts, type Verb } from './verb.ts';

export type SnapshotVerbName = 'snapshot' | 'snapshots' | 'snapshot-delete';

/** Snapshots: the cluster's own backups. */
export const SNAPSHOT_VERBS: Record<SnapshotVerbName, Verb> = {
  snapshot: {
    name: 'snapshot',
    summary: 'take a snapshot of indices into a repository of the cluster',
    usage:
      'restore-desk snapshot <url> <repository> [--index NAME]... [--alias NAME]... [--all] [--name NAME]\n' +
      '                      [--digest] [--why TEXT] [--dry-run]',
    positionals: ['url', 'repository'],
    options: { index: texts, alias: texts, all: flag, name: text, digest: flag, why: text, 'dry-run': flag },
    optionHelp: [
      ['--index NAME', 'this index; may be given several times'],
      ['--alias NAME', 'every index that this alias points to; may be given several times'],
      ['--all', 'the indices of every alias; this is the default'],
      ['--name NAME', 'the name of the snapshot, in lower case (default: the alias and the time)'],
      [
        '--digest',
        'read a digest of each index to which nothing is written meanwhile; a restore is then compared with it',
      ],
      ['--why TEXT', 'the reason, which the snapshot says of itself'],
      DRY_RUN,
    ],
    notes:
      'Every node copies its own shards, and only what no earlier snapshot in the repository has. The result is exact if ' +
      'nothing was written meanwhile, otherwise between two moments. A closed index of Elasticsearch 6, a red index and one ' +
      'that is being restored are left out and listed; then, and where shards are missing, the exit code is 3.',
    examples: [
      'restore-desk snapshot http://127.0.0.1:9200 nightly --alias government',
      'restore-desk snapshot http://127.0.0.1:9200 nightly --all --json',
    ],
  },
  snapshots: {
    name: 'snapshots',
    summary: 'list the snapshots of a repository, or of all',
    usage: 'restore-desk snapshots <url> [<repository>]',
    positionals: ['url', '[repository]'],
    options: {},
    optionHelp: [],
    notes: 'A repository that can’t be read is reported with the reason; then the exit code is 3.',
    examples: ['restore-desk snapshots http://127.0.0.1:9200 nightly --json'],
  },
  'snapshot-delete': {
    name: 'snapshot-delete',
    summary: 'show what the deletion of a snapshot takes away, and delete it with --apply',
    usage: 'restore-desk snapshot-delete <url> <repository>/<snapshot> [--apply] [--even-last]',
    positionals: ['url', 'repository/snapshot'],
    options: { apply: flag, 'even-last': flag, 'dry-run': flag },
    optionHelp: [
      ['--apply', 'delete it; without it, only the plan is printed'],
      ['--even-last', 'also if it is the last good snapshot of an alias'],
      ['--dry-run', 'print the plan only, the same as without --apply'],
    ],
    notes:
      'What other snapshots share with it is kept. Refused while it is taken or restored, in a read-only repository, and if ' +
      'it is the last good snapshot of an alias.',
    examples: ['restore-desk snapshot-delete http://127.0.0.1:9200 nightly/government-2026-01-08t03-00-00z --apply'],
  },
};
