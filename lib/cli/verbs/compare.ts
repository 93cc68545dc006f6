import { createReadStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { differenceFiles } from '../../comparing/difference-files.ts';
import type { Place } from '../../backups/sources.ts';
import { backupPlace, isBucketAddress } from '../../contract/backup-ref.ts';
import type { ComparedSide } from '../../contract/comparison.ts';
import { SIDE_CLUSTERS } from '../../contract/side-clusters.ts';
import { AppError, isAppError } from '../../errors.ts';
import { codeOf } from '../../files/file-error.ts';
import { formatDuration, plural } from '../../format.ts';
import { compare as compareKind } from '../../kinds/compare/describe.ts';
import { planCompare, type OtherCluster, type SideRequest } from '../../kinds/compare/plan.ts';
import type { CompareResult, CompareWork } from '../../kinds/compare/schema.ts';
import { withClusterNames } from '../../present/named-job.ts';
import { pathOfArgument, refOfArgument } from '../backup-argument.ts';
import type { CommandContext, CommandResult } from '../command-context.ts';
import { usageError } from '../parse-arguments.ts';
import { safeLine } from '../safe-text.ts';
import { openSideCluster } from '../side-cluster.ts';

export async function compare(context: CommandContext): Promise<CommandResult> {
  const [, left, right] = context.args.positionals;
  const others = { left: otherOf(context, 'left', left!), right: otherOf(context, 'right', right!) };
  const request = { left: sideOn(left!, others.left), right: sideOn(right!, others.right) };
  const out = context.args.text('out');
  const file = out === undefined ? null : await OutFile.create(pathOfArgument(out));
  try {
    const planned = await planCompare(context.place(), request, context.planningRun());
    const { job, result } = await perform(context, planned, others);
    const work = withNames(planned, others);
    await file?.write(differenceFiles(join(context.defaults().dataDirectory, 'jobs', job)));
    return {
      status: 'done',
      text: describe(work, result, job, file?.path ?? null)
        .map(safeLine)
        .join('\n'),
      fields: {
        left: fieldsOf(work.left, result.documents.left),
        right: fieldsOf(work.right, result.documents.right),
        ...result.counts,
        seconds: result.seconds,
        out: file?.path ?? null,
        way: result.way,
        readAt: result.readAt,
        warnings: result.warnings,
        job,
      },
    };
  } finally {
    await file?.discard();
    for (const other of Object.values(others)) await other?.cluster.close();
  }
}

interface Others {
  left: OtherCluster | null;
  right: OtherCluster | null;
}

/** The cluster of --left-cluster or --right-cluster; null: the command's own. Throws `invalid_input`. */
function otherOf(context: CommandContext, name: 'left' | 'right', side: string): OtherCluster | null {
  const named = context.args.text(`${name}-cluster`);
  if (named === undefined) return null;
  if ('backup' in sideOf(side))
    throw usageError(`--${name}-cluster is for an index, and ${side} is a backup.`, 'compare');
  return named === context.args.positionals[0] ? null : openSideCluster(named, context);
}

function sideOn(name: string, on: OtherCluster | null): SideRequest {
  const side = sideOf(name);
  return 'backup' in side || on === null ? side : { ...side, on };
}

/** An error of the job calls a cluster by its side: it is stored for all who may see the job. */
async function perform(context: CommandContext, work: CompareWork, others: Others) {
  const other: Place['other'] = (_of, called) => others[called === SIDE_CLUSTERS.left ? 'left' : 'right']!.cluster;
  try {
    return await context.perform(compareKind, work, null, undefined, other);
  } catch (error) {
    if (!isAppError(error)) throw error;
    const named = (text: string) =>
      withClusterNames(text, { left: others.left?.name ?? null, right: others.right?.name ?? null });
    throw new AppError(error.code, named(error.message), {
      cause: error,
      details: error.details,
      ...(error.hint === undefined ? {} : { hint: named(error.hint) }),
    });
  }
}

function withNames(work: CompareWork, others: Others): CompareWork {
  const named = (side: ComparedSide, other: OtherCluster | null): ComparedSide =>
    side.kind === 'backup' || side.cluster === undefined || other === null
      ? side
      : { ...side, cluster: { ...side.cluster, name: other.name } };
  return { ...work, left: named(work.left, others.left), right: named(work.right, others.right) };
}

/** A backup by its ending or its address; everything else is an index or an alias. Throws `invalid_input`. */
export const sideOf = (name: string): SideRequest =>
  name.endsWith('.zip') || isBucketAddress(name) ? { backup: refOfArgument(name) } : { index: name };

const fieldsOf = (side: ComparedSide, documents: number) =>
  side.kind === 'index'
    ? {
        kind: side.kind,
        index: side.index,
        alias: side.alias,
        ...(side.cluster === undefined ? {} : { cluster: side.cluster.name }),
        documents,
      }
    : { kind: side.kind, file: backupPlace(side.backup), index: side.index, takenAt: side.takenAt, documents };

function describe(work: CompareWork, result: CompareResult, job: string, out: string | null): string[] {
  const { documents, seconds, warnings, way } = result;
  return [
    ...warnings,
    compareKind.outcome(result, work),
    `Left: ${nameOf(work.left)}, ${plural(documents.left, 'document')}. Right: ${nameOf(work.right)}, ${plural(documents.right, 'document')}.`,
    `${way === 'all' ? 'Every document was read' : 'Documents that have not changed since the backup are known by their sequence numbers'}, in ${formatDuration(seconds)}. Job ${job}.`,
    ...(out === null ? [] : [`The documents that differ are in ${out}.`]),
  ];
}

function nameOf(side: ComparedSide): string {
  if (side.kind === 'backup') return side.backup.id;
  return side.cluster === undefined ? side.index : `${side.index} on ${side.cluster.name ?? 'another cluster'}`;
}

/** The file that a person named; it gets its name when it is complete. Throws `disk`. */
class OutFile {
  readonly path: string;
  private readonly partial: string;

  private constructor(path: string, partial: string) {
    this.path = path;
    this.partial = partial;
  }

  static async create(path: string): Promise<OutFile> {
    const partial = `${path}.${process.pid}.partial`;
    const file = await open(partial, 'wx', 0o640).catch(rethrowDisk(path));
    await file.close();
    return new OutFile(path, partial);
  }

  async write(sources: readonly string[]): Promise<void> {
    const file = await open(this.partial, 'w').catch(rethrowDisk(this.path));
    try {
      for (const source of sources) for await (const chunk of piecesOf(source)) await file.appendFile(chunk);
      await file.sync();
      await rename(this.partial, this.path);
    } catch (error) {
      if (isAppError(error)) throw error;
      rethrowDisk(this.path)(error);
    } finally {
      await file.close();
    }
  }

  /** Removes what is not complete. Never throws. */
  async discard(): Promise<void> {
    await rm(this.partial, { force: true }).catch(() => undefined);
  }
}

async function* piecesOf(source: string): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of createReadStream(source)) yield chunk as Buffer;
  } catch (cause) {
    if (isAppError(cause)) throw cause;
    throw new AppError('disk', `${source} can’t be read (${codeOf(cause) ?? String(cause)}).`, { cause });
  }
}

const rethrowDisk =
  (path: string) =>
  (error: unknown): never => {
    throw new AppError('disk', `${path} can’t be written (${codeOf(error) ?? String(error)}).`, { cause: error });
  };
