import { listSnapshotNames, type SnapshotName } from '../../elasticsearch/snapshots/list-snapshots.ts';
import { listRepositories } from '../../elasticsearch/snapshots/repositories.ts';
import { isAppError, toFailure, type Failure } from '../../errors.ts';
import { plural } from '../../format.ts';
import type { CommandContext, CommandResult } from '../command-context.ts';
import { safeLine } from '../safe-text.ts';

interface Listing {
  repository: string;
  snapshots: SnapshotName[];
  error: Failure | null;
}

/** One repository that is broken does not hide the others; the one that is named must be readable. */
export async function snapshots(context: CommandContext): Promise<CommandResult> {
  const named = context.args.positionals[1];
  const repositories =
    named === undefined ? (await listRepositories(context.cluster(), context.signal)).map(({ name }) => name) : [named];
  const listings = await Promise.all(
    repositories.map((repository) => listingOf(context, repository, named !== undefined)),
  );
  const broken = listings.filter(({ error }) => error !== null);
  return {
    status: broken.length === 0 ? 'done' : 'partial',
    text: listings.length === 0 ? 'No repository is registered.' : listings.flatMap(linesOf).map(safeLine).join('\n'),
    fields: {
      snapshots: listings.flatMap(({ repository, snapshots: list }) =>
        list.map(({ name, ...rest }) => ({ repository, snapshot: name, ...rest })),
      ),
      failures: broken.map(({ repository, error }) => ({ repository, error })),
    },
  };
}

async function listingOf(context: CommandContext, repository: string, mustBeRead: boolean): Promise<Listing> {
  try {
    return {
      repository,
      snapshots: await listSnapshotNames(context.cluster(), repository, context.signal),
      error: null,
    };
  } catch (error) {
    if (mustBeRead || !isAppError(error) || error.code === 'cancelled') throw error;
    return { repository, snapshots: [], error: toFailure(error) };
  }
}

function linesOf({ repository, snapshots: list, error }: Listing): string[] {
  if (error !== null) return [`${repository} CAN’T BE READ: ${error.message}`];
  if (list.length === 0) return [`${repository} has no snapshot.`];
  return list.map(
    ({ name, state, indices }) =>
      `${repository}/${name}: ${state.toLowerCase()}, ${plural(indices.length, 'index', 'indices')}`,
  );
}
