import { createInterface } from 'node:readline/promises';
import type { Progress } from '../contract/progress.ts';
import { formatBytes, formatCount, formatDuration, formatPercent, formatRate } from '../format.ts';
import { waitingSentence } from '../waiting-sentence.ts';
import { safeLine, safeText } from './safe-text.ts';

interface Stream {
  isTTY?: boolean;
  columns?: number;
  write(text: string): unknown;
}

const REDRAW_EVERY_MS = 100;
const PRINT_EVERY_MS = 10_000;
const BAR_CHARACTERS = 24;

/**
 * Prints sentences and progress on stderr: on a terminal one line that is redrawn, elsewhere a line every ten seconds.
 */
export class Terminal {
  private readonly stream: Stream;
  private readonly interactive: boolean;
  private latest: Progress | null = null;
  private drawn = false;
  private drawnAtMs = 0;
  private readonly lineTimer: NodeJS.Timeout | null;

  constructor(stream: Stream) {
    this.stream = stream;
    this.interactive = stream.isTTY === true;
    this.lineTimer = this.interactive ? null : setInterval(() => this.printLine(), PRINT_EVERY_MS);
    this.lineTimer?.unref();
  }

  print(sentence: string): void {
    this.clearLine();
    this.stream.write(`${safeText(sentence)}\n`);
  }

  /** Whether somebody is there to answer a question. */
  get mayAsk(): boolean {
    return this.interactive && process.stdin.isTTY;
  }

  /** False unless the answer begins with y. */
  async ask(question: string, signal: AbortSignal): Promise<boolean> {
    this.clearLine();
    const prompt = createInterface({ input: process.stdin, output: process.stderr });
    try {
      return /^\s*y/i.test(await prompt.question(`${safeLine(question)} [y/N] `, { signal }));
    } finally {
      prompt.close();
    }
  }

  report(progress: Progress): void {
    const newPhase = this.latest?.phase !== progress.phase;
    this.latest = progress;
    if (!this.interactive) return;
    if (!newPhase && performance.now() - this.drawnAtMs < REDRAW_EVERY_MS) return;
    this.drawnAtMs = performance.now();
    const columns = Math.max(40, this.stream.columns ?? 80);
    this.stream.write(`\r\u001b[K${cut(describe(progress, true), columns - 1)}`);
    this.drawn = true;
  }

  /** Stops printing and clears the progress line. */
  close(): void {
    if (this.lineTimer) clearInterval(this.lineTimer);
    this.clearLine();
    this.latest = null;
  }

  private printLine(): void {
    if (this.latest) this.stream.write(`${describe(this.latest, false)}\n`);
  }

  private clearLine(): void {
    if (this.drawn) this.stream.write('\r\u001b[K');
    this.drawn = false;
  }
}

function describe(progress: Progress, bar: boolean): string {
  const { label, subject, done, total, unit, bytes, rate, secondsLeft, pausedBecause, waitingFor, counters } = progress;
  const share = total === null || total === 0 ? null : Math.min(1, done / total);
  const amount =
    unit === 'bytes'
      ? `${formatBytes(done)}${total === null ? '' : ` of ${formatBytes(total)}`}`
      : unit === 'steps'
        ? ''
        : `${formatCount(done)}${total === null ? '' : ` of ${formatCount(total)}`} ${unit}`;
  const parts = [
    share === null
      ? ''
      : `${bar ? `[${'#'.repeat(Math.round(share * BAR_CHARACTERS)).padEnd(BAR_CHARACTERS, '.')}] ` : ''}${formatPercent(done, total)}`,
    amount,
    bytes > 0 && unit !== 'bytes' ? formatBytes(bytes) : '',
    rate === null ? '' : formatRate(rate, unit),
    secondsLeft === null ? '' : `${formatDuration(secondsLeft)} left`,
    counters?.['rejected'] ? `${formatCount(counters['rejected'])} rejected` : '',
    pausedBecause === null ? '' : `PAUSED: ${pausedBecause}`,
    waitingFor === undefined ? '' : waitingSentence(waitingFor),
    subject ?? '',
  ];
  return safeLine([label, parts.filter((text) => text !== '').join(' · ')].filter((text) => text !== '').join('  '));
}

const cut = (line: string, columns: number): string =>
  line.length <= columns ? line : `${line.slice(0, columns - 1)}…`;
