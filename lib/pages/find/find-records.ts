import type { ConfiguredCluster } from '../../config.ts';
import { SEARCHED } from '../../contract/searched.ts';
import type { Incident } from '../../contract/incident.ts';
import type { Schedule } from '../../contract/schedule.ts';
import { isAppError } from '../../errors.ts';
import { cutMiddle } from '../../format.ts';
import type { RegisteredRepositories } from '../../live/repository-reads.ts';
import { incidentWords } from '../../incidents/words.ts';
import { jobs, runner } from '../../jobs/jobs.ts';
import { findIncidents } from '../../jobs/store/find-incidents.ts';
import { findJobs } from '../../jobs/store/find-jobs.ts';
import { troubledAliases } from '../../jobs/store/incidents-of-all.ts';
import { comparable, matchOf, PART } from '../../present/match-names.ts';
import { adderTo, matchesOf, MOST, withoutKind, type Matches, type Wanted } from './matches.ts';

const OPEN_SEARCHED = 200;

/** What the jobs' database has of one cluster and is searched by name. Jobs are searched there. */
export interface Records {
  /** The aliases that lost documents, are missing or can't be searched. */
  troubled: ReadonlySet<string>;
  /** Those that are open, then the newest that have ended. */
  incidents: Incident[];
  schedules: Schedule[];
}

/** null: the jobs' database can't be read. */
export const recordsOf = ({ key }: ConfiguredCluster): Records | null =>
  unlessUnreadable(() => {
    const { store } = runner();
    return {
      troubled: new Set(troubledAliases(store, key)),
      incidents: [
        ...findIncidents(store, { cluster: key, open: true, limit: OPEN_SEARCHED }),
        ...findIncidents(store, { cluster: key, open: false, limit: SEARCHED.newestEndedIncidents }),
      ],
      schedules: jobs.schedules(key),
    };
  });

function unlessUnreadable<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (!isAppError(error)) throw error;
    return null;
  }
}

/** The jobs that match, the newest first. `more`: besides those in `matches`. null: the jobs' database can't be read. */
export const findJobsOf = (cluster: ConfiguredCluster, wanted: Wanted): { matches: Matches; more: number } | null =>
  unlessUnreadable(() => matchingJobs(cluster, wanted));

function matchingJobs({ key }: ConfiguredCluster, { words }: Wanted): { matches: Matches; more: number } {
  const matches = matchesOf('job');
  const wanted = withoutKind('job', words);
  const { count, jobs: found } = findJobs(runner().store, { cluster: key, words: wanted, limit: MOST.job });
  for (const [place, { id, title, status, createdAt }] of found.entries())
    matches.add({
      match: id === wanted.join(' ').replace(/^#/, '') ? 0 : (matchOf(wanted, comparable(title)) ?? PART),
      rank: place,
      object: () => ({ kind: 'job', cluster: key, id, name: cutMiddle(title), status, createdAt }),
    });
  return { matches, more: count - found.length };
}

export function findIncidentsIn({ incidents }: Records, cluster: string, wanted: Wanted, now: number): Matches {
  const { add, matches } = adderTo('incident', wanted);
  for (const [place, incident] of incidents.entries()) {
    const { since, title } = incidentWords(incident, now);
    const { ended, id, subject } = incident;
    add({
      name: comparable(title),
      besides: comparable(`${subject} ${id}`),
      rank: place,
      object: () => ({ kind: 'incident', cluster, id, name: cutMiddle(title), open: ended === null, since }),
    });
  }
  return matches;
}

export function findSchedulesIn({ schedules }: Records, cluster: string, wanted: Wanted): Matches {
  const { add, matches } = adderTo('schedule', wanted);
  for (const { pausedAt, spec } of schedules)
    add({
      name: comparable(spec.name),
      rank: spec.name,
      object: () => ({ kind: 'schedule', cluster, name: spec.name, paused: pausedAt !== null }),
    });
  return matches;
}

export function findRepositories(
  { key }: ConfiguredCluster,
  { repositories }: RegisteredRepositories,
  wanted: Wanted,
): Matches {
  const { add, matches } = adderTo('repository', wanted);
  for (const { name, type } of repositories)
    add({
      name: comparable(name),
      besides: comparable(type),
      rank: name,
      object: () => ({ kind: 'repository', cluster: key, name, type }),
    });
  return matches;
}
