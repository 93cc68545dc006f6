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

/**
 * The incident, told relative to now: the index behind `government` was backed up last night at 03:00 UTC and lost most of
 * its documents some hours later. Around it what a cluster looks like that people have worked on: earlier generations,
 * one of them closed, an alias left on two indices, a restore that was given up, a backup that died.
 */
export function tellStory(now: Date): Story {
  const lastNight = new Date(Math.floor((now.getTime() - 3 * HOUR - 90 * 60_000) / DAY) * DAY + 3 * HOUR);
  const loss = new Date(lastNight.getTime() + Math.min(4.2 * HOUR, 0.6 * (now.getTime() - lastNight.getTime())));
  const uuids = new Random(20_180_108);
  const uuid = () => [8, 4, 4, 4, 12].map((digits) => uuids.hex(digits)).join('-');
  const before = (days: number, hours = 0) => new Date(lastNight.getTime() - days * DAY - hours * HOUR);
  const generation = (alias: string, at: Date, documents: number) => ({
    kind: 'build' as const,
    at,
    alias,
    index: `${alias}-${nameTime(at)}-${uuid()}`,
    documents,
  });
  const after = (at: Date, minutes: number) => new Date(at.getTime() + minutes * 60_000);

  const government = [
    generation('government', before(9, 13.8), 8_310),
    generation('government', before(3, 16.6), 8_702),
    generation('government', before(0, 17.4), 8_940),
  ] as const;
  const detailed = [
    generation('detailed', before(16, 11.3), 2_395),
    generation('detailed', before(8, 12.1), 2_511),
    generation('detailed', before(2, 15.7), 2_600),
  ] as const;
  const govuk = [generation('govuk', before(12, 10.2), 4_688), generation('govuk', before(4, 14.5), 4_900)] as const;
  const traffic = [
    generation('page-traffic', before(7, 1.5), 2_870),
    generation('page-traffic', before(0, 1.5), 3_000),
  ] as const;
  const metasearch = [
    generation('metasearch', before(20, 12.9), 522),
    generation('metasearch', before(1, 11.6), 560),
  ] as const;

  const events: Event[] = [];
  const live = (builds: readonly Extract<Event, { kind: 'build' }>[]) => {
    for (const build of builds)
      events.push(build, { kind: 'point', at: after(build.at, 12), alias: build.alias, indices: [build.index] });
  };
  live(government);
  live(detailed);
  live(govuk);
  live(traffic);
  live([metasearch[0]]);
  // The newer index was added to the alias, and the older one never taken off.
  events.push(metasearch[1], {
    kind: 'point',
    at: after(metasearch[1].at, 9),
    alias: 'metasearch',
    indices: [metasearch[0].index, metasearch[1].index],
  });
  events.push({ kind: 'close', at: after(detailed[1].at, 40), index: detailed[0].index });

  for (const nights of [2, 1, 0]) {
    events.push({ kind: 'back-up', at: before(nights), alias: 'government' });
  }
  for (const [position, alias] of ['detailed', 'govuk', 'page-traffic'].entries())
    events.push({ kind: 'back-up', at: after(lastNight, 1 + position), alias });
  // Nobody noticed that this one is no longer backed up every night.
  events.push({ kind: 'back-up', at: before(8), alias: 'metasearch' });
  events.push({ kind: 'backup-dies', at: after(before(1), 6), alias: 'govuk' });

  const halfway = after(lastNight, 55);
  events.push({
    kind: 'half-restore',
    at: halfway,
    alias: 'govuk',
    index: `govuk-${nameTime(halfway)}-${uuid()}`,
    documents: 1_930,
  });
  events.push({
    kind: 'lose',
    at: loss,
    alias: 'government',
    index: government[2].index,
    documents: government[2].documents,
    left: 1_118,
  });
  for (const fixture of ['government.zip', 'partial-dump.zip'])
    events.push({ kind: 'old-file', at: new Date('2018-01-08T03:00:00Z'), fixture });

  return { lastNight, loss, events: events.sort((a, b) => a.at.getTime() - b.at.getTime()) };
}
