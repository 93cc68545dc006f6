import type { ConfiguredCluster } from '../config/configuration.ts';
import { REASON_CHARACTERS } from '../contract/limits.ts';
import type { JobWork } from '../contract/job.ts';
import { AppError } from '../errors.ts';
import { guardOf } from '../jobs/guard.ts';
import { kinds } from '../kinds/kinds.ts';
import { objectsOf } from '../kinds/objects.ts';
import { markApprovalUsed } from '../jobs/store/approvals.ts';
import { auditBreakGlass, linkBreakGlassToJob } from '../jobs/break-glass.ts';
import { commandLineActor, withStore } from '../jobs/run-in-terminal.ts';
import { usageError, type Arguments } from './parse-arguments.ts';

/**
 * On a protected cluster, moving an alias or writing into its index requires --confirm with the alias's name and, if
 * configured, a second person's approval on the dashboard or --break-glass with a reason. Throws refused,
 * invalid_input. Returns a function to call with the new job's id: it links the approval, or the break-glass line, to
 * the job.
 */
export function enforceGuard(
  args: Arguments,
  cluster: ConfiguredCluster,
  dataDirectory: string,
  work: JobWork,
): (job: string) => void {
  const kind = kinds.of(work);
  const plan = kind.plan(work);
  if (plan === null) return () => undefined;
  const actor = commandLineActor();
  const guard = withStore(dataDirectory, (store) => guardOf(store, cluster, plan, actor));
  if (guard.typeToConfirm === null) return () => undefined;
  if (args.text('confirm') !== guard.typeToConfirm) {
    throw new AppError(
      'refused',
      `${cluster.name} is protected: ${guard.confirms} must be confirmed by the name of the alias.`,
      { hint: `If you are sure, add: --confirm ${guard.typeToConfirm}` },
    );
  }
  const { approval } = guard;
  if (approval.state === 'not-needed') return () => undefined;
  if (approval.state === 'given')
    return (job) => withStore(dataDirectory, (store) => markApprovalUsed(store, approval.approval.id, job));
  const reason = args.text('break-glass')?.trim();
  if (reason === undefined) {
    throw new AppError('refused', `On ${cluster.name} a second person must approve ${guard.confirms}.`, {
      hint: 'Request it on the dashboard. If it can’t wait: --break-glass "why", which everyone will see.',
      details: { approval: approval.state, fingerprint: plan.fingerprint },
    });
  }
  if (reason.length < REASON_CHARACTERS)
    throw usageError(`--break-glass takes a reason of at least ${REASON_CHARACTERS} characters.`, args.verb.name);
  const { fingerprint, requests } = plan;
  const title = kind.title(work);
  const line = withStore(dataDirectory, (store) =>
    auditBreakGlass(store, {
      cluster: cluster.key,
      actor,
      fingerprint,
      objects: objectsOf(work),
      title,
      reason,
      requests,
    }),
  );
  return (job) => withStore(dataDirectory, (store) => linkBreakGlassToJob(store, line, job));
}
