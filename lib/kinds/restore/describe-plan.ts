import { backupPlace } from '../../contract/backup-ref.ts';
import type { ConflictMode, PlannedRequest } from '../../contract/plan.ts';
import { formatBytes, formatCount, formatList, formatUtc, formatUtcMinute, plural } from '../../format.ts';
import { describeAliasChange, describeDifference } from '../changes.ts';
import { formatDocuments, formatTargets } from '../documents.ts';
import { guardedMove, type GuardedAlias, type PlanDescription } from '../plan-description.ts';
import type { RestorePlan } from './schema.ts';

export const restorePlanDescription: PlanDescription<RestorePlan> = {
  changes: (displayed, current) => [
    ...describeDifference(
      'The backup file',
      displayed.backup.sha256,
      current.backup.sha256,
      () => 'is another one than was read: its content changed.',
    ),
    // The name of a new index contains the time of the plan: that it differs is no change.
    ...(displayed.target.uuid === null && current.target.uuid === null
      ? []
      : describeDifference(
          'The index to restore into',
          displayed.target.index,
          current.target.index,
          (_, name) => `will be ${name}.`,
        )),
    ...describeDifference(
      `The index ${current.target.index}`,
      displayed.target.uuid,
      current.target.uuid,
      (before, now) => (before === null ? 'exists now.' : now === null ? 'is gone.' : 'was deleted and made again.'),
    ),
    ...describeDifference(
      `The index ${current.target.index}`,
      formatList(displayed.target.aliases),
      formatList(current.target.aliases),
      (before, now) => `is behind ${now || 'no alias'} now; it was behind ${before || 'none'}.`,
    ),
    ...describeAliasChange(current.alias, displayed.before, current.before),
  ],

  summary(plan) {
    const { alias, backup, before, switchAlias, target } = plan;
    const taken = backup.takenAt ? ` of ${formatUtcMinute(backup.takenAt)}` : '';
    const then =
      switchAlias && alias !== null && !before.some(({ index }) => index === target.index)
        ? `then move ${alias} to it from ${formatTargets(before)}`
        : 'and move no alias';
    return `Restore ${formatDocuments(backup.documents)}${taken} into ${target.index}, ${then}.${liveIndexWarning(plan)}`;
  },

  review({ after, backup, before, resume, switchAlias, target }) {
    const known = new Map(before.map(({ index, documents }) => [index, documents]));
    // An existing index may already have documents of the backup, so its count afterwards is unknown.
    known.set(target.index, target.uuid === null || resume !== null ? backup.documents : null);
    const indices = (switchAlias ? after : before).map(({ index }) => index);
    return {
      before: before.map(({ index, documents }) => ({ index, documents })),
      after: indices.map((index) => ({ index, documents: known.get(index) ?? null })),
    };
  },

  displayedPart: (plan) => ({
    ...plan,
    settings: { ...plan.settings, create: {}, afterLoad: {}, kept: namesOf(plan.settings.kept) },
    mappings: { ...plan.mappings, create: {} },
    requests: plan.requests.map(withShortBody),
  }),

  terminalLines: (plan) => [...overviewLines(plan), ...settingLines(plan), ...mappingLines(plan)],

  guardedAlias: (plan) => guardedWrite(plan) ?? guardedMoveOf(plan),
};

/** Into a live index: what is overwritten there is lost, whether or not an alias moves as well. */
function guardedWrite({ alias, target: { aliases, index } }: RestorePlan): GuardedAlias | null {
  const liveAlias = aliases.find((name) => name === alias) ?? aliases[0];
  return liveAlias === undefined
    ? null
    : { alias: liveAlias, action: `writing into ${index}, which ${liveAlias} points to` };
}

/** A new alias is not guarded: no index loses it. */
const guardedMoveOf = ({ alias, before, switchAlias }: RestorePlan): GuardedAlias | null =>
  switchAlias && alias !== null && before.length > 0 ? guardedMove(alias) : null;

const OVERWRITES: Record<ConflictMode, string> = {
  create: 'documents that are there stay as they are',
  index: 'documents that are there are overwritten, and can’t be brought back',
  external_gte: 'documents that are there are overwritten where they are not newer, and can’t be brought back',
};

function liveIndexWarning({ onConflict, target: { aliases, documents, index } }: RestorePlan): string {
  if (aliases.length === 0) return '';
  const live = `${index} is live: ${formatList(aliases)} ${aliases.length === 1 ? 'points' : 'point'} to it`;
  return ` ${live}, it has ${formatDocuments(documents)}; ${OVERWRITES[onConflict]}.`;
}
const namesOf = (settings: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.keys(settings).map((name) => [name, null]));

/** The body that creates an index with thousands of fields has megabytes. */
const MAX_BODY_CHARACTERS = 300_000;

const withShortBody = ({ body, note, ...request }: PlannedRequest): PlannedRequest =>
  body === undefined || body.length <= MAX_BODY_CHARACTERS
    ? { ...request, ...(body === undefined ? {} : { body }), ...(note === undefined ? {} : { note }) }
    : {
        ...request,
        note: `its body of ${formatCount(body.length)} characters is too long for this page; \`restore --dry-run --json\` prints it`,
      };

function overviewLines({ alias, backup, before, switchAlias, target }: RestorePlan): string[] {
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
