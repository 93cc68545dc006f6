import { moveAliases, readAlias } from '../elasticsearch/admin/aliases.ts';
import type { Cluster } from '../elasticsearch/client/cluster.ts';
import { isRefusal } from '../elasticsearch/client/response-error.ts';
import type { AliasState } from '../contract/plan.ts';
import { AppError, isAppError } from '../errors.ts';
import { describeState, isSameState } from './alias-targets.ts';
import { switchActions } from './make-switch-plan.ts';
import type { PlannedMove } from './verify-switch-plan.ts';

/**
 * Moves the alias in one request and returns its state afterwards. Has no signal, because the outcome of the request must
 * be known. Throws `plan_changed` where nothing was changed, and `cluster_error` where another client moved the alias
 * right after.
 */
export async function moveAlias(cluster: Cluster, move: PlannedMove): Promise<AliasState> {
  const { alias, before } = move;
  await sendMove(cluster, move);
  const after = await readAlias(cluster, alias);
  if (isSameState(after, move.after)) return after;
  // No `plan_changed`, which would mean that nothing was changed.
  throw new AppError(
    'cluster_error',
    `${alias} was switched, but it points to ${describeState(after)} now: somebody else switched it at the same moment.`,
    {
      hint: 'Check the alias before you do anything else.',
      details: { changes: [`The alias ${alias} points to ${describeState(after)}.`], before, after },
    },
  );
}

/** If the response is lost, the alias itself shows whether it was moved. */
async function sendMove(
  cluster: Cluster,
  { alias, before, after, actions = switchActions(alias, before, after) }: PlannedMove,
): Promise<void> {
  try {
    await moveAliases(cluster, actions);
  } catch (error) {
    if (isAppError(error) && error.code === 'not_found') {
      throw new AppError(
        'plan_changed',
        `The alias ${alias} was switched by somebody else at the same moment; nothing was changed.`,
        { hint: 'Plan again, and check what is different.', cause: error, details: { changes: [error.message] } },
      );
    }
    if (!isAppError(error) || isRefusal(error)) throw error;
    const current = await readAlias(cluster, alias).catch(() => null);
    if (current !== null && isSameState(current, after)) return;
    throw new AppError(
      error.code,
      current === null
        ? `The connection broke while ${alias} was being switched; whether it was switched is not known.`
        : `${error.message} ${alias} points to ${describeState(current)}${mayStillMove(error)}.`,
      { hint: 'Check what the alias points to before you do anything else.', cause: error },
    );
  }
}

const mayStillMove = ({ code }: AppError): string =>
  code === 'timed_out' ? '; the cluster may still switch it within half a minute' : '';
