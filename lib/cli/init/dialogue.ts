import { AppError, isAppError } from '../../errors.ts';
import { usageError } from '../parse-arguments.ts';
import type { Questions } from './questions.ts';

/** Where answers come from: a person on a terminal, or options and defaults alone. */
export interface Dialogue {
  /** null: not interactive. */
  questions: Questions | null;
  /** `--yes`: what has a default needs no answer, and what may pass by itself is a warning. */
  yes: boolean;
  signal: AbortSignal;
  print(sentence: string): void;
  /** Printed, and part of the result. */
  warn(sentence: string): void;
}

export interface Question<T> {
  option: string;
  /** Of the option; undefined: not given. */
  given: string | undefined;
  question: string;
  /** Empty: none. */
  initial: string;
  /** Whether the default may be used without a question. */
  mayBeLeftOut: boolean;
  /** Checks an answer, and tries it. Throws AppError for one that is not accepted. */
  accept: (text: string) => T | Promise<T>;
}

/**
 * The answer to a question: the option's; else a person's, who is asked until one is accepted; else the default. Throws AppError:
 * what `accept` throws for an option or a default; invalid_input where it is not interactive; `cancelled`.
 */
export async function answer<T>(question: Question<T>, { print, questions, yes }: Dialogue): Promise<T> {
  const { accept, given, initial, mayBeLeftOut, option } = question;
  if (given !== undefined) return accept(given);
  if (questions === null) {
    if (initial !== '' && (mayBeLeftOut || yes)) return accept(initial);
    throw usageError(
      `init needs ${option}.`,
      'init',
      'On a terminal it asks for what is not given; --yes takes the defaults. See: restore-desk init --help',
    );
  }
  for (;;) {
    const text = await questions.ask(question.question, initial);
    try {
      if (text === '') throw new AppError('invalid_input', 'An answer is needed; Ctrl-C ends this.');
      return await accept(text);
    } catch (error) {
      printUnaccepted(error, print);
    }
  }
}

/** Throws what is no reason to ask again: a cancellation, a defect. */
export function printUnaccepted(error: unknown, print: Dialogue['print']): void {
  if (!isAppError(error) || error.code === 'cancelled') throw error;
  print([`  ${error.message}`, ...(error.hint ? [`  ${error.hint}`] : [])].join('\n'));
}
