import { planChangeAlias } from '../../../lib/kinds/change-alias/plan.ts';
import { runChangeAlias } from '../../../lib/kinds/change-alias/run.ts';
import type { ChangeAliasPlan } from '../../../lib/kinds/change-alias/schema.ts';
import { aRun } from '../../support/a-run.ts';
import type { TestServer } from '../../support/set-up-server.ts';

export const OLDER = 'government-2018-01-06t03-00-00z-0000';

export const checkIds = ({ checks }: ChangeAliasPlan, level: ChangeAliasPlan['checks'][number]['level']): string[] =>
  checks.filter((check) => check.level === level).map(({ id }) => id);

export const changesOn = (server: TestServer) => ({
  planAdd: (index: string, alias = 'government', keepWrites = false): Promise<ChangeAliasPlan> =>
    planChangeAlias(server.place, { change: 'add', alias, index, keepWrites }, aRun()),
  planRemove: (index: string, alias = 'government'): Promise<ChangeAliasPlan> =>
    planChangeAlias(server.place, { change: 'remove', alias, index }, aRun()),
  change: (plan: ChangeAliasPlan, place = server.place) =>
    runChangeAlias(place, { kind: 'change-alias', plan }, aRun()),
});
