import { isReadOnly, locationOf, type Repository } from '../../contract/repository.ts';
import { listSnapshotNames } from '../../elasticsearch/snapshots/list-snapshots.ts';
import { listRepositories } from '../../elasticsearch/snapshots/repositories.ts';
import { isAppError, toFailure, type Failure } from '../../errors.ts';
import { plural } from '../../format.ts';
import { typeLabel } from '../../contract/repository-types.ts';
import type { CommandContext, CommandResult } from '../command-context.ts';
import { safeLine } from '../safe-text.ts';

interface Row {
  name: string;
  type: string;
  location: string | null;
  readOnly: boolean;
  settings: Record<string, string>;
  /** null: they can't be listed. */
  snapshots: number | null;
  error: Failure | null;
}

/** One that is broken or slow does not hide the others. */
export async function repositories(context: CommandContext): Promise<CommandResult> {
  const registered = await listRepositories(context.cluster(), context.signal);
  const rows = await Promise.all(registered.map((repository) => rowOf(context, repository)));
  const broken = rows.filter(({ error }) => error !== null);
  return {
    status: broken.length === 0 ? 'done' : 'partial',
    text: rows.length === 0 ? 'No repository is registered.' : rows.map((row) => safeLine(lineOf(row))).join('\n'),
    fields: { repositories: rows },
  };
}

async function rowOf(context: CommandContext, repository: Repository): Promise<Row> {
  const known = {
    name: repository.name,
    type: repository.type,
    location: locationOf(repository),
    readOnly: isReadOnly(repository),
    settings: Object.fromEntries(repository.settings.map(({ name, value }) => [name, value])),
  };
  try {
    const names = await listSnapshotNames(context.cluster(), repository.name, context.signal);
    return { ...known, snapshots: names.length, error: null };
  } catch (error) {
    if (!isAppError(error) || error.code === 'cancelled') throw error;
    return { ...known, snapshots: null, error: toFailure(error) };
  }
}

function lineOf({ name, type, location, readOnly, snapshots, error }: Row): string {
  const where = [typeLabel(type), location, readOnly ? 'read-only' : null].filter((part) => part !== null).join(', ');
  return `${name}: ${where}; ${error === null ? plural(snapshots, 'snapshot') : `CAN’T BE READ: ${error.message}`}`;
}
