import type { Check } from '../../contract/plan.ts';
import { isDeferredSetting } from '../../target/settings/deferred-settings.ts';
import type { RestorePlan } from '../restore/schema.ts';
import type { RestoreSnapshotPlan } from '../restore-snapshot/schema.ts';

/** About a live index or an alias, which a drill leaves alone, and those that a drill has stricter ones for (guards.ts). */
const NOT_OF_A_DRILL: ReadonlySet<string> = new Set([
  'alias-is-index',
  'health',
  'replicas',
  'restored-already',
  'restored-before',
  'room',
  'shards',
  'source-cluster',
]);

/** The checks of a restore that a drill has, too. */
export const checksOfDrill = (checks: readonly Check[]): Check[] => checks.filter(({ id }) => !NOT_OF_A_DRILL.has(id));

/** On a node of these attributes only; a throw-away index may be on any. Without a pipeline for the writes of others. */
const IS_LEFT_OUT = /^index\.(?:routing\.allocation\.(?:require|include|exclude)\.|default_pipeline$)/;
const ALLOCATION = ['require', 'include', 'exclude'].map((rule) => `index.routing.allocation.${rule}.*`);

const NO_ALIAS = { alias: null, switchAlias: false, before: [], after: [], checks: [], requests: [] };

/** The plan of a restore without its alias, and without what is set when documents are loaded. Pure. */
export function trimRestore(plan: RestorePlan): RestorePlan {
  const { settings } = plan;
  const pick = (values: Readonly<Record<string, unknown>>, keep: (name: string) => boolean) =>
    Object.fromEntries(Object.entries(values).filter(([name]) => keep(name)));
  return {
    ...plan,
    ...NO_ALIAS,
    settings: {
      ...settings,
      create: pick(settings.create, (name) => !IS_LEFT_OUT.test(name)),
      afterLoad: pick(settings.afterLoad, (name) => !IS_LEFT_OUT.test(name) && !isDeferredSetting(name)),
    },
  };
}

/** The same of a restore from a snapshot: nothing is set after the comparison. Pure. */
export const trimSnapshotRestore = (plan: RestoreSnapshotPlan): RestoreSnapshotPlan => ({
  ...plan,
  ...NO_ALIAS,
  since: null,
  settings: {
    ...plan.settings,
    ignored: [...new Set([...plan.settings.ignored, ...ALLOCATION, 'index.default_pipeline'])],
    afterwards: {},
    last: {},
  },
});
