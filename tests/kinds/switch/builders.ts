import type { AliasMove } from '../../../lib/contract/plan.ts';
import { planSwitch, planSwitchBack } from '../../../lib/kinds/switch/plan.ts';
import { runSwitch } from '../../../lib/kinds/switch/run.ts';
import type { SwitchPlan } from '../../../lib/kinds/switch/schema.ts';
import { aRun } from '../../support/a-run.ts';
import { call } from '../../support/elasticsearch.ts';
import { setUpServer, type TestServer } from '../../support/set-up-server.ts';

export const OLD = 'government-2018-01-07t03-00-00z-aaaa';
export const NEW = 'government-2018-01-08t03-00-00z-bbbb';

export const make = ({ url }: TestServer, index: string, body: object = {}): Promise<unknown> =>
  call(url, 'PUT', `/${index}`, { settings: { number_of_replicas: 0 }, ...body });

export async function fill({ url }: TestServer, index: string, documents: number): Promise<void> {
  const lines = Array.from({ length: documents }, (_, n) => `{"index":{"_id":"${n}"}}\n{"n":${n}}\n`).join('');
  await call(url, 'POST', `/${index}/_bulk?refresh=true`, lines);
}

export const checkIds = ({ checks }: SwitchPlan, level: SwitchPlan['checks'][number]['level']): string[] =>
  checks.filter((check) => check.level === level).map(({ id }) => id);

/** Gives a test file the shared server, and switches on it. `planBack`: of the alias `government`. */
export function setUpSwitch() {
  const server = setUpServer();
  return {
    server,
    planTo: (index: string, alias?: string): Promise<SwitchPlan> => planSwitch(server.place, { index, alias }, aRun()),
    planBack: (last: AliasMove, job?: string): Promise<SwitchPlan> =>
      planSwitchBack(server.place, { alias: 'government', last, job: job ?? null }, aRun()),
    run: (plan: SwitchPlan) => runSwitch(server.place, { kind: 'switch', plan }, aRun()),
    /** Of the indices that an alias points to: filter, routing and write flag. */
    membershipsOf: (alias: string): Promise<unknown> =>
      call(server.url, 'GET', `/${alias}/_alias/${alias}?expand_wildcards=all`),
  };
}
