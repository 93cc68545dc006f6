import type { RepositorySettings } from '../../contract/repository.ts';
import { changeRepository } from '../../kinds/change-repository/describe.ts';
import { planChangeRepository, type RepositoryRequest } from '../../kinds/change-repository/plan.ts';
import { verifyRepository } from '../../kinds/verify-repository/describe.ts';
import type { Arguments } from '../parse-arguments.ts';
import { usageError } from '../parse-arguments.ts';
import type { CommandContext, CommandResult } from '../command-context.ts';
import { dryRun } from '../dry-run.ts';

export function addRepository(context: CommandContext): Promise<CommandResult> {
  const { args } = context;
  const type = args.text('type');
  if (type === undefined) throw usageError('repository add needs --type.', 'repository add');
  return change(context, { action: 'register', name: nameOf(args), type, settings: settingsOf(args) });
}

export const cleanUp = (context: CommandContext): Promise<CommandResult> =>
  change(context, { action: 'clean-up', name: nameOf(context.args) });

export const remove = (context: CommandContext): Promise<CommandResult> =>
  change(context, { action: 'unregister', name: nameOf(context.args) });

const nameOf = ({ positionals }: Arguments): string => positionals[1]!;

function settingsOf(args: Arguments): RepositorySettings {
  const settings = args.texts('setting').map((setting) => {
    const [, name, value] = /^([^=\s]+)=(.*)$/s.exec(setting) ?? [];
    if (name === undefined || value === undefined)
      throw usageError(`--setting takes KEY=VALUE, not “${setting}”.`, 'repository add');
    return { name, value };
  });
  const twice = settings.find(({ name }, place) => settings.findIndex((other) => other.name === name) !== place);
  if (twice) throw usageError(`--setting ${twice.name} is given twice.`, 'repository add');
  return args.flag('read-only')
    ? [...settings.filter(({ name }) => name !== 'readonly'), { name: 'readonly', value: 'true' }]
    : settings;
}

async function change(context: CommandContext, request: RepositoryRequest): Promise<CommandResult> {
  const plan = await planChangeRepository(context.place(), request, context.planningRun());
  const { name, type, settings } = plan.repository;
  const fields = {
    repository: name,
    type,
    settings: Object.fromEntries(settings.map((setting) => [setting.name, setting.value])),
  };
  if (context.args.flag('dry-run')) return dryRun(context, plan, fields);
  const { job, result } = await context.perform(changeRepository, { kind: 'change-repository', plan });
  const { nodes, snapshots, deleted, warning, seconds } = result;
  return {
    status: 'done',
    text: [changeRepository.outcome(result), ...(warning === null ? [] : [`Warning: ${warning}`])].join('\n'),
    fields: {
      ...fields,
      nodes,
      snapshots,
      ...(deleted === null ? {} : { deletedBytes: deleted.bytes, deletedFiles: deleted.files }),
      ...(warning === null ? {} : { warning }),
      seconds,
      job,
    },
  };
}

export async function verify(context: CommandContext): Promise<CommandResult> {
  const cluster = await context.cluster().identity(context.signal);
  const repository = nameOf(context.args);
  const { job, result } = await context.perform(verifyRepository, { kind: 'verify-repository', cluster, repository });
  return {
    status: 'done',
    text: verifyRepository.outcome(result),
    fields: { repository, nodes: result.nodes, seconds: result.seconds, job },
  };
}
