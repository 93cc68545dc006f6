import type { ConfiguredCluster } from '../../config.ts';
import type { RegisteredRepositories } from '../../live/repository-reads.ts';
import { incidentWords } from '../../incidents/words.ts';
import { jobs, runner } from '../../jobs/jobs.ts';
import { findIncidents } from '../../jobs/store/find-incidents.ts';
import { findJobs } from '../../jobs/store/find-jobs.ts';
import { comparable, matchOf, PART } from '../../present/match-names.ts';
import { adderTo, matchesOf, MOST, withoutKind, type Matches, type Wanted } from './matches.ts';

const OPEN_SEARCHED = 200;
const ENDED_SEARCHED = 50;

/** The jobs that match, the newest first. `more`: besides those in `matches`. Throws AppError disk. */
export function findJobsOf({ key }: ConfiguredCluster, { words }: Wanted): { matches: Matches; more: number } {
  const matches = matchesOf('job');
  const wanted = withoutKind('job', words);
  const { count, jobs: found } = findJobs(runner().store, { cluster: key, words: wanted, limit: MOST.job });
  for (const [place, { id, title, status, createdAt }] of found.entries())
    matches.add({
      match: id === wanted.join(' ').replace(/^#/, '') ? 0 : (matchOf(wanted, comparable(title)) ?? PART),
      rank: place,
      object: () => ({ kind: 'job', cluster: key, id, name: title, status, createdAt }),
    });
  return { matches, more: count - found.length };
}

/** Those that are open, then the newest that have ended. Throws AppError disk. */
export function findIncidentsOf({ key }: ConfiguredCluster, wanted: Wanted, now: number): Matches {
  const { add, matches } = adderTo('incident', wanted);
  const { store } = runner();
  const found = [
    ...findIncidents(store, { cluster: key, open: true, limit: OPEN_SEARCHED }),
    ...findIncidents(store, { cluster: key, open: false, limit: ENDED_SEARCHED }),
  ];
  for (const [place, incident] of found.entries()) {
    const { since, title } = incidentWords(incident, now);
    add({
      name: comparable(title),
      besides: comparable(`${incident.subject} ${incident.id}`),
      rank: place,
      object: () => ({
        kind: 'incident',
        cluster: key,
        id: incident.id,
        name: title,
        open: incident.ended === null,
        since,
      }),
    });
  }
  return matches;
}

/** Throws AppError disk. */
export function findSchedules({ key }: ConfiguredCluster, wanted: Wanted): Matches {
  const { add, matches } = adderTo('schedule', wanted);
  for (const { pausedAt, spec } of jobs.schedules(key))
    add({
      name: comparable(spec.name),
      rank: spec.name,
      object: () => ({ kind: 'schedule', cluster: key, name: spec.name, paused: pausedAt !== null }),
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
