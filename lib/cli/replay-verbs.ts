import { DRY_RUN, flag, PROTECTED, text, texts, type Verb } from './verb.ts';

export type ReplayVerbName = 'replay';

/** What was written after a backup, sent again from captured traffic. */
export const REPLAY_VERBS: Record<ReplayVerbName, Verb> = {
  replay: {
    name: 'replay',
    summary: 'send captured write requests again, in order, to a search app or a cluster',
    usage:
      'restore-desk replay <target> <file>... --from TIME [--to TIME] [--rate N | --speed N] [--concurrency N]\n' +
      '                     [--only-path RE] [--skip-path RE] [--map-index OLD=NEW]... [--queue-status PATH] [--dry-run]\n' +
      '  restore-desk replay <target> --resume JOB',
    positionals: ['target', '[file...]'],
    options: {
      from: text,
      to: text,
      rate: text,
      speed: text,
      concurrency: text,
      'only-path': text,
      'skip-path': text,
      'map-index': texts,
      'queue-status': text,
      resume: text,
      confirm: text,
      'break-glass': text,
      'dry-run': flag,
    },
    optionHelp: [
      [
        '--from TIME',
        'the start of the restored backup: earlier requests are in it (ISO 8601, without a zone UTC; or nanoseconds)',
      ],
      ['--to TIME', 'the last moment (default: the end of the files, the incident’s own requests included)'],
      ['--rate N', 'at most N requests per second (default: as fast as the target takes them)'],
      ['--speed N', 'at the spacing of the capture: 1 as then, 2 twice as fast'],
      ['--concurrency N', 'requests at a time, of different documents (default 4)'],
      ['--only-path RE', 'only requests whose path and query match this regular expression'],
      ['--skip-path RE', 'no requests whose path and query match'],
      ['--map-index OLD=NEW', 'send requests that name index OLD to NEW; may be given several times'],
      [
        '--queue-status PATH',
        'a path of the target that tells how much is left in its queue, such as /_status; waits until it is empty',
      ],
      ['--resume JOB', 'go on where this job stopped'],
      ...PROTECTED,
      DRY_RUN,
    ],
    notes:
      'Files are those of GoReplay, plain or gzip; a folder means all files below it. They are read as one stream in order of time. ' +
      '<target> is an address, or the name of a target of the configuration (clusters.<key>.replay.targets), whose credentials are used; ' +
      'captured ones are never sent. Reads, administrative requests and those that were refused then are not sent. Two requests for ' +
      'one document are never in flight together. A request that could count twice is not repeated when its answer is lost: its outcome is ' +
      'unknown, and listed. What was not applied is in a file that can be replayed. Exit code 3 where something failed, was held back, or is unknown.',
    examples: [
      'restore-desk replay http://search.example.org:3009 "captures/*/*.log*" --from 2018-01-08T23:10:00Z --dry-run',
      'restore-desk replay search-app captures --from 2018-01-08T23:10:00Z --to 2018-01-09T06:46:00Z --json',
    ],
  },
};
