import 'server-only';
import { headers } from 'next/headers';
import { unstable_rethrow } from 'next/navigation';
import { z } from 'zod';
import { authorise, signedIn, type Authorised } from './access/authorise.ts';
import { clientAddress } from './access/client-address.ts';
import { isOwnOrigin } from './access/origin.ts';
import type { Permission } from './access/permissions.ts';
import { auditLimitedRefusal } from './access/audit-refusal.ts';
import { findCluster } from './config/loaded.ts';
import { redactDeep } from './config/redact.ts';
import { clusterKey } from './contract/names.ts';
import { AppError, isAppError, toFailure, type Failure } from './errors.ts';
import { toPlainJson } from './json/exact.ts';
import { runner } from './jobs/jobs.ts';
import { auditAttempt, auditOutcome, type AuditAttempt } from './jobs/store/audit-log.ts';
import { log } from './log.ts';

export type ActionContext = Authorised;
export type ActionFailure = Failure & { fields?: Record<string, string> };
export type ActionResult<Value> = { ok: true; value: Value } | { ok: false; failure: ActionFailure };

interface ActionOptions<Input extends z.ZodType<{ cluster: string }>> {
  /** A verb and its object, for the record: "switch alias". */
  name: string;
  /** Parsed after the caller is known; must hold `cluster`. */
  input: Input;
  /** A permission, or how to tell from the input. */
  needs: Permission | ((input: z.output<Input>) => Permission);
  /** Changes nothing but what this server remembers of a form: refusals are recorded, the rest with the change it leads to. */
  onlyRemembers?: boolean;
}

const withCluster = z.object({ cluster: clusterKey });

/**
 * The one door of every change: who asks, from where, may they, is the input readable; then the record, then the work,
 * then the outcome. Expected failures come back as values. Where the record can't be written, nothing is changed.
 */
export function defineAction<Input extends z.ZodType<{ cluster: string }>, Value>(
  options: ActionOptions<Input>,
  work: (input: z.output<Input>, context: ActionContext) => Promise<Value> | Value,
) {
  return async (raw: z.input<Input>): Promise<ActionResult<Value>> => {
    let entry: { id: number; attempt: AuditAttempt } | null = null;
    try {
      const refusal = await admit(options, raw).catch((error: unknown) => error);
      if (!isAdmitted<z.output<Input>>(refusal)) throw refusal;
      const { input, context } = refusal;
      if (!options.onlyRemembers) {
        const { actor, cluster } = context;
        const attempt = { ...aboutAttempt(options.name, raw), cluster: cluster.key, actor, address: actor.address };
        entry = { id: auditAttempt(runner().store, attempt), attempt };
      }
      const value = await work(input, context);
      if (entry) settle(entry.id, { outcome: 'done', ...jobIn(value) });
      return { ok: true, value: toPlainJson(value) };
    } catch (error) {
      unstable_rethrow(error);
      const failure = redactDeep<ActionFailure>(
        isAppError(error) ? { ...toFailure(error), ...fieldsOf(error) } : toFailure(error),
      );
      if (failure.code === 'defect') log().error({ err: error, action: options.name }, 'An action met a defect.');
      if (!entry) await recordTurnedAway(options.name, raw, failure);
      else if (isRefusal(failure)) noteRefused(entry.attempt, failure, entry.id);
      else settle(entry.id, { outcome: 'failed', failure });
      return { ok: false, failure: toPlainJson(failure) };
    }
  };
}

interface Admitted<Input> {
  admitted: true;
  input: Input;
  context: ActionContext;
}

const isAdmitted = <Input>(value: unknown): value is Admitted<Input> =>
  typeof value === 'object' && value !== null && 'admitted' in value;

async function admit<Input extends z.ZodType<{ cluster: string }>>(
  { input: schema, needs }: ActionOptions<Input>,
  raw: unknown,
): Promise<Admitted<z.output<Input>>> {
  await signedIn();
  if (!isOwnOrigin(await headers())) {
    throw new AppError('forbidden', 'This change was asked for from another site, and was refused.', {
      hint: 'Open Restore Desk by its own address. Behind a proxy, `publicUrl` must be the address people type.',
    });
  }
  const key = withCluster.safeParse(raw).data?.cluster ?? null;
  // Whatever the input turns out to need, a viewer changes nothing; said before the input is judged.
  const authorised = await authorise(key, typeof needs === 'function' ? 'cancel-job' : needs);
  const parsed = schema.safeParse(raw);
  if (!parsed.success) throw invalidInput(parsed.error);
  const context = typeof needs === 'function' ? await authorise(parsed.data.cluster, needs(parsed.data)) : authorised;
  if (!context) throw new AppError('invalid_input', 'The cluster is missing.');
  return { admitted: true, input: parsed.data, context };
}

/** Errors beside their fields: `fields['rules.keep']`. */
export function invalidInput(error: z.ZodError): AppError {
  const fields = Object.fromEntries(
    error.issues.map((issue) => [issue.path.map(String).join('.') || 'input', issue.message]).reverse(),
  );
  return new AppError('invalid_input', 'Something that was typed can’t be used.', {
    hint: 'Look at the messages beside the fields.',
    details: { fields },
  });
}

export const fieldsOf = (error: AppError): { fields?: Record<string, string> } =>
  typeof error.details.fields === 'object' && error.details.fields !== null
    ? { fields: error.details.fields as Record<string, string> }
    : {};

/** What a check said before anything was changed. */
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
const isRefusal = (failure: Failure): boolean => REFUSALS.has(failure.code);

function aboutAttempt(action: string, raw: unknown): { action: string; fingerprint: string | null; input: unknown } {
  const fingerprint =
    typeof raw === 'object' && raw !== null && 'fingerprint' in raw && typeof raw.fingerprint === 'string'
      ? raw.fingerprint.slice(0, 200)
      : null;
  return { action, fingerprint, input: raw };
}

/** A job as the value, or as its `job` or `id`: the record then points to it. */
function jobIn(value: unknown): { job?: string } {
  if (typeof value !== 'object' || value === null) return {};
  if ('work' in value && 'id' in value && typeof value.id === 'string') return { job: value.id };
  if ('job' in value) return typeof value.job === 'string' ? { job: value.job } : jobIn(value.job);
  return {};
}

function settle(line: number, outcome: Parameters<typeof auditOutcome>[2]): void {
  try {
    auditOutcome(runner().store, line, outcome);
  } catch (error) {
    // It was done, and its intent stands in the record as attempted; the log line has the rest.
    log().error(
      { err: error, record: line, outcome: outcome.outcome },
      'The outcome of a change could not be recorded.',
    );
  }
}

/** Refusals are recorded where that is possible, and refused all the same where it isn't. */
function noteRefused(attempt: AuditAttempt, failure: Failure, line?: number): void {
  try {
    auditLimitedRefusal(attempt, failure, { attempted: line });
  } catch (error) {
    log().error(
      { err: error, action: attempt.action, record: line, failure: failure.code },
      'A refusal could not be recorded.',
    );
  }
}

/** Before its attempt was recorded: by somebody unknown, from elsewhere, without the role, or unreadable. */
async function recordTurnedAway(name: string, raw: unknown, failure: Failure): Promise<void> {
  const address = clientAddress(await headers());
  const known = await signedIn().catch(() => null);
  noteRefused(
    {
      ...aboutAttempt(name, known ? raw : undefined),
      // A cluster that isn't there has no record to look it up in.
      cluster: findCluster(withCluster.safeParse(raw).data?.cluster ?? '')?.key ?? null,
      actor: known ? { name: known.identity.name, role: null, address } : null,
      address,
    },
    failure,
  );
}
