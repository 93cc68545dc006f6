import { parentPort } from 'node:worker_threads';
import { describeDefinition } from '../archive/describe-definition.ts';
import { readParts } from '../archive/read-parts.ts';
import { isAppError, type ErrorCode } from '../errors.ts';
import { convertDefinition } from '../target/convert-definition.ts';
import { compareDefinitions } from '../present/compare-definitions.ts';

/** What is done in the thread. What goes in and what comes out is copied: bytes, texts and plain objects. */
const tasks = { readParts, describeDefinition, compareDefinitions, convertDefinition };

export type Tasks = typeof tasks;
export type TaskName = keyof Tasks;

export type Answer =
  | { value: unknown }
  | { code: ErrorCode; message: string; hint?: string; details?: Record<string, unknown>; cause?: string };

parentPort?.on('message', ({ task, input }: { task: TaskName; input: Record<string, unknown> }) => {
  const answer = answerOf(task, input);
  try {
    parentPort?.postMessage(answer, 'value' in answer ? bytesIn(answer.value) : []);
  } catch (error) {
    parentPort?.postMessage(unusable(error));
  }
});

/** Bytes in an answer are handed back, not copied: a task returns none that it did not get whole. */
const bytesIn = (value: unknown): ArrayBuffer[] =>
  Object.values(value as object).flatMap((part) => (part instanceof Uint8Array ? [part.buffer as ArrayBuffer] : []));

function answerOf(task: TaskName, input: Record<string, unknown>): Answer {
  try {
    return { value: tasks[task](withBuffers(input) as never) };
  } catch (error) {
    if (!isAppError(error)) return unusable(error);
    const { code, message, hint, details } = error;
    return { code, message, ...(hint === undefined ? {} : { hint }), details };
  }
}

/** Bytes arrive without the methods of a Buffer. */
const withBuffers = (input: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(input).map(([key, value]) => [
      key,
      value instanceof Uint8Array ? Buffer.from(value.buffer, value.byteOffset, value.byteLength) : value,
    ]),
  );

/** Everything a task reads is a stranger's: what no check has foreseen is wrong with that, and said so. */
const unusable = (error: unknown): Answer => ({
  code: 'backup_damaged',
  message: 'The definition in the backup (index.json) is not one that an index can be made of.',
  hint: 'Use another copy of this backup, or an older one.',
  cause: error instanceof Error ? (error.stack ?? error.message) : String(error),
});
