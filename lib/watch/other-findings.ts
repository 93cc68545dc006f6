import type { ConfiguredCluster } from '../config.ts';
import type { IncidentKind } from '../contract/incident.ts';
import type { Finding, Look } from '../incidents/finding.ts';
import { overdueFindings, toldByTheirSchedule } from '../incidents/rules/backups.ts';
import { drillFindings } from '../incidents/rules/drills.ts';
import { waitingFindings } from '../incidents/rules/jobs.ts';
import { scheduleFindings } from '../incidents/rules/schedules.ts';
import { runner } from '../jobs/jobs.ts';
import { watchedSince } from '../jobs/store/watched-jobs.ts';
import { log } from '../log.ts';
import { aliasFacts, type AliasFacts } from '../pages/alias-facts.ts';
import { aliveFacts, failedDrills, jobFacts } from './job-facts.ts';
import { warnedSchedules } from './schedule-facts.ts';

/** Repositories and directories are listed again after this time, and after each job. */
const BACKUPS_EVERY_MS = 5 * 60_000;

/**
 * What is wrong with backups, schedules, drills and jobs of a cluster, which need not answer. Never throws: what can't be read is
 * unknown. `maxAgeMs`: aliases and backups that were compared so long ago are not compared again.
 */
export async function otherFindings(cluster: ConfiguredCluster, { maxAgeMs = BACKUPS_EVERY_MS } = {}): Promise<Look> {
  const aliases = await aliasFacts(cluster, maxAgeMs);
  return together([
    { kinds: ['drill', 'schedule', 'backup-overdue', 'job'], look: () => fromJobsAndAliases(cluster, aliases) },
    { kinds: ['job-waiting'], look: () => known(waitingFindings(aliveFacts(cluster), Date.now())) },
  ]);
}

interface Part {
  kinds: readonly IncidentKind[];
  look: () => Look;
}

/** A part that fails knows nothing, and finds nothing. */
function together(parts: readonly Part[]): Look {
  const looks = parts.flatMap(({ kinds, look }) => {
    const seen = orNull(look);
    return seen === null ? [] : [{ kinds, look: seen }];
  });
  if (looks.length === parts.length) logged.clear();
  return {
    findings: looks.flatMap(({ look }) => look.findings),
    knows: (kind, subject) => looks.some(({ kinds, look }) => kinds.includes(kind) && look.knows(kind, subject)),
  };
}

/** Each failure once, not at each look. */
const logged = new Set<string>();

function orNull(look: () => Look): Look | null {
  try {
    return look();
  } catch (error) {
    if (!logged.has(String(error))) log().warn({ err: error }, 'Jobs and schedules can’t be watched; trying again.');
    logged.add(String(error));
    return null;
  }
}

const known = (findings: readonly Finding[]): Look => ({ findings, knows: () => true });

/**
 * One look at all of them, because each is reported once: a failed drill not as its schedule too, fifty overdue aliases as their
 * schedule.
 */
function fromJobsAndAliases(cluster: ConfiguredCluster, aliases: AliasFacts): Look {
  const now = Date.now();
  const since = watchedSince(runner().store, cluster.key, now);
  const drills = drillFindings(aliases.rows, now);
  const drillJobs = failedDrills();
  const schedules = scheduleFindings(warnedSchedules(cluster), { told: drillJobs, now });
  const told = toldByTheirSchedule(aliases.rows, new Set(schedules.map(({ subject }) => subject)));
  const overdue = overdueFindings(aliases.rows, {
    overdueAfterMs: cluster.overdueAfterMs,
    watchedSince: since,
    told,
    now,
  });
  const ofJobs = jobFacts(cluster, since, now);
  const jobs = ofJobs.findings.filter(({ facts }) => facts.kind !== 'job' || !drillJobs.has(facts.job));
  return {
    findings: [...drills, ...schedules, ...overdue, ...jobs],
    knows: (kind, subject) => {
      switch (kind) {
        case 'schedule':
          return true;
        case 'job':
          return ofJobs.knows(subject);
        case 'backup-overdue':
          return !told.has(subject) && aliases.knowsBackups(subject);
        case 'drill':
          return aliases.knowsDrills(subject);
        default:
          return false;
      }
    },
  };
}
