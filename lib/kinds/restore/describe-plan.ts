import { backupPlace } from '../../contract/backup-ref.ts';
import type { ConflictMode, PlannedRequest } from '../../contract/plan.ts';
import { formatBytes, formatCount, formatList, formatUtc, formatUtcMinute, plural } from '../../format.ts';
import { aliasChanges, different } from '../changes.ts';
import { countOf, countedTargets } from '../documents.ts';
import { movingAlias, type GuardedAlias, type PlanDescription } from '../kind.ts';
import type { RestorePlan } from './schema.ts';

/** Plans of a restore in sentences. */
export const restorePlans: PlanDescription<RestorePlan> = {
  changes: (seen, fresh) => [
    ...different(
      'The backup file',
      seen.backup.sha256,
      fresh.backup.sha256,
      () => 'is another one than was read: its content changed.',
    ),
    // A new name holds the moment of planning: it is another one each time, and no news.
    ...(seen.target.uuid === null && fresh.target.uuid === null
      ? []
      : different('The index to restore into', seen.target.index, fresh.target.index, (_, name) => `will be ${name}.`)),
    ...different(`The index ${fresh.target.index}`, seen.target.uuid, fresh.target.uuid, (was, is) =>
      was === null ? 'exists now.' : is === null ? 'is gone.' : 'was deleted and made again.',
    ),
    ...different(
      `The index ${fresh.target.index}`,
      formatList(seen.target.aliases),
      formatList(fresh.target.aliases),
      (was, is) => `is behind ${is || 'no alias'} now; it was behind ${was || 'none'}.`,
    ),
    ...aliasChanges(fresh.alias, seen.before, fresh.before),
  ],

  summary(plan) {
    const { alias, backup, before, switchAlias, target } = plan;
    const taken = backup.takenAt ? ` of ${formatUtcMinute(backup.takenAt)}` : '';
    const then =
      switchAlias && alias !== null && !before.some(({ index }) => index === target.index)
        ? `then move ${alias} to it from ${countedTargets(before)}`
        : 'and move no alias';
    return `Restore ${countOf(backup.documents)}${taken} into ${target.index}, ${then}.${ofLiveIndex(plan)}`;
  },

  review({ after, backup, before, resume, switchAlias, target }) {
    const known = new Map(before.map(({ index, documents }) => [index, documents]));
    // What is added to an index that exists may be there already: that is not counted.
    known.set(target.index, target.uuid === null || resume !== null ? backup.documents : null);
    const indices = (switchAlias ? after : before).map(({ index }) => index);
    return {
      before: before.map(({ index, documents }) => ({ index, documents })),
      after: indices.map((index) => ({ index, documents: known.get(index) ?? null })),
    };
  },

  shown: (plan) => ({
    ...plan,
    settings: { ...plan.settings, create: {}, afterLoad: {}, kept: namesOf(plan.settings.kept) },
    mappings: { ...plan.mappings, create: {} },
    requests: plan.requests.map(withShortBody),
  }),

  lines: (plan) => [...whatAndWhere(plan), ...settingLines(plan), ...mappingLines(plan)],

  guards: (plan) => writingInto(plan) ?? movedBy(plan),
};

/** Into an index that is live: what is overwritten there is gone, whether or not an alias moves as well. */
function writingInto({ alias, target: { aliases, index } }: RestorePlan): GuardedAlias | null {
  const behind = aliases.find((name) => name === alias) ?? aliases[0];
  return behind === undefined ? null : { alias: behind, doing: `writing into ${index}, which ${behind} points to` };
}

/** A new alias takes nothing from anything. */
const movedBy = ({ alias, before, switchAlias }: RestorePlan): GuardedAlias | null =>
  switchAlias && alias !== null && before.length > 0 ? movingAlias(alias) : null;

const OVERWRITES: Record<ConflictMode, string> = {
  create: 'documents that are there stay as they are',
  index: 'documents that are there are overwritten, and can’t be brought back',
  external_gte: 'documents that are there are overwritten where they are not newer, and can’t be brought back',
};

function ofLiveIndex({ onConflict, target: { aliases, documents, index } }: RestorePlan): string {
  if (aliases.length === 0) return '';
  const live = `${index} is live: ${formatList(aliases)} ${aliases.length === 1 ? 'points' : 'point'} to it`;
  return ` ${live}, it has ${countOf(documents)}; ${OVERWRITES[onConflict]}.`;
}
const namesOf = (settings: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.keys(settings).map((name) => [name, null]));

/** The body of a create with thousands of fields has megabytes. */
const MOST_BODY_CHARACTERS = 300_000;

const withShortBody = ({ body, note, ...request }: PlannedRequest): PlannedRequest =>
  body === undefined || body.length <= MOST_BODY_CHARACTERS
    ? { ...request, ...(body === undefined ? {} : { body }), ...(note === undefined ? {} : { note }) }
    : {
        ...request,
        note: `its body of ${formatCount(body.length)} characters is too long for this page; \`restore --dry-run --json\` prints it`,
      };

function whatAndWhere({ alias, backup, before, switchAlias, target }: RestorePlan): string[] {
  const into = target.uuid === null ? 'a new index' : `which exists and has ${plural(target.documents, 'document')}`;
  const counts = `${plural(target.shards, 'shard')}, ${plural(target.replicas, 'replica')}`;
  const from = before.map(({ index }) => index).join(', ') || 'nowhere';
  return [
    `Would restore ${plural(backup.documents, 'document')} (${formatBytes(backup.objectsBytes)}) ` +
      `from ${backupPlace(backup.ref)}`,
    `  taken ${formatUtc(backup.takenAt)}${backup.index === null ? '' : ` from ${backup.index}`}`,
    `  into ${target.index}, ${into}, ${counts}`,
    switchAlias && alias !== null
      ? `  then move the alias ${alias} from ${from} to it, if everything matches`
      : `  the alias${alias === null ? '' : ` ${alias}`} stays where it is`,
  ];
}

function settingLines({ settings: { changes } }: RestorePlan): string[] {
  if (changes.length === 0) return [];
  const lines = changes.map(
    ({ action, name, from, to, why }) =>
      `  ${action.padEnd(11)} ${name}: ${from ?? 'not set'} → ${to ?? 'not set'} (${why})`,
  );
  return ['Settings that change:', ...lines];
}

function mappingLines({ mappings: { changes } }: RestorePlan): string[] {
  if (changes.length === 0) return [];
  const lines = changes.map(
    ({ path, from, to, why }) =>
      `  ${path === '' ? 'the mapping' : path}: ${from ?? 'nothing'} → ${to ?? 'nothing'} (${why})`,
  );
  return ['Mappings that change:', ...lines];
}
