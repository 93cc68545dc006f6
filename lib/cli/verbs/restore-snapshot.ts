import { takenSnapshot } from '../../jobs/taken-snapshots.ts';
import { withStore } from '../../jobs/run-in-terminal.ts';
import { restoreSnapshot as restoreSnapshotKind } from '../../kinds/restore-snapshot/describe.ts';
import { planRestoreSnapshot } from '../../kinds/restore-snapshot/plan.ts';
import { proofSentence, snapshotProof } from '../../kinds/restore-snapshot/proof.ts';
import type { RestoreSnapshotPlan, RestoreSnapshotResult } from '../../kinds/restore-snapshot/schema.ts';
import { formatBytes, plural } from '../../format.ts';
import type { CommandContext, CommandResult } from '../command-context.ts';
import { aliasLine } from '../describe-restore.ts';
import { dryRun } from '../dry-run.ts';
import { usageError, type Arguments } from '../parse-arguments.ts';
import { safeLine } from '../safe-text.ts';

export const SNAPSHOT_PREFIX = 'snapshot:';

/** Restores one index of a snapshot: `snapshot:<repository>/<snapshot>/<index>`. */
export async function restoreSnapshot(context: CommandContext): Promise<CommandResult> {
  const { args } = context;
  refuseFileOptions(args);
  const { dataDirectory } = context.defaults();
  const plan = await planRestoreSnapshot(
    context.place(),
    {
      ...snapshotOf(args.positionals[1]!),
      alias: args.text('alias'),
      into: args.text('into'),
      settings: args.json('settings'),
      dropSettings: args.texts('drop-setting'),
      replicas: args.count('replicas', 0, 1024),
      switchAlias: !args.flag('no-switch'),
      takenBy: (uuid) => withStore(dataDirectory, (store) => takenSnapshot(store, uuid)),
    },
    context.planningRun(),
  );
  const planned = plannedFields(plan);
  if (args.flag('dry-run')) return dryRun(context, plan, planned);
  const { job, result } = await context.perform(restoreSnapshotKind, { kind: 'restore-snapshot', plan });
  const { kind: _, status, snapshot: __, ...rest } = result;
  return {
    status,
    text: linesOf(context.target().connection.url, plan, result).map(safeLine).join('\n'),
    fields: { ...planned, ...rest, job },
  };
}

export function snapshotOf(text: string, verb = 'restore'): { repository: string; snapshot: string; index: string } {
  const [repository, snapshot, index, ...more] = text.slice(SNAPSHOT_PREFIX.length).split('/');
  if (repository && snapshot && index && more.length === 0) return { repository, snapshot, index };
  throw usageError(`An index of a snapshot is named snapshot:<repository>/<snapshot>/<index>, not “${text}”.`, verb);
}

/** Of a file alone: the documents of a snapshot are not loaded one by one, and its mappings and shards are part of its files. */
function refuseFileOptions(args: Arguments): void {
  const given = ['mappings', 'on-conflict', 'shards'].find((name) => args.text(name) !== undefined);
  const option = given ?? (args.flag('allow-partial') ? 'allow-partial' : undefined);
  if (option !== undefined)
    throw usageError(`--${option} is for zip files: a snapshot is restored as it was taken.`, 'restore');
}

const plannedFields = ({ alias, snapshot, since, target }: RestoreSnapshotPlan) => ({
  index: target.index,
  alias,
  snapshot: { repository: snapshot.repository, name: snapshot.name, uuid: snapshot.uuid, index: snapshot.index },
  documents: snapshot.documents,
  bytes: snapshot.bytes,
  proof: snapshot.proof,
  since,
});

function linesOf(url: string, plan: RestoreSnapshotPlan, result: RestoreSnapshotResult): string[] {
  const next = result.switched
    ? `Undo: restore-desk switch-back ${url} ${result.alias!}`
    : plan.alias === null
      ? ''
      : `To switch it: restore-desk switch ${url} ${result.index} --alias ${plan.alias}`;
  return [
    `Restored ${plural(result.documents, 'document')} (${formatBytes(result.bytes)}) into ${result.index}.`,
    proofSentence(snapshotProof(result)),
    ...result.warnings.map((warning) => `Warning: ${warning}`),
    aliasLine(result),
    next,
  ].filter((line) => line !== '');
}
