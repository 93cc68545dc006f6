import type { JobActions } from '@/components/jobs/job-view.tsx';
import { cancelJob, resumeJob, retryRejected, undoSwitch } from './actions.ts';
import { controlJob } from './control-actions.ts';
import { closeIncident, reopenIncident } from './follow-up-actions.ts';

/** All actions on a job, for its page. */
export const jobActions: JobActions = {
  cancel: cancelJob,
  resume: resumeJob,
  retry: retryRejected,
  undo: undoSwitch,
  control: controlJob,
  incident: { close: closeIncident, reopen: reopenIncident },
};
