import type { AfterTheBackup } from './after-the-backup.ts';
import { Random } from './random.ts';

/** One event of the sample cluster's past. Events are applied in the order of their times. */
export type Event = { at: Date } & (
  | { kind: 'build'; alias: string; index: string; documents: number }
  | { kind: 'move-alias'; alias: string; indices: readonly string[] }
  | { kind: 'close'; index: string }
  /** A backup of every index of the alias. */
  | { kind: 'back-up'; alias: string }
  /** A backup that was interrupted: it leaves an unfinished file. */
  | { kind: 'interrupted-backup'; alias: string }
  /** A restore that was abandoned: an index without an alias, with part of its documents and settings for loading. */
  | { kind: 'abandoned-restore'; alias: string; index: string; documents: number }
  /** Documents are changed and added. */
  | ({ kind: 'publish'; index: string } & AfterTheBackup)
  /** Documents of a live index are deleted; `remaining` are left. */
  | ({ kind: 'document-loss'; index: string } & AfterTheBackup)
  /** A zip of an older tool, in no group's folder. */
  | { kind: 'old-file'; fixture: string }
);

export interface Timeline {
  /** The time of the last good backups. */
  lastNight: Date;
  /** The time of the document loss. */
  loss: Date;
  events: readonly Event[];
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** "2018-01-08t03-00-00z", as in the names of indices and backups. */
export const formatNameTime = (at: Date): string =>
  at.toISOString().slice(0, 19).replaceAll(':', '-').toLowerCase() + 'z';

type Build = Extract<Event, { kind: 'build' }>;
type Alias = 'government' | 'detailed' | 'govuk' | 'page-traffic' | 'metasearch';

/**
 * The generations of each alias, oldest first: their age before the last backup, in days and hours, and their
 * documents.
 */
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
 * documents some hours later. The cluster also has what clusters in use have: earlier generations, one of them closed,
 * an alias of two indices, an abandoned restore and an interrupted backup.
 */
export function createTimeline(now: Date): Timeline {
  const lastNight = new Date(Math.floor((now.getTime() - 3 * HOUR - 90 * 60_000) / DAY) * DAY + 3 * HOUR);
  const loss = new Date(lastNight.getTime() + Math.min(4.2 * HOUR, 0.6 * (now.getTime() - lastNight.getTime())));
  const uuids = new Random(20_180_108);
  const indexName = (alias: Alias, at: Date) =>
    `${alias}-${formatNameTime(at)}-${[8, 4, 4, 4, 12].map((digits) => uuids.hex(digits)).join('-')}`;
  const createBuilds = (alias: Alias) =>
    GENERATIONS[alias].map(({ days, hours, documents }): Build => {
      const at = before(lastNight, days, hours);
      return { kind: 'build', at, alias, index: indexName(alias, at), documents };
    });
  const builds: Record<Alias, Build[]> = {
    government: createBuilds('government'),
    detailed: createBuilds('detailed'),
    govuk: createBuilds('govuk'),
    'page-traffic': createBuilds('page-traffic'),
    metasearch: createBuilds('metasearch'),
  };
  const live = builds.government.at(-1)!;
  const { alias, documents } = live;
  const afterTheBackup: AfterTheBackup = { alias, documents, remaining: 1_118, changed: 14, added: 12 };
  const halfway = after(lastNight, 55);
  const partialRestore = { alias: 'govuk', index: indexName('govuk', halfway), documents: 1_930 };
  const events: Event[] = [
    ...createGenerationEvents(builds),
    ...createBackupEvents(lastNight),
    { kind: 'abandoned-restore', at: halfway, ...partialRestore },
    { kind: 'publish', at: new Date(loss.getTime() - 60_000), index: live.index, ...afterTheBackup },
    { kind: 'document-loss', at: loss, index: live.index, ...afterTheBackup },
    ...createOldFileEvents(),
  ];
  return { lastNight, loss, events: events.sort((a, b) => a.at.getTime() - b.at.getTime()) };
}

const before = (at: Date, days: number, hours = 0) => new Date(at.getTime() - days * DAY - hours * HOUR);
const after = (at: Date, minutes: number) => new Date(at.getTime() + minutes * 60_000);

/** Indices are built, and their alias moves to each of them, except where an operator forgot a step. */
function createGenerationEvents(builds: Record<Alias, readonly Build[]>): Event[] {
  const [oldest, newest] = [builds.metasearch[0]!, builds.metasearch[1]!];
  const replaced = [...builds.government, ...builds.detailed, ...builds.govuk, ...builds['page-traffic'], oldest];
  return [
    ...replaced.flatMap((build): Event[] => [
      build,
      { kind: 'move-alias', at: after(build.at, 12), alias: build.alias, indices: [build.index] },
    ]),
    // The newer index was added to the alias, and the older one not removed.
    newest,
    { kind: 'move-alias', at: after(newest.at, 9), alias: newest.alias, indices: [oldest.index, newest.index] },
    { kind: 'close', at: after(builds.detailed[1]!.at, 40), index: builds.detailed[0]!.index },
  ];
}

function createBackupEvents(lastNight: Date): Event[] {
  const nights = [2, 1, 0].map((days) => before(lastNight, days));
  const others = ['detailed', 'govuk', 'page-traffic'];
  return [
    ...nights.map((at): Event => ({ kind: 'back-up', at, alias: 'government' })),
    ...others.map((alias, position): Event => ({ kind: 'back-up', at: after(lastNight, 1 + position), alias })),
    // Unnoticed, it is no longer backed up every night.
    { kind: 'back-up', at: before(lastNight, 8), alias: 'metasearch' },
    { kind: 'interrupted-backup', at: after(before(lastNight, 1), 6), alias: 'govuk' },
  ];
}

const createOldFileEvents = (): Event[] =>
  ['government.zip', 'partial-dump.zip'].map((fixture) => ({
    kind: 'old-file',
    at: new Date('2018-01-08T03:00:00Z'),
    fixture,
  }));
