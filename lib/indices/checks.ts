import type { Check } from '../contract/plan.ts';
import type { IndexToChange } from './read-index.ts';

/** A queued or running job that writes into the index. */
export interface Writer {
  job: string;
  title: string;
}

/** Refusals of every change of one index: a job writes into it, a snapshot is restored into it, or a data stream owns it. */
export function checksOfUse(
  { index: { name }, dataStream, restoring }: Pick<IndexToChange, 'index' | 'dataStream' | 'restoring'>,
  writer: Writer | null,
): Check[] {
  const checks: Check[] = [];
  if (writer !== null)
    checks.push({
      id: 'written',
      level: 'refuse',
      title: 'A job writes into it',
      detail: `Job ${writer.job} (${writer.title}) is filling it.`,
      hint: 'Wait until the job has ended, or cancel it.',
      job: writer.job,
    });
  if (restoring)
    checks.push({
      id: 'restoring',
      level: 'refuse',
      title: 'A snapshot is being restored into it',
      detail: `${name} is not complete before that restore has ended.`,
      hint: 'Wait until the restore has ended.',
    });
  if (dataStream !== null)
    checks.push({
      id: 'data-stream',
      level: 'refuse',
      title: `It belongs to the data stream ${dataStream}`,
      detail:
        'Restore Desk does not change the indices of data streams: the cluster refuses it for the one written to.',
      hint: 'Change the data stream with its own API.',
    });
  return checks;
}

/** Of a change that would stop writes. A job of this machine that adds to it is a writer, which is refused. */
export const addingChecks = (
  { index: { name, adding } }: Pick<IndexToChange, 'index'>,
  writer: Writer | null,
): Check[] =>
  adding !== true || writer !== null
    ? []
    : [
        {
          id: 'adding',
          level: 'warn',
          title: 'A Restore Desk was adding documents to it, maybe still',
          detail: `Another machine added documents to ${name} and has not finished: its next write would fail.`,
          hint: 'Find out whether it is still running, on every machine that uses this cluster.',
        },
      ];

/** A refusal for each block of the index that is among `refusing`. */
export const refusingBlockChecks = (
  { name, blocks }: Pick<IndexToChange['index'], 'name' | 'blocks'>,
  refusing: readonly string[],
  what: string,
): Check[] =>
  blocks
    .filter((block) => refusing.includes(block))
    .map((block) => ({
      id: `block-${block}`,
      level: 'refuse',
      title: `${name} is under a ${block} block`,
      detail: `The cluster refuses to ${what} it while it is.`,
      hint: `Find out who set it and why, then remove it: PUT /${name}/_settings {"index.blocks.${block}": null}.`,
    }));
