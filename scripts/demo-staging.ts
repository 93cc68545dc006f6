import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { paths } from './demo-data.ts';
import { applyEvents, deleteAllIndices } from './sample-data/fill-cluster.ts';
import { stagingEvents } from './sample-data/staging-events.ts';
import { startServer, type Server } from './servers/start-server.ts';

export interface DemoStaging {
  server: Server;
  /** Of its zip files. */
  backups: string;
  /** Deletes its indices and backups, and makes them again. */
  fill(): Promise<void>;
}

const backups = join(paths.staging, 'backups');
const filled = join(paths.staging, 'filled');

/** `npm run demo -- --staging`: a second real Elasticsearch, with older documents. */
export async function startDemoStaging(signal: AbortSignal): Promise<DemoStaging> {
  const server = await startServer({ name: 'demo-staging', directory: join(paths.staging, 'server') });
  const fill = async () => {
    rmSync(filled, { force: true });
    await deleteAllIndices(server.url);
    // The directory itself is kept: the dashboard watches it.
    for (const name of existsSync(backups) ? readdirSync(backups) : [])
      rmSync(join(backups, name), { recursive: true, force: true });
    await applyEvents(stagingEvents(new Date()), { url: server.url, backupDirectory: backups, signal });
    writeFileSync(filled, '');
  };
  try {
    if (!existsSync(filled)) await fill();
  } catch (error) {
    await server.stop();
    throw error;
  }
  return { server, backups, fill };
}
