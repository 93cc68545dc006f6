import type { ComparedSide } from '../contract/comparison.ts';
import type { Job, JobWork } from '../contract/job.ts';
import type { Progress } from '../contract/progress.ts';
import { SIDE_CLUSTERS } from '../contract/side-clusters.ts';
import { capitalised } from '../format.ts';
import { kinds } from '../kinds/kinds.ts';

/**
 * A job whose title, failure and progress name the other clusters that it reads. `nameOf`: as in `JobKind.withClusterNames`; the keys
 * of clusters without a name are removed. Pure.
 */
export function namedJob<J extends Job>(job: J, nameOf: (key: string) => string | null): J {
  const kind = kinds.of(job.work);
  const work = kind.withClusterNames(job.work, nameOf);
  if (work === job.work) return job;
  const named = textsOf(work);
  return {
    ...job,
    work,
    title: kind.title(work),
    ...('failure' in job ? { failure: failureWith(job.failure, named) } : {}),
    ...('progress' in job ? { progress: progressWith(job.progress, named) } : {}),
  };
}

/** The same for a text of such a job: a line of its log. */
export function textsOf(work: JobWork): (text: string) => string {
  const sides = kinds.of(work).comparedSides(work);
  const names = { left: nameOfSide(sides?.left), right: nameOfSide(sides?.right) };
  return (text) => withClusterNames(text, names);
}

const nameOfSide = (side: ComparedSide | undefined): string | null =>
  side?.kind === 'index' ? (side.cluster?.name ?? null) : null;

function failureWith<F extends { message: string; hint?: string | undefined }>(
  failure: F,
  named: (text: string) => string,
): F {
  const { hint, message } = failure;
  return { ...failure, message: named(message), ...(hint === undefined ? {} : { hint: named(hint) }) };
}

function progressWith(progress: Progress | null, named: (text: string) => string): Progress | null {
  if (progress === null) return null;
  const { estimate, pausedBecause, waitingFor } = progress;
  return {
    ...progress,
    pausedBecause: pausedBecause === null ? null : named(pausedBecause),
    ...(estimate === undefined ? {} : { estimate: named(estimate) }),
    ...(waitingFor?.what == null ? {} : { waitingFor: { ...waitingFor, what: named(waitingFor.what) } }),
  };
}

/** A text that calls the clusters by `SIDE_CLUSTERS`, with their names; null: not known, or not for this person. */
export function withClusterNames(text: string, names: { left: string | null; right: string | null }): string {
  let named = text;
  for (const side of ['left', 'right'] as const) {
    const [called, name] = [SIDE_CLUSTERS[side], names[side]];
    if (name !== null) named = named.replaceAll(called, () => name).replaceAll(capitalised(called), () => name);
  }
  return named;
}
