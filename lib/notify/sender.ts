import { redact } from '../config/redact.ts';
import type { Configuration, ConfiguredChannel } from '../config/configuration.ts';
import type { MessageRow } from '../contract/message.ts';
import { isDatabaseFailure, type JobStore } from '../jobs/store/job-store.ts';
import {
  channelsWithDue,
  claimAlike,
  claimMessage,
  forgetOldMessages,
  giveUp,
  giveUpUnconfigured,
  LONGEST_WAIT_MS,
  makeDue,
  markFailed,
  markOutdated,
  markSent,
  type AlikeMessage,
} from '../jobs/store/waiting-messages.ts';
import { log } from '../log.ts';
import { pause } from '../retry.ts';
import { settledWithin } from '../settled-within.ts';
import { addHeartbeats } from './add-heartbeats.ts';
import { ChannelPauses } from './channel-pauses.ts';
import { deliveryOf, manyIncidentsText, MOST_ALIKE } from './many-incidents.ts';
import { line } from './message.ts';
import { whyOutdated } from './outdated-start.ts';
import type { SendResult } from './request.ts';
import { isOfPeople, sendMessage, sendText } from './send.ts';

const TICK_MS = 1_000;
const HEARTBEATS_EVERY_MS = 5_000;
/** It reads all messages. */
const CLEAN_UP_EVERY_MS = 3_600_000;
/** Doubled with each attempt, up to LONGEST_WAIT_MS. */
const FIRST_WAIT_MS = 10_000;
const GIVE_UP_AFTER_MS = 3 * 86_400_000;
/** After a failure of the jobs' database. */
const RECORD_AGAIN_MS = 1_000;
/** At the end of the process, for messages that are being sent. */
const STOP_WITHIN_MS = 5_000;
const LOGGED_CHARACTERS = 300;

/** What a process does by turns, and what the log says when it can't. */
const FAILURES = {
  heartbeats: 'Heartbeats of schedules can’t be added now; trying again.',
  cleaning: 'Old messages can’t be cleaned up now; trying again.',
  sending: 'The messages that wait could not be sent; trying again.',
} as const;
type Part = keyof typeof FAILURES;

/** What is sent at a time. */
interface Claimed {
  message: MessageRow;
  /** Messages that one message says together, also this one; empty: it is sent by itself. */
  alike: readonly AlikeMessage[];
  /** Why it is not sent; null: it is. */
  outdated: string | null;
}

export interface SenderOptions {
  /** Throws AppError disk. */
  store: () => JobStore;
  configuration: Pick<Configuration, 'clusters' | 'notifications' | 'publicUrl'>;
  /** Of tests that do not wait for seconds. */
  firstWaitMs?: number;
}

/**
 * Sends the messages that wait, in this process. Several processes may do so on one database: each message is claimed by one. Each
 * channel has a line of its own, one message at a time: one that is down delays no other and no job, and is paused. A process that ends
 * between the answer of a channel and the note of it sends that message again: its delivery id is the same.
 */
export class Sender {
  readonly #options: SenderOptions;
  readonly #stopping = new AbortController();
  /** Channels by which this process is sending. */
  readonly #active = new Map<string, Promise<void>>();
  readonly #pauses: ChannelPauses;
  readonly #startedAtMs = { wall: Date.now(), steady: performance.now() };
  #timer: NodeJS.Timeout | undefined;
  #addedHeartbeatsAtMs = -Infinity;
  #cleanedUpAtMs = -Infinity;
  /** Parts of a turn whose failure was logged. */
  readonly #failing = new Set<Part>();
  #ending = false;

  constructor(options: SenderOptions) {
    this.#options = options;
    this.#pauses = new ChannelPauses(options.firstWaitMs ?? FIRST_WAIT_MS);
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
    // A schedule that can't be read, say, must not hold the messages back.
    this.#try('heartbeats', (store) => this.#addHeartbeats(store));
    this.#try('cleaning', (store) => this.#cleanUp(store));
    this.#try('sending', (store) => {
      const due = new Set(channelsWithDue(store, Date.now()));
      for (const channel of this.#options.configuration.notifications.channels)
        if (due.has(channel.name) && this.#isFree(channel)) this.#begin(channel);
    });
  }

  #try(part: Part, work: (store: JobStore) => void): void {
    try {
      const store = this.#options.store();
      store.withoutWaiting(() => work(store));
      this.#failing.delete(part);
    } catch (error) {
      this.#logFailure(part, error);
    }
  }

  /** Once, until it works again. */
  #logFailure(part: Part, error: unknown): void {
    if (!this.#failing.has(part)) log().error({ err: error }, FAILURES[part]);
    this.#failing.add(part);
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
    return !this.#active.has(name) && !this.#pauses.isPaused(name);
  }

  #begin(channel: ConfiguredChannel): void {
    const ended = this.#sendAll(channel)
      .catch((error: unknown) => {
        // What was claimed is tried again when its claim ends.
        if (!this.#stopping.signal.aborted) this.#logFailure('sending', error);
      })
      .finally(() => this.#active.delete(channel.name));
    this.#active.set(channel.name, ended);
  }

  /** One after the other, until none is due, or the channel is paused. */
  async #sendAll(channel: ConfiguredChannel): Promise<void> {
    while (!this.#ending && !this.#pauses.isPaused(channel.name)) {
      const claimed = this.#claim(channel);
      if (claimed === null || this.#stopping.signal.aborted) return;
      await this.#sendOne(channel, claimed);
    }
  }

  #claim(channel: ConfiguredChannel): Claimed | null {
    const store = this.#options.store();
    return store.withoutWaiting(() => {
      const now = Date.now();
      const message = claimMessage(store, channel.name, now);
      if (message === null) return null;
      const alike = isOfPeople(channel) ? claimAlike(store, message, { most: MOST_ALIKE, now }) : [];
      return { message, alike, outdated: whyOutdated(store, message, now) };
    });
  }

  async #sendOne(channel: ConfiguredChannel, { alike, message, outdated }: Claimed): Promise<void> {
    if (outdated !== null) return this.#record((store) => markOutdated(store, message.id, outdated, Date.now()));
    const { publicUrl } = this.#options.configuration;
    const signal = this.#stopping.signal;
    const sending = { publicUrl, now: Date.now(), signal };
    const { body, event } = message;
    const result = await (alike.length === 0
      ? sendMessage(channel, message, sending)
      : sendText(
          channel,
          manyIncidentsText({ alike, cluster: body.cluster, event, ...sending }),
          deliveryOf(alike),
          sending,
        ));
    if (signal.aborted && !result.ok) return;
    const isBack = result.ok && this.#pauses.isBack(channel.name);
    this.#pauses.note(channel.name, result);
    await this.#recordResult(message, alike.length === 0 ? [message] : alike, result, isBack);
  }

  /** Of all that were sent as one. A message is given up by an attempt: also one that waited while no dashboard ran has its chance. */
  async #recordResult(
    message: MessageRow,
    sent: readonly Pick<MessageRow, 'id' | 'createdMs'>[],
    { answer, ok, retryAfterMs }: SendResult,
    isBack: boolean,
  ): Promise<void> {
    const { attempts, channel, event, id, incident } = message;
    const many = sent.length === 1 ? {} : { messages: sent.length };
    const fields = { channel, message: id, ...many, incident, event, attempts: attempts + 1 };
    if (ok) {
      await this.#record((store) =>
        store.transact(() => {
          for (const each of sent) markSent(store, each, answer, Date.now());
          if (isBack) makeDue(store, channel, Date.now());
        }),
      );
      log().info(fields, 'message sent');
      return;
    }
    const failedFields = { ...fields, answer: line(redact(answer), LOGGED_CHARACTERS) };
    const oldestMs = this.#steadyNow() - GIVE_UP_AFTER_MS;
    const nextTryMs = Date.now() + this.#waitMs(message, retryAfterMs);
    await this.#record((store) =>
      store.transact(() => {
        for (const each of sent)
          if (each.createdMs < oldestMs) giveUp(store, each.id, answer, Date.now());
          else markFailed(store, each, answer, nextTryMs);
      }),
    );
    if (sent.some(({ createdMs }) => createdMs < oldestMs))
      log().error(failedFields, 'A message was given up: it could not be sent for three days.');
    else log().warn(failedFields, 'A message could not be sent; it is tried again.');
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
