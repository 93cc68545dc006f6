import type { ComponentType } from 'react';
import type { JobDetail } from '@/lib/contract/job-page.ts';
import type { JobResult } from '@/lib/contract/job.ts';
import type { Blocked, ClusterWords } from '../blocked.ts';

export interface ResultProps<R extends JobResult = JobResult> {
  /** The cluster's key. */
  cluster: string;
  result: R;
  detail: JobDetail;
}

export interface NextStepsProps {
  detail: JobDetail;
  cluster: ClusterWords;
  blocked: Blocked;
  /** Undoes the move of an alias that a job made. */
  undo: { pending: boolean; act: (job: string) => void };
}

export interface TakeUpProps {
  detail: JobDetail;
  cluster: ClusterWords;
}

/** What the page of a job shows of one kind; everything else of a job is shown alike for every kind. */
export interface KindView {
  /** What it did; the registry of the server has parsed the result with the kind's own schema. */
  Result: ComponentType<ResultProps>;
  /** Beside the job: what to do, or what is safe. */
  NextSteps?: ComponentType<NextStepsProps>;
  /** Further ways to take up a job that did not get to its end. */
  TakeUp?: ComponentType<TakeUpProps>;
  /** The page of another job that takes this one up, where it is not the job's own. */
  hrefOfFollower?: (cluster: string, job: string, detail: JobDetail) => string | null;
}

/** `Result` takes the kind's own result. */
export const kindView = <R extends JobResult>(
  view: Omit<KindView, 'Result'> & { Result: ComponentType<ResultProps<R>> },
): KindView => view as unknown as KindView;
