import { setTimeout as sleep } from 'node:timers/promises';
import { configuration } from './config/loaded.ts';
import { isAppError } from './errors.ts';
import { runner } from './jobs/jobs.ts';
import { isDatabaseLocked, writeProbe } from './jobs/store/probe-database.ts';
import { processGlobal } from './process-wide.ts';
import type { Readiness } from './serving.ts';

/** Probes within this time share one check: they need no sign-in. */
const REUSED_FOR_MS = 1000;
/** For how long another process may hold the lock, as the command line does for the milliseconds of a change. */
const LOCKED_FOR_MS = 700;
const RETRY_EVERY_MS = 50;

interface Checked {
  atMs: number;
  readiness: Promise<Readiness>;
}

const last = processGlobal('readiness', (): { checked: Checked | null } => ({ checked: null }));

/**
 * Whether this process can do its work: its configuration is valid, and the jobs' database can be written. No cluster is
 * asked: one that is down must not stop the dashboard that repairs it. Never throws; answers within a second.
 */
export function readiness(): Promise<Readiness> {
  const now = performance.now();
  const known = last().checked;
  if (known !== null && now - known.atMs < REUSED_FOR_MS) return known.readiness;
  const checked = { atMs: now, readiness: check() };
  last().checked = checked;
  return checked.readiness;
}

async function check(): Promise<Readiness> {
  const parts = { configuration: configurationPart(), database: await databasePart() };
  return { status: parts.configuration.ok && parts.database.ok ? 'ready' : 'not ready', parts };
}

/** Read and checked at the start, which an invalid one ends. */
function configurationPart(): { ok: boolean; why?: string } {
  try {
    configuration();
    return { ok: true };
  } catch {
    return { ok: false, why: 'The configuration is not valid.' };
  }
}

async function databasePart(): Promise<{ ok: boolean; why?: string }> {
  for (const startedAtMs = performance.now(); ; await sleep(RETRY_EVERY_MS)) {
    try {
      writeProbe(runner().store);
      return { ok: true };
    } catch (error) {
      if (isDatabaseLocked(error) && performance.now() - startedAtMs < LOCKED_FOR_MS) continue;
      return { ok: false, why: isAppError(error) ? error.message : 'The jobs’ database can’t be used.' };
    }
  }
}
