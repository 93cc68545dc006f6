import { kinds } from '../../kinds/kinds.ts';
import type { IncidentPart, IncidentSource } from './source.ts';
import { jsonOf } from './text.ts';

/** The job as it is stored, without its plan. */
export function jobPart({
  approval,
  brokenGlass,
  cluster,
  documents,
  job,
  store,
  takenAt,
}: IncidentSource): IncidentPart {
  const kind = kinds.of(job.work);
  return {
    name: 'job.json',
    what: 'The job: status, times, who started it, counts, result or failure.',
    content: jsonOf({
      id: job.id,
      kind: job.work.kind,
      title: job.title,
      cluster,
      clusterUuid: kind.clusterUuid(job.work),
      status: job.status,
      startedBy: { name: job.actor.name, role: job.actor.role },
      createdAt: job.createdAt,
      startedAt: 'startedAt' in job ? job.startedAt : null,
      endedAt: 'endedAt' in job ? job.endedAt : null,
      takenAt: takenAt.toISOString(),
      follows: job.follows,
      locks: job.subjects,
      facts: kind.facts(job.work),
      progress: 'progress' in job ? job.progress : null,
      ...endOf(job),
      approval,
      breakGlass: brokenGlass,
      // They can name documents.
      ...(documents.included ? { checkpoint: store.checkpoint(job.id) } : {}),
      ...(documents.included && kind.plan(job.work) === null ? { work: job.work } : {}),
    }),
  };
}

function endOf(job: IncidentSource['job']): object {
  switch (job.status) {
    case 'queued':
      return {};
    case 'running':
      return { cancelRequestedAt: job.cancelRequestedAt };
    case 'succeeded':
      return { result: job.result };
    case 'failed': {
      const { code, hint, message } = job.failure;
      return { failure: { code, message, hint }, resumable: job.resumable };
    }
    case 'cancelled':
      return { cancelledBy: job.cancelledBy, resumable: job.resumable };
    case 'interrupted':
      return { why: job.why, resumable: job.resumable };
    default:
      return job satisfies never;
  }
}
