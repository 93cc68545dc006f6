import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { DemoBucket } from './demo-bucket.ts';
import { CLUSTER, paths } from './demo-data.ts';
import type { DemoStaging } from './demo-staging.ts';

interface Addresses {
  /** Of the dashboard. */
  port: number;
  elasticsearch: string;
  searchApp: string;
  /** null: the backups are in a directory. */
  bucket: DemoBucket | null;
  /** null: there is one cluster. */
  staging: DemoStaging | null;
}

/**
 * Writes the configuration of the demo's dashboard, and returns its path. Not named restore-desk.yaml: the dashboard for a developer's
 * own cluster starts in the same folder and would read it.
 */
export function writeDemoConfiguration({ port, elasticsearch, searchApp, bucket, staging }: Addresses): string {
  const file = join(paths.home, 'demo.yaml');
  const configuration = {
    listen: { port },
    data: paths.data,
    clusters: {
      [CLUSTER]: {
        name: 'Demo search',
        environment: staging === null ? 'demo' : 'production',
        url: elasticsearch,
        backups:
          bucket === null
            ? paths.backups
            : {
                url: bucket.url,
                endpoint: bucket.store.url,
                accessKeyId: bucket.store.accessKeyId,
                secretAccessKey: { env: 'DEMO_BUCKET_SECRET' },
              },
        replay: {
          captures: paths.captures,
          targets: { 'search-app': { url: searchApp, queueStatus: '/_status' } },
        },
        republish: [
          { name: 'Publishing API', command: "rake 'represent_downstream:published_between[{from},{to}]'" },
          { name: 'Whitehall', command: "rake 'search:index:published_between[{from},{to}]'" },
        ],
      },
      ...(staging === null
        ? {}
        : {
            staging: {
              name: 'Demo staging',
              environment: 'staging',
              url: staging.server.url,
              backups: staging.backups,
            },
          }),
    },
  };
  writeFileSync(file, `# Written at each start of the demo.\n${stringify(configuration)}`);
  return file;
}
