import { commandLineActor } from '../../jobs/run-in-terminal.ts';
import { snapshot as snapshotKind } from '../../kinds/snapshot/describe.ts';
import { planSnapshot } from '../../kinds/snapshot/plan.ts';
import type { CommandContext, CommandResult } from '../command-context.ts';
import { dryRun } from '../dry-run.ts';

export async function snapshot(context: CommandContext): Promise<CommandResult> {
  const { args } = context;
  const plan = await planSnapshot(
    context.place(),
    {
      repository: args.positionals[1]!,
      indices: args.texts('index'),
      aliases: args.texts('alias'),
      all: args.flag('all'),
      name: args.text('name'),
      why: args.text('why') ?? null,
      digest: args.flag('digest'),
      by: commandLineActor().name,
    },
    context.planningRun(),
  );
  const fields = {
    repository: plan.repository,
    snapshot: plan.snapshot,
    indices: plan.indices.map(({ index }) => index),
    skipped: plan.skipped,
  };
  if (args.flag('dry-run')) return dryRun(context, plan, fields);
  const { job, result } = await context.perform(snapshotKind, { kind: 'snapshot', plan });
  const warning = snapshotKind.warning(result);
  return {
    status: result.status,
    text: [snapshotKind.outcome(result), ...(warning === null ? [] : [`Warning: ${warning}`])].join('\n'),
    fields: {
      ...fields,
      uuid: result.uuid,
      state: result.state,
      proof: result.proof,
      proofs: result.indices,
      shards: result.shards,
      failures: result.failures,
      bytes: result.bytes,
      addedBytes: result.addedBytes,
      seconds: result.seconds,
      job,
    },
  };
}
