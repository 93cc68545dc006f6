import { backupPlace } from '../../contract/backup-ref.ts';
import type { ConflictMode, PlannedRequest } from '../../contract/plan.ts';
import { formatBytes, formatCount, formatList, formatUtc, formatUtcMinute, plural } from '../../format.ts';
import { describeAliasChange, describeDifference } from '../changes.ts';
import { formatDocuments, formatTargets } from '../documents.ts';
import { guardedMove, type GuardedAlias, type PlanDescription } from '../plan-description.ts';
import { reviewDetails } from './review-details.ts';
import type { RestorePlan } from './schema.ts';
import { isIrreversible, isLive, movesAlias, pointToIt, targetUseOf } from './target-use.ts';

export const restorePlanDescription: PlanDescription<RestorePlan> = {
  changes: (displayed, current) => [
    ...describeDifference(
      'The backup file',
      displayed.backup.sha256,
      current.backup.sha256,
      () => 'has changed since it was read.',
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
      (before, now) =>
        before === null ? 'exists now.' : now === null ? 'does not exist any more.' : 'was deleted and created again.',
    ),
    ...describeDifference(
      `The index ${current.target.index}`,
      formatList(displayed.target.aliases),
      formatList(current.target.aliases),
      (before, now) => `has the aliases ${now}; when this was planned it had ${before}.`,
    ),
    ...describeAliasChange(current.alias, displayed.before, current.before),
  ],

  summary(plan) {
    const { alias, backup, before, target } = plan;
    const taken = backup.takenAt ? ` of ${formatUtcMinute(backup.takenAt)}` : '';
    const then =
      movesAlias(plan) && alias !== null
        ? `then switch ${alias} to it from ${formatTargets(before)}`
        : 'and switch no alias';
    return `Restore ${formatDocuments(backup.documents)}${taken} into ${target.index}, ${then}.${overwriteWarning(plan)}`;
  },

  review(plan) {
    const { after, backup, before, resume, switchAlias, target } = plan;
    const known = new Map(before.map(({ index, documents }) => [index, documents]));
    // An existing index may already have documents of the backup, so its count afterwards is unknown.
    known.set(target.index, target.uuid === null || resume !== null ? backup.documents : null);
    const indices = (switchAlias ? after : before).map(({ index }) => index);
    return {
      before: before.map(({ index, documents }) => ({ index, documents })),
      after: indices.map((index) => ({ index, documents: known.get(index) ?? null })),
      ...reviewDetails(plan),
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

  documentsFrom: ({ backup, from }) => ({
    clusterUuid: backup.clusterUuid ?? null,
    source: backup.ref.source,
    from: from ?? null,
  }),
};

/** Into a live index: what is overwritten there is lost, whether or not an alias moves as well. */
function guardedWrite(plan: RestorePlan): GuardedAlias | null {
  const { alias, target } = plan;
  const { aliases } = targetUseOf(plan);
  const liveAlias = aliases.find((name) => name === alias) ?? aliases[0];
  return liveAlias === undefined
    ? null
    : { alias: liveAlias, action: `writing into ${target.index}, which ${liveAlias} points to` };
}

/** A new alias is not guarded: no index loses it. */
const guardedMoveOf = (plan: RestorePlan): GuardedAlias | null =>
  movesAlias(plan) && plan.alias !== null && plan.before.length > 0 ? guardedMove(plan.alias) : null;

const OVERWRITES: Record<ConflictMode, string> = {
  create: 'existing documents are kept as they are, and added documents can’t be removed again',
  index: 'existing documents are overwritten, and can’t be recovered',
  external_gte: 'existing documents are overwritten where they are not newer, and can’t be recovered',
};

/** Of an index that exists: that it is live, and what happens to its documents. Empty for a new index. */
function overwriteWarning(plan: RestorePlan): string {
  const { documents, index } = plan.target;
  const use = targetUseOf(plan);
  if (!isIrreversible(use)) return '';
  const state = isLive(use) ? `is live: ${pointToIt(use.aliases)}, it` : 'exists and';
  return ` ${index} ${state} has ${formatDocuments(documents)}; ${OVERWRITES[plan.onConflict]}.`;
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

function overviewLines(plan: RestorePlan): string[] {
  const { alias, backup, before, target } = plan;
  const into = target.uuid === null ? 'a new index' : `which exists and has ${plural(target.documents, 'document')}`;
  const counts = `${plural(target.shards, 'shard')}, ${plural(target.replicas, 'replica')}`;
  const from = before.map(({ index }) => index).join(', ') || 'no index';
  return [
    `Would restore ${plural(backup.documents, 'document')} (${formatBytes(backup.objectsBytes)}) ` +
      `from ${backupPlace(backup.ref)}`,
    `  taken ${formatUtc(backup.takenAt)}${backup.index === null ? '' : ` from ${backup.index}`}`,
    `  into ${target.index}, ${into}, ${counts}`,
    movesAlias(plan) && alias !== null
      ? `  then switch the alias ${alias} from ${from} to it, if all documents match`
      : unmovedLine(plan),
    ...irreversibleLines(plan),
  ];
}

function unmovedLine({ alias, before, target }: RestorePlan): string {
  if (alias === null) return '  no alias is switched';
  return before.some(({ index }) => index === target.index)
    ? `  the alias ${alias} points to it already; no alias is switched`
    : `  the alias ${alias} is not switched`;
}

/** The lines about an index that exists: with `--dry-run` they are what a person reads before it is overwritten. */
function irreversibleLines(plan: RestorePlan): string[] {
  const warning = overwriteWarning(plan);
  return warning === '' ? [] : [` ${warning}`, '  Nothing is deleted. This can’t be undone.'];
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
