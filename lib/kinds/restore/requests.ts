import type { PlannedRequest } from '../../contract/plan.ts';
import type { RestorePlan } from './schema.ts';
import { aliasActions } from '../../elasticsearch/admin/aliases.ts';
import { formatCount } from '../../format.ts';
import { toAliasState } from '../../aliases/alias-targets.ts';
import { switchActions } from '../../aliases/make-switch-plan.ts';

/** What the runbook would say: every call of the restore, in order. */
export function restoreRequests(plan: Omit<RestorePlan, 'requests' | 'fingerprint'>): PlannedRequest[] {
  const { target, settings } = plan;
  const index = encodeURIComponent(target.index);
  const requests: PlannedRequest[] = [];
  if (target.uuid === null)
    requests.push({
      method: 'PUT',
      path: `/${index}`,
      body: JSON.stringify({
        settings: settings.create,
        mappings: plan.mappings.create,
        aliases: { [target.loadingAlias]: {} },
      }),
      note: 'the loading alias goes when the restore is whole',
    });
  requests.push({
    method: 'POST',
    path: `/${target.loadingAlias}/_bulk?require_alias=true&pipeline=_none`,
    note: `${formatCount(plan.backup.documents)} documents in bodies of some megabytes, each item’s answer read`,
  });
  requests.push({ method: 'POST', path: `/${index}/_refresh` });
  if (target.uuid === null || plan.resume !== null)
    requests.push(
      {
        method: 'PUT',
        path: `/${index}/_settings`,
        body: JSON.stringify(settings.afterLoad),
        note: 'what was tuned for the load',
      },
      { method: 'GET', path: `/${index}`, note: 'settings and mapping, compared with this plan' },
    );
  requests.push({ method: 'GET', path: `/_cluster/health/${index}?wait_for_status=yellow&timeout=60s` });
  requests.push({
    method: 'GET',
    path: `/${index}/_count`,
    note: 'and every document read back through a point in time, for the digest',
  });
  if (plan.switchAlias && plan.alias !== null) {
    requests.push({
      method: 'POST',
      path: '/_aliases',
      body: JSON.stringify({
        actions: aliasActions(plan.cluster, switchActions(plan.alias, toAliasState(plan.before), plan.after)),
      }),
      note: 'all at once, or nothing',
    });
  }
  requests.push({
    method: 'POST',
    path: '/_aliases',
    body: JSON.stringify({ actions: [{ remove: { index: target.index, alias: target.loadingAlias } }] }),
  });
  return requests;
}
