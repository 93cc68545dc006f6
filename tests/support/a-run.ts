import type { Progress } from '../../lib/contract/progress.ts';
import type { Run } from '../../lib/running/run.ts';

/** A run for an operation under test: records logged sentences and reported progress, and is never cancelled. */
export function aRun<Checkpoint = never>(
  over: Partial<Run<Checkpoint>> = {},
): Run<Checkpoint> & { sentences: string[]; reports: Progress[] } {
  const sentences: string[] = [];
  const reports: Progress[] = [];
  return {
    signal: new AbortController().signal,
    report: (progress) => reports.push(progress),
    log: (sentence) => sentences.push(sentence),
    checkpoint: null,
    saveCheckpoint: () => undefined,
    directory: '',
    ...over,
    sentences,
    reports,
  };
}
