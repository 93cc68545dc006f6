import { randomBytes } from 'node:crypto';
import { clusterUuidOf } from '../../jobs/cluster-entries.ts';
import { runningDrill } from '../../jobs/drill-jobs.ts';
import { removeDrillLeftovers } from '../../jobs/remove-drill-leftovers.ts';
import { withOpenStore, withStore } from '../../jobs/run-in-terminal.ts';
import { takenSnapshot } from '../../jobs/taken-snapshots.ts';
import { drilledName } from '../../kinds/drill/backup-name.ts';
import { drill as drillKind } from '../../kinds/drill/describe.ts';
import { planDrill } from '../../kinds/drill/plan.ts';
import type { DrilledBackupRef } from '../../kinds/drill/request.ts';
import type { DrillPlan, DrillResult } from '../../kinds/drill/schema.ts';
import { formatCount } from '../../format.ts';
import type { CommandContext, CommandResult } from '../command-context.ts';
import { refOfArgument } from '../backup-argument.ts';
import { dryRun } from '../dry-run.ts';
import { probesOf } from '../probes-of-arguments.ts';
import { safeLine } from '../safe-text.ts';
import { SNAPSHOT_PREFIX, snapshotOf } from './restore-snapshot.ts';

/** Tries one backup: a zip file, or `snapshot:<repository>/<snapshot>/<index>`. */
export async function drill(context: CommandContext): Promise<CommandResult> {
  const { args } = context;
  const { clusters, dataDirectory } = context.installation();
  const on = context.target().configured?.drillCluster ?? null;
  const withJobs = <T>(use: Parameters<typeof withStore<T>>[1]) => withStore(dataDirectory, use);
  if (!args.flag('dry-run')) await removeLeftovers(context, on, dataDirectory);
  const plan = await planDrill(
    context.placeOn(on),
    {
      backup: backupOf(args.positionals[1]!),
      alias: args.text('alias') ?? null,
      documentsPerSecond: args.count('documents-per-second', 1, 10_000_000) ?? null,
      probes: probesOf(args),
      key: randomBytes(6).toString('hex'),
      on,
      takenBy: (uuid) => withJobs((store) => takenSnapshot(store, uuid)),
      otherDrill: (uuid) => withJobs((store) => runningDrill(store, uuid)),
      isReadOnly: (uuid) =>
        withJobs((store) => clusters.some((entry) => entry.readOnly && clusterUuidOf(store, entry) === uuid)),
    },
    context.planningRun(),
  );
  if (args.flag('dry-run')) return dryRun(context, plan, plannedFields(plan));
  const { job, result } = await context.perform(drillKind, { kind: 'drill', plan });
  const { kind: _, status, ...fields } = result;
  return {
    status,
    text: linesOf(result).map(safeLine).join('\n'),
    fields: { ...fields, alias: plan.alias, job },
  };
}

const plannedFields = (plan: DrillPlan) => ({ backup: drilledName(plan), index: plan.target.index, alias: plan.alias });

function backupOf(text: string): DrilledBackupRef {
  return text.startsWith(SNAPSHOT_PREFIX) ? snapshotOf(text, 'drill') : { zip: refOfArgument(text) };
}

/** What a killed drill left; that it can't be deleted is no reason not to try a backup. */
async function removeLeftovers(context: CommandContext, on: string | null, dataDirectory: string): Promise<void> {
  const { signal, terminal } = context;
  const { cluster } = context.placeOn(on);
  const { uuid } = await cluster.identity(signal);
  const deleted = await withOpenStore(dataDirectory, (store) =>
    removeDrillLeftovers(store, uuid, cluster, signal),
  ).catch((error: unknown) => {
    if (signal.aborted) throw error;
    terminal.print(`Warning: ${error instanceof Error ? error.message : String(error)}`);
    return { deleted: [], kept: [] };
  });
  for (const index of deleted.deleted) terminal.print(`Deleted ${index}, which an earlier drill left.`);
}

function linesOf(result: DrillResult): string[] {
  return [
    `Drilled ${result.backup}: ${drillKind.outcome(result)}`,
    ...result.probes.map(({ hits, name, wanted }) => `Probe ${name}: ${formatCount(hits)} hits, wanted ${wanted}.`),
    ...result.warnings.map((warning) => `Warning: ${warning}`),
    result.deleted ? `${result.index} is deleted.` : '',
  ].filter((line) => line !== '');
}
