import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import type { Place } from '../../lib/backups/sources.ts';
import { connect } from '../../lib/elasticsearch/client/client.ts';
import type { Cluster } from '../../lib/elasticsearch/client/cluster.ts';
import { planChangeRepository, type RepositoryRequest } from '../../lib/kinds/change-repository/plan.ts';
import { runChangeRepository } from '../../lib/kinds/change-repository/run.ts';
import type { ChangeRepositoryPlan } from '../../lib/kinds/change-repository/schema.ts';
import { aRun } from './a-run.ts';
import { call, startServer, type Server } from './elasticsearch.ts';
import { placeOf } from './test-place.ts';

/** Gives a test file a server of its own that may write snapshots below `folder`. Call it at the top of the file. */
export function setUpRepositoryServer() {
  let running: Server | undefined;
  const server = {
    ...({} as { url: string; cluster: Cluster; place: Place; folder: string }),
    below: (name: string) => join(server.folder, name),
    /** A folder that the server's user may write to. */
    async makeFolder(name: string): Promise<string> {
      await mkdir(server.below(name));
      await chmod(server.below(name), 0o777);
      return server.below(name);
    },
    registered: () => call<Record<string, { type: string; settings: object }>>(server.url, 'GET', '/_snapshot'),
    put: (name: string, settings: object = {}) =>
      call(server.url, 'PUT', `/_snapshot/${name}`, {
        type: 'fs',
        settings: { location: server.below(name), ...settings },
      }),
    plan: (request: RepositoryRequest) => planChangeRepository(server.place, request, aRun()),
    register: (name: string, settings: Record<string, string> = {}) =>
      server.plan({ action: 'register', name, ...server.fs(name, settings) }),
    fs: (name: string, settings: Record<string, string> = {}) => ({
      type: 'fs',
      settings: Object.entries({ location: server.below(name), ...settings }).map(([key, value]) => ({
        name: key,
        value,
      })),
    }),
    run: (plan: ChangeRepositoryPlan) => runChangeRepository(server.place, { kind: 'change-repository', plan }, aRun()),
  };
  beforeAll(async () => {
    server.folder = await mkdtemp(join(tmpdir(), 'restore-desk-repositories-'));
    // The servers run as another user.
    await chmod(server.folder, 0o777);
    running = await startServer({ repo: server.folder });
    server.url = running.url;
    server.cluster = connect({ url: server.url });
    server.place = placeOf(server.cluster);
  });
  afterAll(async () => {
    await server.cluster?.close();
    await running?.stop();
    await rm(server.folder, { recursive: true, force: true });
  });
  return server;
}

export const checkIds = (
  { checks }: Pick<ChangeRepositoryPlan, 'checks'>,
  level: ChangeRepositoryPlan['checks'][number]['level'],
): string[] => checks.filter((check) => check.level === level).map(({ id }) => id);
