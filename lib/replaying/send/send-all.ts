import { AppError } from '../../errors.ts';
import { Meter } from '../../running/meter.ts';
import type { Run } from '../../running/run.ts';
import type { PreparedFile } from '../store/prepared-captures.ts';
import { requestsInOrder, type PlannedSend } from '../store/requests-in-order.ts';
import { formatNanoseconds, TimeTexts } from '../nanoseconds.ts';
import { SENDING } from '../phases.ts';
import { ByteBudget } from './byte-budget.ts';
import { ErrorBudget } from './error-budget.ts';
import { inOrder } from './in-order.ts';
import { Journal } from './journal.ts';
import { Pace, type PaceSettings } from './pace.ts';
import type { ReplayCounter } from './replay-counter.ts';
import { sendRequest, type SendContext, type Sent } from './send-request.ts';
import type { SettledBefore } from './settled-before.ts';

type SendRun = Pick<Run, 'signal' | 'report' | 'log' | 'directory' | 'ask'>;

export interface SendAllOptions {
  files: readonly PreparedFile[];
  /** Requests that are to be sent. */
  total: number;
  before: SettledBefore;
  /** Read before each request. */
  settings: () => PaceSettings & { concurrency: number };
}

const BYTES_IN_MEMORY = 64 * 1024 ** 2;
const REPORT_EVERY_MS = 250;
/** Of failed requests; all are in the results. */
const MOST_LOGGED = 100;
/** After a cancel: for what is in flight. */
const GRACE_MS = 30_000;

/** Sends every request that is decided to be sent and not settled yet, in the order of its documents. */
export async function sendAll(
  context: Omit<SendContext, 'doubt' | 'isPaused'>,
  options: SendAllOptions,
  run: SendRun,
): Promise<ReplayCounter> {
  const sender = new Sender(context, options, run);
  const items = requestsInOrder(context.captures.database);
  const unsettled = filterItems(items, ({ number }) => !options.before.isSettled(number));
  const timer = setInterval(() => sender.report(), REPORT_EVERY_MS);
  const closeLater = () => void setTimeout(() => void context.target.close(), GRACE_MS).unref();
  run.signal.addEventListener('abort', closeLater);
  try {
    await inOrder(unsettled, (planned) => sender.send(planned), {
      concurrency: () => options.settings().concurrency,
      isStopped: () => run.signal.aborted,
    });
    run.signal.throwIfAborted();
    return options.before.counter;
  } finally {
    run.signal.removeEventListener('abort', closeLater);
    clearInterval(timer);
    items.return(undefined);
    sender.close();
  }
}

function* filterItems<T>(items: Iterable<T>, keep: (item: T) => boolean): Generator<T> {
  for (const item of items) if (keep(item)) yield item;
}

class Sender {
  private readonly context: Omit<SendContext, 'doubt' | 'isPaused'>;
  private readonly options: SendAllOptions;
  private readonly run: SendRun;
  private readonly journal: Journal;
  private readonly pace: Pace;
  private readonly bytes = new ByteBudget(BYTES_IN_MEMORY);
  private readonly budget = new ErrorBudget();
  private readonly meter = new Meter();
  private asking: Promise<void> | null = null;
  private at: string | null = null;
  private logged = 0;
  private readonly times = new TimeTexts();

  constructor(context: Omit<SendContext, 'doubt' | 'isPaused'>, options: SendAllOptions, run: SendRun) {
    this.context = context;
    this.options = options;
    this.run = run;
    this.journal = new Journal(run.directory);
    this.pace = new Pace(options.settings);
  }

  async send(planned: PlannedSend): Promise<void> {
    const { before } = this.options;
    const { keys, length, number } = planned;
    if (before.isInDoubt(number)) return this.settle(planned, performance.now(), IN_DOUBT);
    if (before.held.isHeld(keys, planned.isQuery)) return this.settle(planned, performance.now(), HELD);
    await this.pace.turn(planned.at, this.run.signal);
    await this.asking;
    await this.bytes.take(length);
    try {
      this.run.signal.throwIfAborted();
      this.at = planned.at;
      const begunMs = performance.now();
      this.settle(
        planned,
        begunMs,
        await sendRequest(planned, {
          ...this.context,
          doubt: this.journal,
          isPaused: () => this.options.settings().isPaused,
        }),
      );
    } finally {
      this.bytes.release(length);
    }
    if (this.budget.isExceeded) await this.decide();
  }

  /** A report every quarter of a second, whether something moves or not. */
  report(): void {
    const { before, settings, total } = this.options;
    const { outcomes, settled } = before.counter;
    this.run.report(
      this.meter.progress({
        ...SENDING,
        done: settled,
        total,
        unit: 'requests',
        subject:
          this.at === null
            ? null
            : `captured at ${formatNanoseconds(BigInt(this.at)).slice(0, 19).replace('T', ' ')} UTC`,
        counters: { ...outcomes },
        pausedBecause: settings().isPaused
          ? 'Somebody has paused it.'
          : this.context.pause.isPaused
            ? 'The target has no room, or does not answer.'
            : null,
      }),
    );
  }

  close(): void {
    this.report();
    this.journal.close();
  }

  private settle(planned: PlannedSend, begunMs: number, sent: Sent | NotSent): void {
    const { before, files } = this.options;
    const { failedItems, newer, ...line } = { ...NO_DETAILS, ...sent };
    const settled = {
      number: planned.number,
      time: this.times.format(planned.at),
      file: planned.file,
      offset: planned.place,
      id: planned.id,
      method: planned.method,
      path: planned.path,
      tries: line.tries,
      status: line.status,
      ms: Math.round(performance.now() - begunMs),
      outcome: line.outcome,
      ...(line.why === null ? {} : { why: line.why }),
      ...(failedItems === null ? {} : { items: failedItems.numbers }),
      ...(newer > 0 ? { newer } : {}),
    };
    this.journal.settle(settled);
    before.counter.add(settled);
    const failed = settled.outcome === 'failed' || settled.outcome === 'unknown';
    if (settled.outcome !== 'held') this.budget.add(failed);
    if (!failed && settled.outcome !== 'held') return;
    before.held.hold(failedItems?.keys ?? planned.keys ?? []);
    const isRefused = settled.status !== null && settled.status < 500;
    if (planned.keys === null && !planned.isRefresh && !isRefused) before.held.holdEverything();
    if (failed && ++this.logged <= MOST_LOGGED) this.run.log(failureSentence(settled, files));
  }

  /** Nothing more is begun until somebody has decided. Throws `cluster_error` where nobody can be asked, or the answer is no. */
  private async decide(): Promise<void> {
    this.asking ??= this.ask().finally(() => (this.asking = null));
    await this.asking;
  }

  private async ask(): Promise<void> {
    const { sentence } = this.budget;
    this.run.log(`${sentence} Nothing more is sent until somebody decides.`);
    if (!((await this.run.ask?.(`${sentence} Go on?`)) ?? false))
      throw new AppError('cluster_error', `${sentence} The replay stopped.`, {
        hint: 'Find out why they failed. Resume to send the others all the same.',
      });
    this.budget.restart();
  }
}

type NotSent = Pick<Sent, 'outcome' | 'why'>;
const NO_DETAILS = { status: null, tries: 0, why: null, failedItems: null, newer: 0 };
const HELD: NotSent = { outcome: 'held', why: 'An earlier request of the document failed.' };
const IN_DOUBT: NotSent = {
  outcome: 'unknown',
  why: 'It was being sent when the replay ended, and must not be sent twice.',
};

const failureSentence = (
  {
    file,
    offset,
    outcome,
    status,
    why,
  }: { file: number; offset: number; outcome: string; status: number | null; why?: string },
  files: readonly PreparedFile[],
): string =>
  `${files[file]?.path ?? 'A file'}, offset ${String(offset)}: ` +
  (outcome === 'unknown'
    ? `the outcome is unknown. ${why ?? ''}`
    : `failed${status === null ? '' : ` with ${String(status)}`}.`
  ).trim();
