import { AppError, isAppError } from '../errors.ts';

/** An operation on the directory exceeded its timeout. */
export const unresponsive = (directory: string, seconds: number, operation: string): AppError =>
  new AppError('disk', `The backup directory ${directory} does not answer: ${operation} took more than ${seconds} s.`, {
    hint: 'Check its disk, or the network share that it is on. Restore Desk tries again by itself and uses it as soon as it answers.',
    details: { directory, answers: false, hangs: true },
  });

export const processEnded = (directory: string, reason: string, cause?: unknown): AppError =>
  new AppError('disk', `The process that works on the backup directory ${directory} ended (${reason}).`, {
    hint: 'It is started again when it is needed. Was it killed, or is there no memory left?',
    details: { directory, answers: false },
    cause,
  });

/** Whether the directory did not answer. Nothing is known about the file: it may be neither damaged nor missing. */
export const isUnresponsive = (error: unknown): boolean => isAppError(error) && error.details.answers === false;
