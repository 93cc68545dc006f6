import { redact } from '../config/redact.ts';
import type { Configuration, ConfiguredChannel } from '../config/configuration.ts';
import type { MessageRow } from '../contract/message.ts';
import { isDatabaseFailure, type JobStore } from '../jobs/store/job-store.ts';
import {
  channelsWithDue,
  claimMessage,
  forgetOldMessages,
  giveUp,
  giveUpUnconfigured,
  LONGEST_WAIT_MS,
  markFailed,
  markOutdated,
  markSent,
} from '../jobs/store/waiting-messages.ts';
import { log } from '../log.ts';
import { pause } from '../retry.ts';
import { settledWithin } from '../settled-within.ts';
import { addHeartbeats } from './add-heartbeats.ts';
import { line } from './message.ts';
import type { SendResult } from './request.ts';
import { sendMessage } from './send.ts';

const TICK_MS = 1_000;
const HEARTBEATS_EVERY_MS = 5_000;
const CLEAN_UP_EVERY_MS = 60_000;
/** Doubled with each attempt, up to LONGEST_WAIT_MS. */
const FIRST_WAIT_MS = 10_000;
const GIVE_UP_AFTER_MS = 3 * 86_400_000;
/** A monitor measures from when it is told that a run began: later than this it is better not told. */
const STALE_START_MS = 10 * 60_000;
/** After a failure of the jobs' database. */
const RECORD_AGAIN_MS = 1_000;
/** At the end of the process, for messages that are being sent. */
const STOP_WITHIN_MS = 5_000;
const LOGGED_CHARACTERS = 300;

export interface SenderOptions {
  /** Throws AppError disk. */
  store: () => JobStore;
  configuration: Pick<Configuration, 'clusters' | 'notifications' | 'publicUrl'>;
  /** Of tests that do not wait for seconds. */
  firstWaitMs?: number;
}

/**
 * Sends the messages that wait, in this process. Several processes may do so on one database: each message is claimed by one. Each channel
 * has a line of its own, one message at a time: one that is down delays no other, and no job. A process that ends between the answer
 * of a channel and the note of it sends that message again: its delivery id is the same.
 */
export class Sender {
  readonly #options: SenderOptions;
  readonly #stopping = new AbortController();
  /** Channels by which this process is sending. */
  readonly #active = new Map<string, Promise<void>>();
  /** Channels that asked for a pause, and its end (monotonic clock). */
  readonly #pausedUntilMs = new Map<string, number>();
  readonly #startedAtMs = { wall: Date.now(), steady: performance.now() };
  #timer: NodeJS.Timeout | undefined;
  #addedHeartbeatsAtMs = -Infinity;
  #cleanedUpAtMs = -Infinity;
  #failing = false;
  #ending = false;

  constructor(options: SenderOptions) {
    this.#options = options;
  }

  start(): void {
    if (this.#timer !== undefined || this.#ending) return;
    this.#timer = setInterval(() => this.tick(), TICK_MS);
    this.#timer.unref();
    this.tick();
  }

  /** Begins to send what is due. Returns at once, and never throws. */
  tick(): void {
    if (this.#ending) return;
    try {
      const store = this.#options.store();
      store.withoutWaiting(() => {
        this.#addHeartbeats(store);
        this.#cleanUp(store);
        const due = new Set(channelsWithDue(store, Date.now()));
        for (const channel of this.#options.configuration.notifications.channels)
          if (due.has(channel.name) && this.#isFree(channel)) this.#begin(channel);
      });
      this.#failing = false;
    } catch (error) {
      this.#logFailure(error);
    }
  }

  /** Once, until it works again. */
  #logFailure(error: unknown): void {
    if (!this.#failing) log().error({ err: error }, 'The messages that wait could not be sent; trying again.');
    this.#failing = true;
  }

  /** Resolves when nothing is being sent by this process. */
  async settled(): Promise<void> {
    while (this.#active.size > 0) await Promise.all(this.#active.values());
  }

  /** Begins no further message, and gives those that are being sent some seconds. What they came to after that is not known. */
  async stop(withinMs = STOP_WITHIN_MS): Promise<void> {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#ending = true;
    await settledWithin(this.settled(), withinMs);
    this.#stopping.abort();
  }

  #isFree({ name }: ConfiguredChannel): boolean {
    return !this.#active.has(name) && performance.now() >= (this.#pausedUntilMs.get(name) ?? 0);
  }

  #begin(channel: ConfiguredChannel): void {
    const ended = this.#sendAll(channel)
      .catch((error: unknown) => {
        // What was claimed is tried again when its claim ends.
        if (!this.#stopping.signal.aborted) this.#logFailure(error);
      })
      .finally(() => this.#active.delete(channel.name));
    this.#active.set(channel.name, ended);
  }

  /** One after the other, until none is due. */
  async #sendAll(channel: ConfiguredChannel): Promise<void> {
    while (!this.#ending) {
      const store = this.#options.store();
      const message = store.withoutWaiting(() => claimMessage(store, channel.name, Date.now()));
      if (message === null) return;
      if (!(await this.#sendOne(channel, message))) return;
    }
  }

  /** False: the channel asked for a pause. */
  async #sendOne(channel: ConfiguredChannel, message: MessageRow): Promise<boolean> {
    const { createdMs, event } = message;
    if (event === 'start' && Date.now() - createdMs > STALE_START_MS) {
      await this.#record((store) =>
        markOutdated(store, message.id, 'Its run began too long ago to be measured.', Date.now()),
      );
      return true;
    }
    const { publicUrl } = this.#options.configuration;
    const signal = this.#stopping.signal;
    const result = await sendMessage(channel, message, { publicUrl, now: Date.now(), signal });
    if (signal.aborted && !result.ok) return false;
    await this.#recordResult(message, result);
    if (result.ok || result.retryAfterMs === null) return true;
    this.#pausedUntilMs.set(channel.name, performance.now() + Math.min(result.retryAfterMs, LONGEST_WAIT_MS));
    return false;
  }

  /** A message is given up by an attempt: also one that waited while no dashboard ran has its chance. */
  async #recordResult(message: MessageRow, { answer, ok, retryAfterMs }: SendResult): Promise<void> {
    const { attempts, channel, createdMs, event, id, incident } = message;
    const fields = { channel, message: id, incident, event, attempts: attempts + 1 };
    if (ok) {
      await this.#record((store) => markSent(store, message, answer, Date.now()));
      log().info(fields, 'message sent');
      return;
    }
    const failedFields = { ...fields, answer: line(redact(answer), LOGGED_CHARACTERS) };
    if (this.#steadyNow() - createdMs > GIVE_UP_AFTER_MS) {
      await this.#record((store) => giveUp(store, id, answer, Date.now()));
      log().error(failedFields, 'A message was given up: it could not be sent for three days.');
    } else {
      const nextTryMs = Date.now() + this.#waitMs(message, retryAfterMs);
      await this.#record((store) => markFailed(store, message, answer, nextTryMs));
      log().warn(failedFields, 'A message could not be sent; it is tried again.');
    }
  }

  /** A clock that jumps ahead must not give messages up. */
  #steadyNow(): number {
    const { steady, wall } = this.#startedAtMs;
    return Math.min(Date.now(), wall + (performance.now() - steady));
  }

  #waitMs({ attempts }: MessageRow, retryAfterMs: number | null): number {
    const waitMs = (this.#options.firstWaitMs ?? FIRST_WAIT_MS) * 2 ** Math.min(attempts, 30);
    return Math.min(LONGEST_WAIT_MS, Math.max(waitMs, retryAfterMs ?? 0));
  }

  /** A message that is sent and not recorded would be sent twice: tried until it succeeds, or the process ends. */
  async #record(write: (store: JobStore) => void): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      try {
        const store = this.#options.store();
        return store.withoutWaiting(() => write(store));
      } catch (error) {
        if (!isDatabaseFailure(error)) throw error;
        if (attempt === 0) log().error({ err: error }, 'What became of a message could not be saved; trying again.');
        await pause(RECORD_AGAIN_MS, this.#stopping.signal);
      }
    }
  }

  #addHeartbeats(store: JobStore): void {
    if (performance.now() - this.#addedHeartbeatsAtMs < HEARTBEATS_EVERY_MS) return;
    addHeartbeats(store, this.#options.configuration, Date.now());
    this.#addedHeartbeatsAtMs = performance.now();
  }

  #cleanUp(store: JobStore): void {
    if (performance.now() - this.#cleanedUpAtMs < CLEAN_UP_EVERY_MS) return;
    const now = this.#steadyNow();
    const channels = this.#options.configuration.notifications.channels.map(({ name }) => name);
    for (const { channel, id } of giveUpUnconfigured(store, { channels, oldest: now - GIVE_UP_AFTER_MS, now }))
      log().error({ channel, message: id }, 'A message was given up: its channel is no longer configured.');
    forgetOldMessages(store, now);
    this.#cleanedUpAtMs = performance.now();
  }
}
