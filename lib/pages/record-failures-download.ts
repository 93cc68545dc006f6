import type { Authorised } from '../access/authorise.ts';
import { auditSubjectOf } from '../jobs/audit-subject.ts';
import { runner } from '../jobs/jobs.ts';
import { auditDone } from '../jobs/store/audit-log.ts';

/** The line of the audit log for captured bodies that are about to be sent. Throws AppError disk: then nothing may be sent. */
export function recordFailuresDownload({ actor, cluster }: Authorised, job: string): void {
  const { store } = runner();
  store.transact(() =>
    auditDone(store, {
      action: 'download failed requests',
      ...auditSubjectOf(store, cluster, { job }),
      cluster: cluster.key,
      actor,
      address: actor.address,
      input: { job },
    }),
  );
}
