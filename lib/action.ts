import 'server-only';
import { headers } from 'next/headers';
import { unstable_rethrow } from 'next/navigation';
import { z } from 'zod';
import { authorise, signedIn, type Authorised } from './access/authorise.ts';
import { clientAddress } from './access/client-address.ts';
import { isOwnOrigin } from './access/origin.ts';
import type { Permission } from './access/permissions.ts';
import { auditRefusalWithinLimit } from './access/audit-rate-limit.ts';
import { findCluster } from './config/loaded.ts';
import { redactDeep } from './config/redact.ts';
import { clusterKey } from './contract/names.ts';
import { AppError, isAppError, toFailure, type Failure } from './errors.ts';
import { toPlainJson } from './json/exact.ts';
import { auditSubjectOf } from './jobs/audit-subject.ts';
import { runner } from './jobs/jobs.ts';
import { auditAttempt, auditOutcome, type AuditAttempt } from './jobs/store/audit-log.ts';
import { log } from './log.ts';

export type ActionContext = Authorised;
export type ActionFailure = Failure & { fields?: Record<string, string> };
export type ActionResult<Value> = { ok: true; value: Value } | { ok: false; failure: ActionFailure };

interface ActionOptions<Input extends z.ZodType<{ cluster: string }>> {
  /** A verb and its object, for the audit log: "switch alias". */
  name: string;
  /** Replaces it, where what is done depends on the input. Must not throw. */
  nameOf?: (input: z.output<Input>) => string;
  /** Parsed after the caller is authorised; must have `cluster`. */
  input: Input;
  /** The required permission, or a function of the input. */
  needs: Permission | ((input: z.output<Input>) => Permission);
  /** What a refusal says instead of the permission's own verb: "approve a plan". */
  verb?: string;
  /** The action only saves a form's input on this server: the audit log has its refusals alone. */
  onlySavesInput?: boolean;
}

const withCluster = z.object({ cluster: clusterKey });

/**
 * A server action, the only way to change something from a page: checks the session, the origin, the permission and the
 * input; adds the attempt to the audit log; does the work; adds the outcome. Expected failures are returned, not
 * thrown. If the audit log can't be written, nothing is changed.
 */
export function defineAction<Input extends z.ZodType<{ cluster: string }>, Value>(
  options: ActionOptions<Input>,
  work: (input: z.output<Input>, context: ActionContext) => Promise<Value> | Value,
) {
  return async (raw: z.input<Input>): Promise<ActionResult<Value>> => {
    let entry: { id: number; attempt: AuditAttempt } | null = null;
    try {
      const { input, context } = await admit(options, raw);
      if (!options.onlySavesInput) {
        const { actor, cluster } = context;
        const { store } = runner();
        const name = options.nameOf?.(input) ?? options.name;
        const subject = auditSubjectOf(store, cluster, input);
        const attempt = {
          ...attemptOf(name, raw),
          ...subject,
          cluster: cluster.key,
          actor,
          address: actor.address,
        };
        entry = { id: auditAttempt(store, attempt), attempt };
      }
      const value = await work(input, context);
      if (entry) saveOutcome(entry.id, { outcome: 'done', ...jobIn(value), ...approvalIn(value) });
      return { ok: true, value: toPlainJson(value) };
    } catch (error) {
      unstable_rethrow(error);
      const failure = redactDeep<ActionFailure>(
        isAppError(error) ? { ...toFailure(error), ...fieldsOf(error) } : toFailure(error),
      );
      if (failure.code === 'defect') log().error({ err: error, action: options.name }, 'An action met a defect.');
      if (!entry) await saveEarlyRefusal(options.name, raw, failure);
      else if (isRefusal(failure)) saveRefusal(entry.attempt, failure, entry.id);
      else saveOutcome(entry.id, { outcome: 'failed', failure });
      return { ok: false, failure: toPlainJson(failure) };
    }
  };
}

interface Admitted<Input> {
  input: Input;
  context: ActionContext;
}

async function admit<Input extends z.ZodType<{ cluster: string }>>(
  { input: schema, needs, verb }: ActionOptions<Input>,
  raw: unknown,
): Promise<Admitted<z.output<Input>>> {
  await signedIn();
  if (!isOwnOrigin(await headers())) {
    throw new AppError('forbidden', 'This change came from another site, and was refused.', {
      hint: 'Open Restore Desk by its own address. Behind a proxy, `publicUrl` must be the address people type.',
    });
  }
  const key = withCluster.safeParse(raw).data?.cluster ?? null;
  // Before the input is parsed: 'cancel-job' refuses viewers, who may change nothing.
  const authorised = await authorise(key, typeof needs === 'function' ? 'cancel-job' : needs, { verb });
  const parsed = schema.safeParse(raw);
  if (!parsed.success) throw invalidInput(parsed.error);
  const context = typeof needs === 'function' ? await authorise(parsed.data.cluster, needs(parsed.data)) : authorised;
  if (!context) throw new AppError('invalid_input', 'The cluster is missing.');
  return { input: parsed.data, context };
}

/** Its `details.fields` has a message per path: `fields['rules.keep']`. */
export function invalidInput(error: z.ZodError): AppError {
  const fields = Object.fromEntries(
    error.issues.map((issue) => [issue.path.map(String).join('.') || 'input', issue.message]).reverse(),
  );
  return new AppError('invalid_input', 'Something that was typed can’t be used.', {
    hint: 'Read the messages beside the fields.',
    details: { fields },
  });
}

export const fieldsOf = (error: AppError): { fields?: Record<string, string> } =>
  typeof error.details.fields === 'object' && error.details.fields !== null
    ? { fields: error.details.fields as Record<string, string> }
    : {};

/** Failures before anything was changed. */
const REFUSALS: ReadonlySet<string> = new Set([
  'invalid_input',
  'refused',
  'plan_changed',
  'busy',
  'unauthorised',
  'forbidden',
  'not_found',
  'index_exists',
  'unsupported',
]);
export const isRefusal = (failure: Failure): boolean => REFUSALS.has(failure.code);

function attemptOf(action: string, raw: unknown): { action: string; fingerprint: string | null; input: unknown } {
  const fingerprint =
    typeof raw === 'object' && raw !== null && 'fingerprint' in raw && typeof raw.fingerprint === 'string'
      ? raw.fingerprint.slice(0, 200)
      : null;
  return { action, fingerprint, input: raw };
}

/** The id of the job in a value: the value's own `id`, or its `job`. The audit log links to it. */
function jobIn(value: unknown): { job?: string } {
  if (typeof value !== 'object' || value === null) return {};
  if ('work' in value && 'id' in value && typeof value.id === 'string') return { job: value.id };
  if ('job' in value) return typeof value.job === 'string' ? { job: value.job } : jobIn(value.job);
  return {};
}

/** The request for approval that a value names as `approval`. */
const approvalIn = (value: unknown): { approval?: string } =>
  typeof value === 'object' && value !== null && 'approval' in value && typeof value.approval === 'string'
    ? { approval: value.approval }
    : {};

export function saveOutcome(line: number, outcome: Parameters<typeof auditOutcome>[2]): void {
  try {
    auditOutcome(runner().store, line, outcome);
  } catch (error) {
    // The change is done. The audit log has it as attempted; this log line has the outcome.
    log().error(
      { err: error, record: line, outcome: outcome.outcome },
      'The outcome of a change could not be recorded.',
    );
  }
}

/** Never throws: a refusal that can't be recorded is still a refusal. */
export function saveRefusal(attempt: AuditAttempt, failure: Failure, line: number | null = null): void {
  try {
    auditRefusalWithinLimit(attempt, failure, { attemptLine: line });
  } catch (error) {
    log().error(
      { err: error, action: attempt.action, record: line, failure: failure.code },
      'A refusal could not be recorded.',
    );
  }
}

/** For a refusal before the attempt was recorded: no session, another origin, no permission, or a wrong input. */
export async function saveEarlyRefusal(name: string, raw: unknown, failure: Failure): Promise<void> {
  const address = clientAddress(await headers());
  const known = await signedIn().catch(() => null);
  saveRefusal(
    {
      ...attemptOf(name, known ? raw : undefined),
      // Only a configured cluster has a page with its audit log.
      cluster: findCluster(withCluster.safeParse(raw).data?.cluster ?? '')?.key ?? null,
      actor: known ? { name: known.identity.name, role: null, address } : null,
      address,
    },
    failure,
  );
}
