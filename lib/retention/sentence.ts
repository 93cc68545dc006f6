import { formatCount } from '../format.ts';
import { formatAge, parseAge } from './age.ts';
import type { KeptBy } from './decide.ts';
import type { Protection, Reason } from './reasons.ts';

/** Why a backup is kept, in words that stand beside it: "daily: 3 of 7", "pinned by ann: before the migration". Pure. */
export function sentenceOfReason(reason: Reason): string {
  switch (reason.why) {
    case 'rule':
      return sentenceOfRule(reason);
    case 'no-rules':
      return 'there is no rule: nothing is deleted';
    case 'not-good':
      return `${reason.state}: it is not counted and not deleted`;
    case 'another-cluster':
      return 'of another cluster';
    case 'unknown-cluster':
      return 'of an unknown cluster';
    case 'read-only':
      return `${reason.repository} is read-only`;
    case 'another-tool':
      return 'another tool took it: it is not counted and not deleted';
    case 'not-covered':
      return 'not covered by this schedule';
    case 'unknown-time':
      return 'its time is unknown: it is not counted and not deleted';
    case 'future':
      return 'its time is in the future: it is not counted and not deleted';
    case 'part-not-good':
      return 'another backup of its set is not good: the set is not counted and not deleted';
    case 'keeps-all':
      return reason.because;
    case 'kept-for':
      return `kept as a backup of ${reason.of}`;
    case 'set':
      return 'a part of a set that is kept';
    case 'next-run':
      return `left for the next run: one job deletes at most ${formatCount(reason.most)}`;
    default:
      return sentenceOfProtection(reason);
  }
}

function sentenceOfProtection(reason: Protection): string {
  switch (reason.why) {
    case 'last-good':
      return `the last good backup of ${reason.of}`;
    case 'last-drilled':
      return `the last one of ${reason.of} that passed a drill`;
    case 'in-use':
      return 'a job uses it';
    case 'pinned':
      return `pinned by ${reason.by}: ${reason.reason}`;
    case 'other-schedule':
      return `schedule ${reason.schedule} keeps it (${reason.because})`;
  }
}

function sentenceOfRule(kept: KeptBy): string {
  if (kept.rule === 'within') return `within ${formatAge(parseAge(kept.age))} of the newest`;
  if (kept.rule === 'last' && kept.nth === 1) return 'the newest';
  const place = kept.of === -1 ? 'all' : `${formatCount(kept.nth)} of ${formatCount(kept.of)}`;
  return `${kept.rule}: ${place}${kept.oldest ? ', the oldest' : ''}`;
}
