import type { ConfiguredCluster } from '../config/configuration.ts';
import { REASON_CHARACTERS } from '../contract/limits.ts';
import type { JobWork } from '../contract/job.ts';
import { AppError } from '../errors.ts';
import { guardOf } from '../jobs/guard.ts';
import type { Plan } from '../contract/plan.ts';
import type { Guard } from '../contract/reviews.ts';
import { originsOf } from '../jobs/document-origin.ts';
import { originSentence } from '../jobs/origin-sentence.ts';
import { auditAttempt, auditOutcome } from '../jobs/store/audit-log.ts';
import { kinds } from '../kinds/kinds.ts';
import { objectsOf } from '../kinds/objects.ts';
import { markApprovalUsed } from '../jobs/store/approvals.ts';
import { auditBreakGlass, linkBreakGlassToJob } from '../jobs/break-glass.ts';
import { commandLineActor, withStore } from '../jobs/run-in-terminal.ts';
import { usageError, type Arguments } from './parse-arguments.ts';

/**
 * On a protected cluster, moving an alias or writing into its index requires --confirm with the alias's name and, if
 * configured, a second person's approval on the dashboard or --break-glass with a reason. Where documents of another
 * cluster are written to it, the command has named this one, which a page asks to type: the audit log gets a line about it.
 * Throws refused, invalid_input. Returns a function to call with the new job's id: it links the approval, or the lines of
 * the audit log, to the job.
 */
export function enforceGuard(
  args: Arguments,
  cluster: ConfiguredCluster,
  dataDirectory: string,
  work: JobWork,
): (job: string) => void {
  const plan = kinds.of(work).plan(work);
  const writes = plan !== null && kinds.of(plan).planDescription?.documentsFrom !== undefined;
  if (plan === null || (!cluster.protected && !writes)) return () => undefined;
  const actor = commandLineActor();
  const { guard, origins } = withStore(dataDirectory, (store) => ({
    guard: guardOf(store, cluster, plan, actor),
    origins: originsOf(store, cluster, plan),
  }));
  const onStarted =
    guard.typeToConfirm === null ? null : confirmAlias(args, { cluster, dataDirectory, work, plan, guard });
  if (origins.length === 0) return (job) => onStarted?.(job);
  const line = withStore(dataDirectory, (store) =>
    auditAttempt(store, {
      cluster: cluster.key,
      action: 'copy from another cluster',
      actor,
      address: actor.address,
      fingerprint: plan.fingerprint,
      objects: objectsOf(work),
      input: { title: kinds.of(work).title(work) },
      note: `${originSentence(origins)} The command named ${cluster.name}${args.positionals[0] === cluster.key ? '' : ' by its address'}.`,
    }),
  );
  return (job) => {
    onStarted?.(job);
    withStore(dataDirectory, (store) => auditOutcome(store, line, { outcome: 'done', job }));
  };
}

interface Guarded {
  cluster: ConfiguredCluster;
  dataDirectory: string;
  work: JobWork;
  plan: Plan;
  guard: Guard;
}

function confirmAlias(args: Arguments, { cluster, dataDirectory, work, plan, guard }: Guarded): (job: string) => void {
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
  const title = kinds.of(work).title(work);
  const line = withStore(dataDirectory, (store) =>
    auditBreakGlass(store, {
      cluster: cluster.key,
      actor: commandLineActor(),
      fingerprint,
      objects: objectsOf(work),
      title,
      reason,
      requests,
    }),
  );
  return (job) => withStore(dataDirectory, (store) => linkBreakGlassToJob(store, line, job));
}
