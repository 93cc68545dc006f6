import { formatBytes, formatUtc, plural } from '../../format.ts';
import { describeDifference } from '../changes.ts';
import { formatDocuments } from '../documents.ts';
import type { PlanDescription } from '../plan-description.ts';
import { restorePlanDescription } from '../restore/describe-plan.ts';
import { documentsOf } from '../restore-snapshot/describe-plan.ts';
import { drilledName } from './backup-name.ts';
import type { DrillPlan } from './schema.ts';

/** Identifies the content of what is drilled. */
const contentOf = ({ source }: DrillPlan): string | null =>
  source.kind === 'zip' ? (source.restore?.backup.sha256 ?? null) : source.restore.snapshot.uuid;

const documentsIn = ({ source }: DrillPlan): string =>
  source.kind === 'zip'
    ? formatDocuments(source.restore?.backup.documents ?? null)
    : documentsOf(source.restore.snapshot);

export const drillPlanDescription: PlanDescription<DrillPlan> = {
  changes: (displayed, current) =>
    describeDifference('The backup', contentOf(displayed), contentOf(current), () => 'is another one now.'),
  summary: (plan) =>
    `Restore ${documentsIn(plan)} of ${drilledName(plan)} into ${plan.target.index}, compare them, and delete the index.`,
  review: (plan) => ({
    before: [],
    after: [],
    choices: [
      { name: 'Backup', value: drilledName(plan) },
      { name: 'Documents', value: documentsIn(plan) },
      { name: 'Index', value: `${plan.target.index}, deleted at the end` },
      { name: 'Limit', value: limitOf(plan) },
    ],
  }),
  displayedPart: (plan) =>
    plan.source.kind === 'zip' && plan.source.restore !== null
      ? {
          ...plan,
          source: { ...plan.source, restore: restorePlanDescription.displayedPart!(plan.source.restore) },
          requests: plan.requests.map(({ body, ...request }) => ({
            ...request,
            ...(body === undefined || body.length > MAX_BODY_CHARACTERS ? {} : { body }),
          })),
        }
      : plan,
  terminalLines: (plan) => {
    const { probes, source, target } = plan;
    const taken = source.kind === 'zip' ? source.takenAt : source.restore.snapshot.takenAt;
    return [
      `Would drill ${drilledName(plan)}: ${documentsIn(plan)}`,
      `  taken ${formatUtc(taken)}`,
      `  into ${target.index}, a new index outside of every alias, ${plural(target.shards, 'shard')}, 0 replicas` +
        (target.estimatedPrimaryBytes === null ? '' : `, about ${formatBytes(target.estimatedPrimaryBytes)}`),
      `  limit: ${limitOf(plan)}`,
      `  probes: ${probes.map(({ name }) => name).join(', ') || 'none'}`,
      '  then delete the index, also if the drill fails or is cancelled',
    ];
  },
  guardedAlias: () => null,
};

function limitOf({ documentsPerSecond, source }: DrillPlan): string {
  if (documentsPerSecond === null) return 'none';
  const limit = `${plural(documentsPerSecond, 'document')} per second`;
  return source.kind === 'zip'
    ? `${limit}, to load and to compare`
    : `${limit} to compare; the nodes copy the files of a snapshot at their own speed`;
}

/** The body that creates an index with thousands of fields has megabytes. */
const MAX_BODY_CHARACTERS = 300_000;
