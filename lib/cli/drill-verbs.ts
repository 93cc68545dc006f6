import { DRY_RUN, flag, text, texts, type Verb } from './verb.ts';

export type DrillVerbName = 'drill';

export const DRILL_VERBS: Record<DrillVerbName, Verb> = {
  drill: {
    name: 'drill',
    summary: 'try a backup: restore it into a throw-away index, compare it, and delete the index',
    usage:
      'restore-desk drill <url> <backup> [--alias NAME] [--documents-per-second N] [--probe QUERY]...\n' +
      '                   [--min-hits N] [--like-live PERCENT] [--dry-run]\n' +
      '  <backup>: a zip file, s3://bucket/prefix/name.zip, or snapshot:<repository>/<snapshot>/<index>',
    positionals: ['url', 'backup'],
    options: {
      alias: text,
      'documents-per-second': text,
      probe: texts,
      'min-hits': text,
      'like-live': text,
      'dry-run': flag,
    },
    optionHelp: [
      ['--alias NAME', 'the alias of which it is a backup, instead of the one that the backup names'],
      [
        '--documents-per-second N',
        'write and compare at most so many documents per second; the files of a snapshot are copied by the nodes without a limit',
      ],
      [
        '--probe QUERY',
        'a query that the restored index must answer: a query string, or one clause as JSON; may be given several times',
      ],
      ['--min-hits N', 'the least hits of each probe (default 1)'],
      ['--like-live PERCENT', 'each probe must have as many hits as the live alias, within so many per cent'],
      DRY_RUN,
    ],
    notes:
      'The index has no replicas and is outside of every alias. It is deleted also if the drill fails or is cancelled; one ' +
      'that a killed drill left is deleted before the next drill. Refused if disk, shards or health leave no room, and while ' +
      'another drill runs on the cluster. It runs on the drill cluster, if the configuration names one (drillCluster). Exit ' +
      'code 1 where the backup is damaged or not equal, or a probe fails; 3 where nothing proves it. In JSON, compared says ' +
      'whether documents were compared by content or only by counts, as of a snapshot that was taken without --digest.',
    examples: [
      'restore-desk drill http://127.0.0.1:9200 government.zip --json',
      'restore-desk drill http://127.0.0.1:9200 s3://backups/search/government.zip --documents-per-second 500',
      `restore-desk drill http://127.0.0.1:9200 snapshot:nightly/government-2026-01-08t03-00-00z/government-1 --probe 'title:tax' --min-hits 10`,
    ],
  },
};
