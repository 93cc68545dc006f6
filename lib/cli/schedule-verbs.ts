import { flag, text, texts, type Verb } from './verb.ts';

export type ScheduleVerbName =
  | 'schedule list'
  | 'schedule add'
  | 'schedule remove'
  | 'schedule run'
  | 'schedule pause'
  | 'schedule resume'
  | 'schedule export'
  | 'schedule import';

/** What a dashboard does by itself at its times. */
export const SCHEDULE_VERBS: Record<ScheduleVerbName, Verb> = {
  'schedule list': {
    name: 'schedule list',
    summary: 'list the schedules of a cluster, with their next times and last runs',
    usage: 'restore-desk schedule list <url>',
    positionals: ['url'],
    options: {},
    optionHelp: [],
    notes:
      'Schedules are kept in the data directory, and run by the dashboard that uses it. One is overdue where it did not run at ' +
      'its last time. The cluster need not answer.',
    examples: [
      'restore-desk schedule list http://127.0.0.1:9200',
      'restore-desk schedule list http://127.0.0.1:9200 --json',
    ],
  },
  'schedule add': {
    name: 'schedule add',
    summary: 'back up, take snapshots, or try backups at fixed times, by the dashboard',
    usage:
      "restore-desk schedule add <url> --name NAME --kind backup|snapshot|drill --cron '0 3 * * *' [--tz ZONE]\n" +
      '                     [--alias A]... [--index P]... [--to DIR|s3://…|REPOSITORY] [--missed run|record]\n' +
      '                     [--keep-last N] [--keep-hourly N] [--keep-daily N] [--keep-weekly N] [--keep-monthly N]\n' +
      '                     [--keep-yearly N] [--keep-within 30d]\n' +
      '                     [--documents-per-second N] [--in-turn] [--probe QUERY]... [--min-hits N]\n' +
      '                     [--like-live PERCENT] [--dry-run]',
    positionals: ['url'],
    options: {
      name: text,
      kind: text,
      cron: text,
      tz: text,
      alias: texts,
      index: texts,
      to: text,
      missed: text,
      'keep-last': text,
      'keep-hourly': text,
      'keep-daily': text,
      'keep-weekly': text,
      'keep-monthly': text,
      'keep-yearly': text,
      'keep-within': text,
      'documents-per-second': text,
      'in-turn': flag,
      probe: texts,
      'min-hits': text,
      'like-live': text,
      'dry-run': flag,
    },
    optionHelp: [
      ['--name NAME', 'a name that no other schedule of the cluster has'],
      [
        '--kind KIND',
        'backup: zip files; snapshot: a snapshot; drill: restores backups into an index that is deleted again',
      ],
      ['--cron TIMES', 'minute, hour, day of the month, month, day of the week'],
      ['--tz ZONE', 'the time zone of the times, such as Europe/London (default UTC)'],
      ['--alias A', 'this alias; may be given several times. Without --alias and --index: every alias'],
      ['--index P', 'the indices of this pattern when it runs, with * for any characters; may be given several times'],
      [
        '--to PLACE',
        'backup: a directory or s3://bucket/prefix, by default that of the configuration; snapshot: the repository, which is ' +
          'needed; drill: whose backups are tried, a repository or /… or s3://…, by default those of the configuration',
      ],
      ['--missed run|record', 'missed while no dashboard ran: run once at the start (default), or only record it'],
      ['--keep-last N', 'after each run delete backups, but keep the last N of each alias; -1: all'],
      ['--keep-hourly N', 'keep one for each of the last N hours that have one'],
      ['--keep-daily N', 'keep one for each of the last N days that have one'],
      ['--keep-weekly N', 'keep one for each of the last N weeks that have one'],
      ['--keep-monthly N', 'keep one for each of the last N months that have one'],
      ['--keep-yearly N', 'keep one for each of the last N years that have one'],
      ['--keep-within AGE', 'keep all that are younger than this before the newest: 30d, 6m, 1y2m3d4h'],
      ['--documents-per-second N', 'drill: write and compare at most so many documents per second'],
      ['--in-turn', 'drill: one alias in each run, in turn, instead of all'],
      [
        '--probe QUERY',
        'drill: a query that the restored index must answer: a query string, or one clause as JSON; may be given several times',
      ],
      ['--min-hits N', 'drill: the least hits of each probe (default 1)'],
      ['--like-live PERCENT', 'drill: each probe must have as many hits as the live alias, within so many per cent'],
      ['--dry-run', 'print the times and what retention would delete now, before anything is saved; add nothing'],
    ],
    notes:
      'A dashboard with the same data directory runs it; this command only adds it. It prints the times in words, the next five, ' +
      'and for every backup that there is now which rule keeps it, and saves the schedule at once: --dry-run prints the ' +
      'same before anything is saved. Never deleted are the last good backup of an alias, the last ' +
      'one that passed a drill, one that is pinned, and one that a job uses; nothing is deleted while the newest is broken.',
    examples: [
      "restore-desk schedule add http://127.0.0.1:9200 --name Nightly --kind backup --cron '0 3 * * *' --tz Europe/London --keep-daily 14",
      "restore-desk schedule add http://127.0.0.1:9200 --name Hourly --kind snapshot --cron '5 * * * *' --alias government --to nightly --keep-last 48",
      "restore-desk schedule add http://127.0.0.1:9200 --name Drill --kind drill --cron '0 5 * * 1' --documents-per-second 2000 --probe 'format:guide' --min-hits 100",
    ],
  },
  'schedule remove': {
    name: 'schedule remove',
    summary: 'remove a schedule; its backups and its history are kept',
    usage: 'restore-desk schedule remove <url> <name>',
    positionals: ['url', 'name'],
    options: {},
    optionHelp: [],
    notes: 'A run that has begun ends by itself.',
    examples: ['restore-desk schedule remove http://127.0.0.1:9200 Nightly'],
  },
  'schedule run': {
    name: 'schedule run',
    summary: 'run a schedule now, here',
    usage: 'restore-desk schedule run <url> <name>',
    positionals: ['url', 'name'],
    options: {},
    optionHelp: [],
    notes:
      'Does what the schedule does at its times, as jobs of this command. Its times stay as they are. Refused while an earlier ' +
      'run has not ended. A paused schedule runs too. Exit code 3 where the run is partial.',
    examples: ['restore-desk schedule run http://127.0.0.1:9200 Nightly --json'],
  },
  'schedule pause': {
    name: 'schedule pause',
    summary: 'pause a schedule: it runs at none of its times until it is resumed',
    usage: 'restore-desk schedule pause <url> <name>',
    positionals: ['url', 'name'],
    options: {},
    optionHelp: [],
    notes: 'A run that has begun ends by itself. A paused schedule misses nothing.',
    examples: ['restore-desk schedule pause http://127.0.0.1:9200 Nightly'],
  },
  'schedule resume': {
    name: 'schedule resume',
    summary: 'resume a paused schedule: it runs at its next time',
    usage: 'restore-desk schedule resume <url> <name>',
    positionals: ['url', 'name'],
    options: {},
    optionHelp: [],
    notes: 'What became due while it was paused is not run.',
    examples: ['restore-desk schedule resume http://127.0.0.1:9200 Nightly'],
  },
  'schedule export': {
    name: 'schedule export',
    summary: 'print the schedules of a cluster as YAML',
    usage: 'restore-desk schedule export <url>',
    positionals: ['url'],
    options: {},
    optionHelp: [],
    notes: 'The file has no credentials, and neither runs nor pauses.',
    examples: [
      'restore-desk schedule export http://127.0.0.1:9200',
      'restore-desk schedule export http://127.0.0.1:9200 --json',
    ],
  },
  'schedule import': {
    name: 'schedule import',
    summary: 'add and change schedules by a file of `schedule export`',
    usage: 'restore-desk schedule import <url> [<file>] [--replace] [--dry-run]',
    positionals: ['url', '[file]'],
    options: { replace: flag, 'dry-run': flag },
    optionHelp: [
      ['--replace', 'also remove the schedules that are not in the file'],
      [
        '--dry-run',
        'print what would be added, changed and removed, and what retention would delete now; change nothing',
      ],
    ],
    notes:
      'Without <file>, standard input is read. A schedule is changed where one has its name. All of it is done, or nothing: a ' +
      'file with a mistake is refused, with the line. For each added or changed schedule with retention it prints which ' +
      'rule keeps each backup that there is now; --dry-run prints it before anything is saved.',
    examples: [
      'restore-desk schedule import http://127.0.0.1:9200 schedules.yaml --dry-run',
      'restore-desk schedule import http://127.0.0.1:9200 schedules.yaml --replace',
    ],
  },
};
