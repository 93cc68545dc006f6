import { isNamed } from '../../contract/by-name.ts';
import type { Check } from '../../contract/plan.ts';
import { whySettingsRefused } from '../../elasticsearch/admin/check-settings.ts';
import type { Cluster } from '../../elasticsearch/client/cluster.ts';
import { anything, named, orNull } from '../../elasticsearch/client/shape.ts';
import { isAppError } from '../../errors.ts';
import { SETTING } from '../../target/settings/setting-names.ts';
import type { RestoreSnapshotPlan } from './schema.ts';

/**
 * What the chosen settings name and the cluster does not know. A server accepts an unknown setting in a restore, and puts it into the
 * index as `archived.…` without effect (tried): it is refused here.
 */
export async function settingProblems(
  cluster: Cluster,
  { restore, afterwards, last }: RestoreSnapshotPlan['settings'],
  signal: AbortSignal,
): Promise<Check[]> {
  const all = { ...restore, ...afterwards, ...last };
  const refused = await whySettingsRefused(cluster, all, signal);
  const missing = await Promise.all(
    REFERENCES.map(async ({ setting, what, pathOf }): Promise<Check[]> => {
      const name = all[setting];
      if (typeof name !== 'string' || name === '_none') return [];
      return (await exists(cluster, pathOf(name), name, signal))
        ? []
        : [
            {
              id: `missing-${setting}`,
              level: 'refuse',
              title: `The cluster has no ${what} ${name}`,
              detail: `The setting ${setting} names it.`,
              hint: `Create the ${what} first, or leave the setting out.`,
            },
          ];
    }),
  );
  return [
    ...(refused === null
      ? []
      : [
          {
            id: 'settings',
            level: 'refuse' as const,
            title: 'The cluster does not accept the settings',
            detail: refused,
            hint: 'Check the name. A restore would accept it all the same, and it would have no effect.',
          },
        ]),
    ...missing.flat(),
  ];
}

const REFERENCES = [
  {
    setting: 'index.default_pipeline',
    what: 'pipeline',
    pathOf: (name: string) => `/_ingest/pipeline/${encodeURIComponent(name)}`,
  },
  {
    setting: SETTING.finalPipeline,
    what: 'pipeline',
    pathOf: (name: string) => `/_ingest/pipeline/${encodeURIComponent(name)}`,
  },
  {
    setting: 'index.lifecycle.name',
    what: 'lifecycle policy',
    pathOf: (name: string) => `/_ilm/policy/${encodeURIComponent(name)}`,
  },
];

/** True also where this user may not know, or the server has no such request: it decides itself. */
async function exists(cluster: Cluster, path: string, name: string, signal: AbortSignal): Promise<boolean> {
  try {
    const shape = orNull(named(anything));
    const found = await cluster.request({
      method: 'GET',
      path,
      accept: [404],
      shape,
      signal,
      responseSize: 'definition',
    });
    return isNamed(found, name);
  } catch (error) {
    if (!isAppError(error) || error.code === 'cancelled') throw error;
    // For a missing pipeline a server answers 404 with an empty object, which no error of its own looks like (tried).
    return error.details['status'] !== 404;
  }
}
