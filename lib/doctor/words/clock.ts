import { formatDuration } from '../../format.ts';
import { failure, ok, unknown, warning, type Finding } from '../check.ts';

const WARN_ABOVE_MS = 5_000;
const FAIL_ABOVE_MS = 60_000;

/** What a clock showed, and when we sent the request for it and had the answer, by our clock. Milliseconds. */
export interface ClockReading {
  /** Begins a sentence: "The clock of the node es-1". */
  of: string;
  atMs: number;
  /** The clock shows multiples of it: 1000 in the header Date. */
  resolutionMs: number;
  sentMs: number;
  receivedMs: number;
}

/**
 * How far a clock is at least ahead of ours (negative: behind it), in milliseconds: what the way of request and answer and the
 * resolution can explain does not count.
 */
export function skewOf({ atMs, receivedMs, resolutionMs, sentMs }: ClockReading): number {
  if (atMs > receivedMs) return atMs - receivedMs;
  const latestMs = atMs + resolutionMs;
  return latestMs < sentMs ? latestMs - sentMs : 0;
}

export function clockFinding(readings: readonly ClockReading[]): Finding {
  const [first, ...others] = readings;
  if (first === undefined) return unknown('the cluster does not report its time.', 'Compare the clocks by hand.');
  const worst = others.reduce((one, other) => (Math.abs(skewOf(other)) > Math.abs(skewOf(one)) ? other : one), first);
  const skewMs = skewOf(worst);
  const apartMs = Math.abs(skewMs);
  if (apartMs <= WARN_ABOVE_MS)
    return ok(
      apartMs < 1
        ? 'The clocks of this machine and of the cluster show the same time.'
        : `${worst.of} and that of this machine differ by ${formatDuration(apartMs / 1000)}.`,
    );
  const what = `${worst.of} is ${formatDuration(apartMs / 1000)} ${skewMs > 0 ? 'ahead of' : 'behind'} that of this machine.`;
  const next =
    'Correct the wrong one: `timedatectl` says whether a clock is synchronised. Schedules, times of backups and “written since” rely on it.';
  return apartMs > FAIL_ABOVE_MS ? failure(what, next) : warning(what, next);
}
