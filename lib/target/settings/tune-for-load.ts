import type { Capabilities } from '../../elasticsearch/capabilities.ts';
import { settingText, type FlatSettings } from './flat-settings.ts';
import { SETTING } from './setting-names.ts';
import type { SettingsDraft } from './settings-draft.ts';

/**
 * Splits the requested settings into those of the create request and those put after the load: no replicas and no
 * refreshes during the load, then the requested values. A final pipeline is turned off for the load even if an index
 * template sets one.
 */
export function tuneForLoad(
  { requested, deferred, changes }: SettingsDraft,
  target: Capabilities,
): { create: FlatSettings; afterLoad: FlatSettings } {
  const create: FlatSettings = { ...requested };
  const afterLoad: FlatSettings = { ...deferred };
  const tune = (name: string, during: string | null, why: string, defaultValue: string | null = null) => {
    const after = deferred[name] ?? requested[name] ?? defaultValue;
    if (during === null) delete create[name];
    else create[name] = during;
    afterLoad[name] = after;
    changes.push({
      name,
      from: settingText(after),
      to: during,
      action: 'tuned',
      why: `${why}; ${after === null ? 'back to the server’s default' : `then ${settingText(after)}`} after the load`,
    });
  };
  const autoExpand = requested[SETTING.autoExpandReplicas];
  if (autoExpand !== undefined && String(autoExpand) !== 'false') {
    tune(SETTING.autoExpandReplicas, null, 'every replica would index every document once more');
    create[SETTING.replicas] = '0';
  } else if (String(requested[SETTING.replicas] ?? '') !== '0')
    // Elasticsearch 6 can't reset the number of replicas to its default.
    tune(
      SETTING.replicas,
      '0',
      'every replica would index every document once more',
      target.replicasReset ? null : '1',
    );
  tune(
    SETTING.refreshInterval,
    '-1',
    String(requested[SETTING.refreshInterval]) === '-1'
      ? 'the backup’s index had it off: after the restore a search sees later writes only after an explicit refresh'
      : 'a faster load',
  );
  const waitFor = requested[SETTING.waitForActiveShards];
  if (waitFor !== undefined && String(waitFor) !== '1' && String(waitFor) !== '0')
    tune(SETTING.waitForActiveShards, null, 'without replicas a write would wait for copies that never come');
  if (target.finalPipeline) tune(SETTING.finalPipeline, '_none', 'no pipeline changes a document on its way in');
  return { create, afterLoad };
}
