import { Random } from './random.ts';

/** One thing that happened to the cluster. They are applied in the order of their times. */
export type Event = { at: Date } & (
  | { kind: 'build'; alias: string; index: string; documents: number }
  | { kind: 'point'; alias: string; indices: readonly string[] }
  | { kind: 'close'; index: string }
  /** A backup of every index behind the alias. */
  | { kind: 'back-up'; alias: string }
  /** A backup that died half way: its file is left unfinished. */
  | { kind: 'backup-dies'; alias: string }
  /** A restore that was given up: an index with some of its documents, still tuned for loading, behind no alias. */
  | { kind: 'half-restore'; alias: string; index: string; documents: number }
  /** Documents vanish from a live index. */
  | { kind: 'lose'; alias: string; index: string; documents: number; left: number }
  /** A zip that an older tool left flat in the backup directory. */
  | { kind: 'old-file'; fixture: string }
);

export interface Story {
  /** When the last good backups were made. */
  lastNight: Date;
  /** When the documents vanished. */
  loss: Date;
  events: readonly Event[];
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** "2018-01-08t03-00-00z", as index and backup names carry it. */
export const nameTime = (at: Date): string => at.toISOString().slice(0, 19).replaceAll(':', '-').toLowerCase() + 'z';

type Build = Extract<Event, { kind: 'build' }>;
type Alias = 'government' | 'detailed' | 'govuk' | 'page-traffic' | 'metasearch';

/** The generations of each alias, oldest first: when they were built, counted back from the last night, and their documents. */
const GENERATIONS: Record<Alias, readonly { days: number; hours: number; documents: number }[]> = {
  government: [
    { days: 9, hours: 13.8, documents: 8_310 },
    { days: 3, hours: 16.6, documents: 8_702 },
    { days: 0, hours: 17.4, documents: 8_940 },
  ],
  detailed: [
    { days: 16, hours: 11.3, documents: 2_395 },
    { days: 8, hours: 12.1, documents: 2_511 },
    { days: 2, hours: 15.7, documents: 2_600 },
  ],
  govuk: [
    { days: 12, hours: 10.2, documents: 4_688 },
    { days: 4, hours: 14.5, documents: 4_900 },
  ],
  'page-traffic': [
    { days: 7, hours: 1.5, documents: 2_870 },
    { days: 0, hours: 1.5, documents: 3_000 },
  ],
  metasearch: [
    { days: 20, hours: 12.9, documents: 522 },
    { days: 1, hours: 11.6, documents: 560 },
  ],
};

/**
 * The incident, relative to now: the index of `government` was backed up last night at 03:00 UTC and lost most of its
 * documents some hours later. Around it what a cluster looks like that people have worked on: earlier generations,
 * one of them closed, an alias left on two indices, a restore that was given up, a backup that died.
 */
export function tellStory(now: Date): Story {
  const lastNight = new Date(Math.floor((now.getTime() - 3 * HOUR - 90 * 60_000) / DAY) * DAY + 3 * HOUR);
  const loss = new Date(lastNight.getTime() + Math.min(4.2 * HOUR, 0.6 * (now.getTime() - lastNight.getTime())));
  const uuids = new Random(20_180_108);
  const indexName = (alias: Alias, at: Date) =>
    `${alias}-${nameTime(at)}-${[8, 4, 4, 4, 12].map((digits) => uuids.hex(digits)).join('-')}`;
  const buildsOf = (alias: Alias) =>
    GENERATIONS[alias].map(({ days, hours, documents }): Build => {
      const at = before(lastNight, days, hours);
      return { kind: 'build', at, alias, index: indexName(alias, at), documents };
    });
  const builds: Record<Alias, Build[]> = {
    government: buildsOf('government'),
    detailed: buildsOf('detailed'),
    govuk: buildsOf('govuk'),
    'page-traffic': buildsOf('page-traffic'),
    metasearch: buildsOf('metasearch'),
  };
  const live = builds.government.at(-1)!;
  const halfway = after(lastNight, 55);
  const half = { alias: 'govuk', index: indexName('govuk', halfway), documents: 1_930 };
  const events: Event[] = [
    ...generationEvents(builds),
    ...backupEvents(lastNight),
    { kind: 'half-restore', at: halfway, ...half },
    { kind: 'lose', at: loss, alias: live.alias, index: live.index, documents: live.documents, left: 1_118 },
    ...oldFiles(),
  ];
  return { lastNight, loss, events: events.sort((a, b) => a.at.getTime() - b.at.getTime()) };
}

const before = (at: Date, days: number, hours = 0) => new Date(at.getTime() - days * DAY - hours * HOUR);
const after = (at: Date, minutes: number) => new Date(at.getTime() + minutes * 60_000);

/** Indices are built, and their alias moves to each of them; with what people left undone. */
function generationEvents(builds: Record<Alias, readonly Build[]>): Event[] {
  const [oldest, newest] = [builds.metasearch[0]!, builds.metasearch[1]!];
  const replaced = [...builds.government, ...builds.detailed, ...builds.govuk, ...builds['page-traffic'], oldest];
  return [
    ...replaced.flatMap((build): Event[] => [
      build,
      { kind: 'point', at: after(build.at, 12), alias: build.alias, indices: [build.index] },
    ]),
    // The newer index was added to the alias, and the older one never taken off.
    newest,
    { kind: 'point', at: after(newest.at, 9), alias: newest.alias, indices: [oldest.index, newest.index] },
    { kind: 'close', at: after(builds.detailed[1]!.at, 40), index: builds.detailed[0]!.index },
  ];
}

function backupEvents(lastNight: Date): Event[] {
  const nights = [2, 1, 0].map((days) => before(lastNight, days));
  const others = ['detailed', 'govuk', 'page-traffic'];
  return [
    ...nights.map((at): Event => ({ kind: 'back-up', at, alias: 'government' })),
    ...others.map((alias, position): Event => ({ kind: 'back-up', at: after(lastNight, 1 + position), alias })),
    // It is no longer backed up every night, and that was not noticed.
    { kind: 'back-up', at: before(lastNight, 8), alias: 'metasearch' },
    { kind: 'backup-dies', at: after(before(lastNight, 1), 6), alias: 'govuk' },
  ];
}

const oldFiles = (): Event[] =>
  ['government.zip', 'partial-dump.zip'].map((fixture) => ({
    kind: 'old-file',
    at: new Date('2018-01-08T03:00:00Z'),
    fixture,
  }));
