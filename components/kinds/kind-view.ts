import type { ComponentType } from 'react';
import type { JobDetail } from '@/lib/contract/job-page.ts';
import type { JobResult } from '@/lib/contract/job.ts';
import type { IncidentActions } from '../restore/incident-panel.tsx';

export interface ResultProps<R extends JobResult = JobResult> {
  result: R;
  detail: JobDetail;
}

export interface NextStepsProps {
  detail: JobDetail;
  /** Undoes the move of an alias that a job made. */
  undo: { pending: boolean; act: (job: string) => void };
}

export interface AfterResultProps {
  detail: JobDetail;
  incident: IncidentActions;
}

export interface ResumeActionProps {
  detail: JobDetail;
}

/** What the page of a job shows of one kind; everything else of a job is shown alike for every kind. */
export interface KindView {
  /** What it did; the registry of the server has parsed the result with the kind's own schema. */
  Result: ComponentType<ResultProps>;
  /** Below the result of a job that succeeded. */
  AfterResult?: ComponentType<AfterResultProps>;
  /** Beside the job: what to do next, or what is safe. */
  NextSteps?: ComponentType<NextStepsProps>;
  /** Further ways to resume a job that did not finish. */
  ResumeAction?: ComponentType<ResumeActionProps>;
  /** The page of a job that resumes this one, where it is not the job's own page. */
  hrefOfFollower?: (cluster: string, job: string, detail: JobDetail) => string | null;
}

/** `Result` takes the kind's own result. */
export const kindView = <R extends JobResult>(
  view: Omit<KindView, 'Result'> & { Result: ComponentType<ResultProps<R>> },
): KindView => view as unknown as KindView;
