import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../errors.ts';
import type { OutgoingRequest } from './outgoing-request.ts';
import { isBusy, isLostBehindProxy } from './classify.ts';
import type { RunPause } from './run-pause.ts';
import { NoAnswer, type ReplayTarget, type TargetAnswer } from './target.ts';

/** The run stops when the target has taken nothing for so long. */
const STOP_AFTER_MS = 60_000;
/** One request is given up when it alone is refused so often, for so long. */
const LOOK_EVERY_MS = 200;
const GIVE_UP_TRIES = 10;
export const GIVE_UP_AFTER_MS = 120_000;

export type Attempted =
  /** `mayRepeat`: an earlier try may have been applied, its answer is lost. */
  | { kind: 'answered'; answer: TargetAnswer; tries: number; mayRepeat: boolean }
  | { kind: 'unknown'; why: string; tries: number }
  | { kind: 'gaveUp'; why: string; status: number | null; tries: number };

/** Keeps which requests that must not be sent twice may have been applied. */
export interface Doubt {
  /** Before it is sent: on the disk when this returns. */
  begin(number: number): void;
  /** It was certainly not applied. */
  withdraw(number: number): void;
}

interface AttemptOptions {
  /** Identifies the request in the captures. */
  number: number;
  doubt: Doubt;
  target: ReplayTarget;
  pause: RunPause;
  /** Whether a person has paused the run. */
  isPaused: () => boolean;
  signal: AbortSignal;
  /** May be sent twice. */
  repeatable: boolean;
  readBody: boolean;
  tries: number;
  /** How long the target may take nothing, in milliseconds. */
  stopAfterMs?: number | undefined;
}

/**
 * Sends a request until it is answered. While the target has no room or does not answer, the whole run pauses. A request
 * that may not be sent twice is not repeated once it may have arrived. Throws `unreachable` when the target has taken
 * nothing for a minute, `unauthorised` when it wants other credentials, `cancelled` where the run was stopped while this
 * request was certainly not applied.
 */
export async function attempt(request: OutgoingRequest, options: AttemptOptions): Promise<Attempted> {
  const { doubt, isPaused, number, pause, repeatable, signal, target } = options;
  const begunMs = performance.now();
  let { tries } = options;
  let hadReused = false;
  let mayRepeat = false;
  for (;;) {
    await pause.wait(signal);
    while (isPaused() && !signal.aborted) await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
    signal.throwIfAborted();
    tries++;
    if (!repeatable) doubt.begin(number);
    const tried = await tryOnce(request, target, options);
    if (!repeatable && isNotApplied(tried)) doubt.withdraw(number);
    if (tried.kind === 'answered') {
      pause.accepted();
      if (tried.answer.status === 401) throw wantsCredentials();
      return { ...tried, tries, mayRepeat };
    }
    mayRepeat ||= tried.mayHaveArrived;
    if (tried.mayHaveArrived && !repeatable) return { kind: 'unknown', why: tried.why, tries };
    if (tried.late) return { kind: 'unknown', why: tried.why, tries };
    if (tried.reused && !hadReused) {
      hadReused = true;
      continue;
    }
    const refusedForMs = pause.refused(tried.retryAfterMs);
    if (refusedForMs >= (options.stopAfterMs ?? STOP_AFTER_MS)) throw takesNothing(tried.why, refusedForMs);
    if (tries - options.tries >= GIVE_UP_TRIES && performance.now() - begunMs >= GIVE_UP_AFTER_MS)
      return { kind: 'gaveUp', why: tried.why, status: tried.status, tries };
  }
}

/** 401: nothing is applied without credentials. */
const isNotApplied = (tried: Tried): boolean =>
  tried.kind === 'refused' ? !tried.mayHaveArrived : tried.answer.status === 401;

type Tried =
  | { kind: 'answered'; answer: TargetAnswer }
  | {
      kind: 'refused';
      mayHaveArrived: boolean;
      late: boolean;
      reused: boolean;
      why: string;
      status: number | null;
      retryAfterMs: number | null;
    };

async function tryOnce(request: OutgoingRequest, target: ReplayTarget, options: AttemptOptions): Promise<Tried> {
  const { readBody, repeatable } = options;
  try {
    const answer = await target.send(request, { fresh: !repeatable, readBody });
    const { retryAfterMs, status } = answer;
    if (!isBusy(status) && !isLostBehindProxy(status)) return { kind: 'answered', answer };
    return {
      kind: 'refused',
      mayHaveArrived: isLostBehindProxy(status),
      late: false,
      reused: false,
      why: `The target answered ${String(status)}.`,
      status,
      retryAfterMs,
    };
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    return {
      kind: 'refused',
      mayHaveArrived: error.kind !== 'notSent',
      late: error.kind === 'late',
      reused: error.reused,
      why: error.message,
      status: null,
      retryAfterMs: null,
    };
  }
}

const takesNothing = (why: string, forMs: number) =>
  new AppError('unreachable', `The target has taken no request for ${String(Math.round(forMs / 1000))} s. ${why}`, {
    hint: 'Find out why, then resume: the replay goes on where it stopped.',
  });

const wantsCredentials = () =>
  new AppError('unauthorised', 'The target answered 401: it wants credentials, or other ones.', {
    hint: 'Set them in the configuration (`clusters.<key>.replay.targets.<name>.credentials`), then resume. Captured ones are never sent.',
  });
