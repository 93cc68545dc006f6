import { redactDeep } from '../config/redact.ts';
import type { DoctorCheck } from '../contract/doctor.ts';
import { cancelled } from '../errors.ts';
import type { Check, Finding } from './check.ts';
import { failedFinding, lateFinding } from './words/failed.ts';

/**
 * Runs the checks beside each other, each within its own time, and keeps their order. A check that fails or hangs is a finding, and
 * holds up no other. No secret is in what they found. Throws `cancelled` only.
 */
export async function runChecks(checks: readonly Check[], signal: AbortSignal): Promise<DoctorCheck[]> {
  const found = await Promise.all(checks.map((check) => runCheck(check, signal)));
  if (signal.aborted) throw cancelled();
  return redactDeep(found);
}

async function runCheck(check: Check, signal: AbortSignal): Promise<DoctorCheck> {
  const startedMs = performance.now();
  const { level, next, what } = await findingWithin(check, signal);
  const { cluster, id, title } = check;
  return { id, title, cluster, level, what, next, tookMs: Math.round(performance.now() - startedMs) };
}

/** Also where the work ignores its signal. */
async function findingWithin(check: Check, signal: AbortSignal): Promise<Finding> {
  const limit = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Finding>((resolve) => {
    const end = () => {
      resolve(lateFinding(check));
      limit.abort();
    };
    timer = setTimeout(end, check.timeLimitMs);
    signal.addEventListener('abort', end, { once: true, signal: limit.signal });
    if (signal.aborted) end();
  });
  try {
    return await Promise.race([late, check.read(limit.signal).catch((error: unknown) => failedFinding(error, check))]);
  } catch (error) {
    return failedFinding(error, check);
  } finally {
    clearTimeout(timer);
    limit.abort();
  }
}
