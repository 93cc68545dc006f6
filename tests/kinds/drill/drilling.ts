import { refOfFile } from '../../../lib/contract/backup-ref.ts';
import { listIndices } from '../../../lib/elasticsearch/admin/list-indices.ts';
import { planDrill } from '../../../lib/kinds/drill/plan.ts';
import type { DrillRequest } from '../../../lib/kinds/drill/request.ts';
import { runDrill } from '../../../lib/kinds/drill/run.ts';
import type { DrillCheckpoint, DrillPlan, DrillResult } from '../../../lib/kinds/drill/schema.ts';
import type { Run } from '../../../lib/running/run.ts';
import { aRun } from '../../support/a-run.ts';
import type { TestServer } from '../../support/set-up-server.ts';

let drills = 0;

/** A request for the drill of a zip file, under a name of its own. */
export const drillOf = (file: string, more: Partial<DrillRequest> = {}): DrillRequest => ({
  backup: { zip: refOfFile(file) },
  alias: null,
  documentsPerSecond: null,
  probes: [],
  key: (++drills).toString(16).padStart(12, '0'),
  ...more,
});

type Servers = Pick<TestServer, 'place' | 'directory' | 'cluster'>;

export const planned = (server: Servers, request: DrillRequest): Promise<DrillPlan> =>
  planDrill(server.place, request, aRun());

export const runPlanned = (
  server: Servers,
  plan: DrillPlan,
  run: Partial<Run<DrillCheckpoint>> = {},
): Promise<DrillResult> =>
  runDrill(server.place, { kind: 'drill', plan }, aRun({ directory: `${server.directory}/drill-${++drills}`, ...run }));

export const indexNames = async ({ cluster }: Pick<TestServer, 'cluster'>): Promise<string[]> =>
  (await listIndices(cluster)).indices.map(({ name }) => name);

/** A document with the id and content of a line of a backup. */
export const documentOf = (id: string, source: object) => {
  const [key, body] = [Buffer.from(JSON.stringify(id)), Buffer.from(JSON.stringify(source))];
  return { bytes: Buffer.concat([key, body]), sourceStart: key.length };
};
