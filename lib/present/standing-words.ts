import type { ClusterStanding, Named } from '../contract/clusters-page.ts';
import { formatCount } from '../format.ts';

/** "government, detailed and 3 more". Pure. */
export function namesWords({ count, names }: Named): string {
  const more = count - names.length;
  if (more > 0) return `${names.join(', ')} and ${formatCount(more)} more`;
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} and ${names.at(-1)!}`;
}

type Drill = Exclude<ClusterStanding['drill'], 'never' | null>;

const DRILLS = {
  passed: { level: 'ok', word: 'passed' },
  failed: { level: 'bad', word: 'failed' },
  unproven: { level: 'warn', word: 'proved nothing' },
} as const;

/** "Last drill passed", which its time follows; a bad one names its alias: "Last drill of government failed". Pure. */
export function drillWords({ alias, outcome }: Drill): { level: 'ok' | 'bad' | 'warn'; words: string } {
  const { level, word } = DRILLS[outcome];
  const of = outcome === 'passed' || alias === null ? '' : ` of ${alias}`;
  return { level, words: `Last drill${of} ${word}` };
}

/** "2 jobs running (1 waits), 1 queued". Pure. */
export function jobWords({ queued, running, waiting }: NonNullable<ClusterStanding['jobs']>): string {
  const waits = waiting === 0 ? '' : ` (${formatCount(waiting)} ${waiting === 1 ? 'waits' : 'wait'})`;
  const runs = `${formatCount(running)} ${running === 1 ? 'job' : 'jobs'} running${waits}`;
  if (queued === 0) return runs;
  return running === 0
    ? `${formatCount(queued)} ${queued === 1 ? 'job' : 'jobs'} queued`
    : `${runs}, ${formatCount(queued)} queued`;
}
