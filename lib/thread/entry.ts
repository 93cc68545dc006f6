import { parentPort } from 'node:worker_threads';
import { describeDefinition } from '../archive/describe-definition.ts';
import { readParts } from '../archive/read-parts.ts';
import { isAppError, type ErrorCode } from '../errors.ts';
import { convertDefinition } from '../target/convert-definition.ts';
import { compareDefinitions } from '../present/compare-definitions.ts';
import { describeLive } from '../present/mapping-fields.ts';

/** What is done in the thread. What goes in and what comes out is copied: bytes, texts and plain objects. */
const tasks = { readParts, describeDefinition, compareDefinitions, convertDefinition, describeLive };

export type Tasks = typeof tasks;
export type TaskName = keyof Tasks;

export type TaskResult =
  | { value: unknown }
  | { code: ErrorCode; message: string; hint?: string; details?: Record<string, unknown>; cause?: string };

parentPort?.on('message', ({ task, input }: { task: TaskName; input: Record<string, unknown> }) => {
  const result = runTask(task, input);
  try {
    parentPort?.postMessage(result, 'value' in result ? transferableBytes(result.value) : []);
  } catch (error) {
    parentPort?.postMessage(unexpectedFailure(error));
  }
});

/** Bytes in a result are transferred, not copied: a task returns only whole buffers. */
const transferableBytes = (value: unknown): ArrayBuffer[] =>
  Object.values(value as object).flatMap((part) => (part instanceof Uint8Array ? [part.buffer as ArrayBuffer] : []));

function runTask(task: TaskName, input: Record<string, unknown>): TaskResult {
  try {
    return { value: tasks[task](withBuffers(input) as never) };
  } catch (error) {
    if (!isAppError(error)) return unexpectedFailure(error);
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

/** A task reads only untrusted input, so an unexpected failure is reported as damaged input. */
const unexpectedFailure = (error: unknown): TaskResult => ({
  code: 'backup_damaged',
  message: 'The definition in the backup (index.json) is not one that an index can be made of.',
  hint: 'Use another copy of this backup, or an older one.',
  cause: error instanceof Error ? (error.stack ?? error.message) : String(error),
});
