import { ALIAS_VERBS, type AliasVerbName } from './alias-verbs.ts';
import { CARRY_VERBS, type CarryVerbName } from './carry-verbs.ts';
import { COMPARE_VERBS, type CompareVerbName } from './compare-verbs.ts';
import { DOCTOR_VERBS, type DoctorVerbName } from './doctor-verbs.ts';
import { DRILL_VERBS, type DrillVerbName } from './drill-verbs.ts';
import { PROGRAM_VERBS, type ProgramVerbName } from './program-verbs.ts';
import { INIT_VERB, type InitVerbName } from './init-verb.ts';
import { INDEX_VERBS, type IndexVerbName } from './index-verbs.ts';
import { NOTIFY_VERBS, type NotifyVerbName } from './notify-verbs.ts';
import { OWN_DATA_VERBS, type OwnDataVerbName } from './own-data-verbs.ts';
import { IMPORT_VERBS, type ImportVerbName } from './import-verbs.ts';
import { INCIDENT_VERBS, type IncidentVerbName } from './incident-verbs.ts';
import { REPLAY_VERBS, type ReplayVerbName } from './replay-verbs.ts';
import { REPOSITORY_VERBS, type RepositoryVerbName } from './repository-verbs.ts';
import { SCHEDULE_VERBS, type ScheduleVerbName } from './schedule-verbs.ts';
import { SNAPSHOT_VERBS, type SnapshotVerbName } from './snapshot-verbs.ts';
import { DRY_RUN, flag, PROTECTED, text, texts, type Verb } from './verb.ts';

export type VerbName =
  | 'backup'
  | 'verify'
  | 'restore'
  | 'retry'
  | 'switch'
  | 'switch-back'
  | 'clean'
  | 'health'
  | IndexVerbName
  | AliasVerbName
  | CompareVerbName
  | CarryVerbName
  | DrillVerbName
  | ImportVerbName
  | ReplayVerbName
  | RepositoryVerbName
  | SnapshotVerbName
  | ScheduleVerbName
  | NotifyVerbName
  | IncidentVerbName
  | OwnDataVerbName
  | DoctorVerbName
  | InitVerbName
  | ProgramVerbName;

export const VERBS: Record<VerbName, Verb> = {
  ...INIT_VERB,
  ...PROGRAM_VERBS,
  backup: {
    name: 'backup',
    summary: 'back up indices, one zip file each',
    usage: 'restore-desk backup <url> <dir> [--index NAME]... [--alias NAME]... [--all] [--dry-run]',
    positionals: ['url', 'dir'],
    options: { index: texts, alias: texts, all: flag, parallel: text, level: text, 'dry-run': flag },
    optionHelp: [
      ['--index NAME', 'back up this index; may be given several times'],
      ['--alias NAME', 'back up every index that this alias points to; may be given several times'],
      ['--all', 'back up every alias; this is the default'],
      ['--parallel N', 'number of indices at a time (default 2)'],
      ['--level 0..9', 'compression level: 0 is fastest, 9 gives the smallest files'],
      DRY_RUN,
    ],
    notes:
      'Each index is read as it is at one moment, whatever is written meanwhile. A file gets ' +
      'its name only when it is complete. Files are named <dir>/<alias>/<alias>-<time>.zip. A closed ' +
      'or red index is left out and listed; then the exit code is 3.',
    examples: [
      'restore-desk backup http://127.0.0.1:9200 /var/backups/search',
      'restore-desk backup http://127.0.0.1:9200 /var/backups/search --alias government --json',
      'restore-desk backup http://127.0.0.1:9200 s3://backups/search --all',
    ],
  },
  verify: {
    name: 'verify',
    summary: 'read backup files to their end and check them',
    usage: 'restore-desk verify <zip>...',
    positionals: ['zip...'],
    options: {},
    optionHelp: [],
    notes:
      'Checks the zip, CRC-32, SHA-256, that every line is JSON, and the number of ' +
      'documents. No cluster is needed. Exit code 1 where a file is damaged or incomplete.',
    examples: [
      'restore-desk verify /var/backups/search/government/*.zip',
      'restore-desk verify s3://backups/search/government/government-2026-01-08t03-00-00z.zip',
    ],
  },
  restore: {
    name: 'restore',
    summary: 'restore a backup, a file or a snapshot, into a new index, compare, and switch the alias',
    usage:
      'restore-desk restore <url> <zip> [--alias NAME] [--into INDEX] [--settings JSON] [--mappings JSON]\n' +
      '                     [--no-switch] [--on-conflict create|index|external_gte] [--allow-partial]\n' +
      '                     [--drop-setting NAME]... [--shards N] [--replicas N] [--dry-run]\n' +
      '  restore-desk restore <url> snapshot:<repository>/<snapshot>/<index> [--alias NAME] [--into NEW]\n' +
      '                     [--settings JSON] [--drop-setting NAME]... [--replicas N] [--no-switch] [--dry-run]',
    positionals: ['url', 'zip'],
    options: {
      alias: text,
      into: text,
      settings: text,
      mappings: text,
      'no-switch': flag,
      'on-conflict': text,
      'allow-partial': flag,
      'drop-setting': texts,
      shards: text,
      replicas: text,
      confirm: text,
      'break-glass': text,
      'dry-run': flag,
    },
    optionHelp: [
      ['--alias NAME', 'the alias to switch, instead of the one that the backup names'],
      [
        '--into INDEX',
        'the index to restore into, instead of a new name; documents are added to an index that exists, and nothing in it is deleted',
      ],
      [
        '--settings JSON',
        'merged into the backup’s settings, nested or flat; null removes one; @FILE reads a file. ' +
          '{"settings": …, "mappings": …} is both, as in es_dump_restore',
      ],
      ['--mappings JSON', 'merged into the backup’s mappings; null removes a field; @FILE reads a file'],
      ['--drop-setting NAME', 'leave a setting out; may be given several times'],
      ['--shards N', 'number of shards, instead of that of the backup'],
      ['--replicas N', 'number of replicas, instead of that of the backup'],
      ['--no-switch', 'do not switch the alias (later: restore-desk switch)'],
      [
        '--on-conflict MODE',
        'for a document that already exists: create keeps it, index overwrites it, external_gte overwrites it unless it is newer',
      ],
      [
        '--allow-partial',
        'accept a backup file with fewer documents than expected, and switch the alias even if documents were rejected',
      ],
      ...PROTECTED,
      DRY_RUN,
    ],
    notes:
      'The backup is read to its end before anything is changed. The restore goes into a new index: the live ' +
      'one is not changed, and is kept after the switch. An existing index, live or not, is changed only if --into ' +
      'names it; overwritten documents in it can’t be recovered. To continue a restore that failed, run the same ' +
      'command again. Rejected documents are kept in a file that the output names; then the exit code is 3. ' +
      'From a snapshot, one index is restored, always into a new one; without an alias that it was taken for, or --alias, ' +
      'none is switched.',
    examples: [
      'restore-desk restore http://127.0.0.1:9200 government.zip --dry-run',
      'restore-desk restore http://127.0.0.1:9200 s3://backups/search/government.zip',
      `restore-desk restore http://127.0.0.1:9200 government.zip --settings '{"number_of_replicas": 0}' --no-switch`,
      'restore-desk restore http://127.0.0.1:9200 snapshot:nightly/government-2026-01-08t03-00-00z/government-1 --dry-run',
    ],
  },
  retry: {
    name: 'retry',
    summary: 'send the rejected documents of a restore again',
    usage: 'restore-desk retry <url> <job> [--no-switch] [--dry-run]',
    positionals: ['url', 'job'],
    options: { 'no-switch': flag, 'dry-run': flag },
    optionHelp: [
      ['--no-switch', 'do not switch the alias (later: restore-desk switch)'],
      ['--dry-run', 'print what would be sent and change nothing'],
    ],
    notes:
      'Use it when the cause is fixed, such as a mapping or a missing pipeline. <job> is ' +
      'the number of the restore: `job` in its --json, or on the dashboard. The index is ' +
      'compared with the backup again, and the alias is switched if the restore was planned to switch it; on a ' +
      'protected cluster the alias is not switched. What is rejected again is kept in a new file; then the exit code is ' +
      '3.',
    examples: ['restore-desk retry http://127.0.0.1:9200 42'],
  },
  switch: {
    name: 'switch',
    summary: 'point an alias to an index, in one step',
    usage: 'restore-desk switch <url> <index> [--alias NAME] [--dry-run]',
    positionals: ['url', 'index'],
    options: { alias: text, confirm: text, 'break-glass': text, 'dry-run': flag },
    optionHelp: [
      [
        '--alias NAME',
        'the alias to switch; without it, the alias is taken from the index’s name (government-2018-01-08t… → government)',
      ],
      ...PROTECTED,
      DRY_RUN,
    ],
    notes:
      'A closed index is opened first. Filter, routing and write flag of the alias are carried over. The previous index is kept as it is.',
    examples: ['restore-desk switch http://127.0.0.1:9200 government-2018-01-08t10-20-30z-1a2b'],
  },
  'switch-back': {
    name: 'switch-back',
    summary: 'undo the last switch of an alias',
    usage: 'restore-desk switch-back <url> <alias> [--dry-run]',
    positionals: ['url', 'alias'],
    options: { confirm: text, 'break-glass': text, 'dry-run': flag },
    optionHelp: [...PROTECTED, DRY_RUN],
    notes:
      'Undoes the last switch that the dashboard or this command recorded: the alias gets exactly the indices, ' +
      'filters and routing that it had before. It points to the previous index afterwards, or to the newer one if the ' +
      'last switch was an undo. Refused if the alias was switched again since.',
    examples: ['restore-desk switch-back http://127.0.0.1:9200 government'],
  },
  ...ALIAS_VERBS,
  clean: {
    name: 'clean',
    summary: 'show which old indices to delete, and delete them with --apply',
    usage: 'restore-desk clean <url> [--alias NAME]... [--keep N] [--older-than 7d] [--apply]',
    positionals: ['url'],
    options: { alias: texts, keep: text, 'older-than': text, apply: flag, 'dry-run': flag },
    optionHelp: [
      ['--alias NAME', 'only this alias’s indices; may be given several times'],
      ['--keep N', 'keep the newest N without an alias (default 1)'],
      ['--older-than 7d', 'only indices older than this: 90m, 12h, 7d, 2w'],
      ['--apply', 'delete what the list says; without it, only the list is printed'],
      ['--dry-run', 'print the list only, the same as without --apply'],
    ],
    notes:
      'Deletes only indices named <alias>-<time>-<hex>. Never deletes one that has an alias, that a job writes into, or that changed since the list.',
    examples: [
      'restore-desk clean http://127.0.0.1:9200 --keep 2',
      'restore-desk clean http://127.0.0.1:9200 --alias government --older-than 7d --apply',
    ],
  },
  health: {
    name: 'health',
    summary: 'the cluster’s health, its causes, and its disks',
    usage: 'restore-desk health <url>',
    positionals: ['url'],
    options: {},
    optionHelp: [],
    notes: 'Exit code 0 if the cluster answered, whatever its health; --json has `health.status`.',
    examples: ['restore-desk health http://127.0.0.1:9200 --json'],
  },
  ...INDEX_VERBS,
  ...COMPARE_VERBS,
  ...CARRY_VERBS,
  ...DRILL_VERBS,
  ...IMPORT_VERBS,
  ...REPLAY_VERBS,
  ...REPOSITORY_VERBS,
  ...SNAPSHOT_VERBS,
  ...SCHEDULE_VERBS,
  ...NOTIFY_VERBS,
  ...INCIDENT_VERBS,
  ...OWN_DATA_VERBS,
  ...DOCTOR_VERBS,
};
