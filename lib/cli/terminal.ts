import type { Progress } from '../contract/progress.ts';
import { formatBytes, formatCount, formatDuration, formatPercent, formatRate } from '../format.ts';
import { safeLine, safeText } from './safe-text.ts';

interface Stream {
  isTTY?: boolean;
  columns?: number;
  write(text: string): unknown;
}

const REDRAW_MS = 100;
const LINE_EVERY_MS = 10_000;
const BAR = 24;

/** Sentences and progress on stderr: one line drawn again and again on a terminal, one line every ten seconds elsewhere. */
export class Terminal {
  private readonly stream: Stream;
  private readonly live: boolean;
  private latest: Progress | null = null;
  private drawn = false;
  private drawnAt = 0;
  private readonly lines: NodeJS.Timeout | null;

  constructor(stream: Stream) {
    this.stream = stream;
    this.live = stream.isTTY === true;
    this.lines = this.live ? null : setInterval(() => this.printLine(), LINE_EVERY_MS);
    this.lines?.unref();
  }

  say(sentence: string): void {
    this.wipe();
    this.stream.write(`${safeText(sentence)}\n`);
  }

  report(progress: Progress): void {
    const fresh = this.latest?.phase !== progress.phase;
    this.latest = progress;
    if (!this.live) return;
    if (!fresh && performance.now() - this.drawnAt < REDRAW_MS) return;
    this.drawnAt = performance.now();
    const columns = Math.max(40, this.stream.columns ?? 80);
    this.stream.write(`\r\u001b[K${cut(describe(progress, true), columns - 1)}`);
    this.drawn = true;
  }

  /** The last line goes; nothing of a bar is left on the screen. */
  close(): void {
    if (this.lines) clearInterval(this.lines);
    this.wipe();
    this.latest = null;
  }

  private printLine(): void {
    if (this.latest) this.stream.write(`${describe(this.latest, false)}\n`);
  }

  private wipe(): void {
    if (this.drawn) this.stream.write('\r\u001b[K');
    this.drawn = false;
  }
}

function describe(progress: Progress, bar: boolean): string {
  const { label, subject, done, total, unit, bytes, rate, secondsLeft, pausedBecause, counters } = progress;
  const part = total === null || total === 0 ? null : Math.min(1, done / total);
  const amount =
    unit === 'bytes'
      ? `${formatBytes(done)}${total === null ? '' : ` of ${formatBytes(total)}`}`
      : unit === 'steps'
        ? ''
        : `${formatCount(done)}${total === null ? '' : ` of ${formatCount(total)}`} ${unit}`;
  const parts = [
    part === null
      ? ''
      : `${bar ? `[${'#'.repeat(Math.round(part * BAR)).padEnd(BAR, '.')}] ` : ''}${formatPercent(done, total)}`,
    amount,
    bytes > 0 && unit !== 'bytes' ? formatBytes(bytes) : '',
    rate === null ? '' : formatRate(rate, unit),
    secondsLeft === null ? '' : `${formatDuration(secondsLeft)} left`,
    counters?.['rejected'] ? `${formatCount(counters['rejected'])} rejected` : '',
    pausedBecause === null ? '' : `PAUSED: ${pausedBecause}`,
    subject ?? '',
  ];
  return safeLine([label, parts.filter((text) => text !== '').join(' · ')].filter((text) => text !== '').join('  '));
}

const cut = (line: string, columns: number): string =>
  line.length <= columns ? line : `${line.slice(0, columns - 1)}…`;
