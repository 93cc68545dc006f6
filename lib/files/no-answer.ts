import { AppError, isAppError } from '../errors.ts';

/** The directory did not do in time what it was asked for. */
export const noAnswer = (directory: string, seconds: number, asked: string): AppError =>
  new AppError('disk', `The backup directory ${directory} does not answer: ${asked} took more than ${seconds} s.`, {
    hint: 'Look at its disk, or at the network share it is on. It is asked again by itself, and used again as soon as it answers.',
    details: { directory, answers: false, hangs: true },
  });

export const processEnded = (directory: string, how: string, cause?: unknown): AppError =>
  new AppError('disk', `The process that works on the backup directory ${directory} ended (${how}).`, {
    hint: 'It is started again when it is needed. Was it killed, or is there no memory left?',
    details: { directory, answers: false },
    cause,
  });

/** Nothing was learnt about the file: it is neither damaged nor gone. */
export const isNoAnswer = (error: unknown): boolean => isAppError(error) && error.details.answers === false;
