import { backupPlace } from '../../contract/backup-ref.ts';
import type { PlannedRequest } from '../../contract/plan.ts';
import { formatBytes, formatCount, formatUtc, formatUtcMinute, plural } from '../../format.ts';
import { aliasChanges, different } from '../changes.ts';
import { countOf, countedTargets } from '../documents.ts';
import type { PlanDescription } from '../kind.ts';
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
    ...aliasChanges(fresh.alias, seen.before, fresh.before),
  ],

  summary({ alias, backup, before, target }) {
    const taken = backup.takenAt ? ` of ${formatUtcMinute(backup.takenAt)}` : '';
    return (
      `Restore ${countOf(backup.documents)}${taken} into ${target.index}, ` +
      `then move ${alias ?? 'no alias'} to it from ${countedTargets(before)}.`
    );
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

  // A new alias takes nothing from anything.
  guards: ({ alias, before, switchAlias }) => (switchAlias && before.length > 0 ? alias : null),
};

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
