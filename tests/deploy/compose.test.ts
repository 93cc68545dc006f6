import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { readContainerfile } from '../support/containerfile.ts';
import { isProbe } from './is-probe.ts';
import { loadMounted } from './load-mounted.ts';

interface Service {
  image: string;
  build?: { context: string; dockerfile: string };
  environment?: Record<string, string>;
  ports?: string[];
  volumes: string[];
  tmpfs?: string[];
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: object;
  stop_grace_period?: string;
}

const project = new URL('../../', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, project), 'utf8');
const { services, volumes } = parse(read('compose.yaml')) as {
  services: Record<'elasticsearch' | 'snapshots-owner' | 'restore-desk', Service>;
  volumes: Record<string, null>;
};
const restoreDesk = services['restore-desk'];
const image = readContainerfile();
const mountsOf = (service: Service) =>
  service.volumes.map((volume) => {
    const [source, target] = volume.split(':');
    return { source: source!, target: target! };
  });

const mountedConfiguration = () => {
  const mount = mountsOf(restoreDesk).find(({ target }) => target === image.environment['RESTORE_DESK_CONFIG']);
  return loadMounted(read(mount!.source), { SEARCH_PASSWORD: 'made-up', ...image.environment });
};

test('the program accepts the mounted configuration, and listens where the port is published', () => {
  const { listen, clusters, dataDirectory } = mountedConfiguration();
  expect(listen).toEqual({ host: '0.0.0.0', port: image.port });
  expect(restoreDesk.ports).toEqual([`127.0.0.1:${String(image.port)}:${String(listen.port)}`]);
  expect(image.volumes).toContain(dataDirectory);
  expect(clusters.map(({ backupSource }) => backupSource)).toEqual([`folder:${image.volumes[1]!}/search`]);
  expect(clusters.map(({ connection }) => connection.url)).toEqual(['http://elasticsearch:9200']);
});

test('without the variable that it passes on, the program would say which one is not set', () => {
  const text = read('deploy/compose/restore-desk.yaml');
  expect(Object.keys(restoreDesk.environment!)).toEqual(['SEARCH_PASSWORD']);
  expect(() => loadMounted(text, {})).toThrow('The environment variable SEARCH_PASSWORD is not set.');
});

test('every volume of the image is a named one, and every named one exists', () => {
  const named = Object.values(services)
    .flatMap(mountsOf)
    .filter(({ source }) => !source.startsWith('.'));
  expect([...new Set(named.map(({ source }) => source))].sort()).toEqual(Object.keys(volumes).sort());
  expect(mountsOf(restoreDesk).map(({ target }) => target)).toEqual(expect.arrayContaining([...image.volumes]));
});

test('the folder of the snapshots is Elasticsearch’s, and belongs to it before it starts', () => {
  const folder = services.elasticsearch.environment!['path.repo'];
  const snapshots = (service: Service) => mountsOf(service).find(({ source }) => source === 'snapshots')?.target;
  expect([snapshots(services.elasticsearch), snapshots(services['snapshots-owner'])]).toEqual([folder, folder]);
  expect(services['snapshots-owner'].image).toBe(services.elasticsearch.image);
  expect(services.elasticsearch.depends_on).toEqual({
    'snapshots-owner': { condition: 'service_completed_successfully' },
  });
});

test('the dashboard waits for a healthy cluster with security', () => {
  expect(services.elasticsearch.environment).toMatchObject({ 'xpack.security.enabled': 'true' });
  expect(services.elasticsearch.healthcheck).toBeDefined();
  expect(restoreDesk.depends_on).toEqual({ elasticsearch: { condition: 'service_healthy' } });
});

test('the dashboard has no privileges, a read-only root, and time to end', () => {
  expect(restoreDesk).toMatchObject({
    build: { context: '.', dockerfile: 'Containerfile' },
    read_only: true,
    cap_drop: ['ALL'],
    security_opt: ['no-new-privileges:true'],
    stop_grace_period: '15s',
  });
});

test('the image’s health check asks what the program answers, and its variables are read', () => {
  const [, path] = /\$\{[^}]*\}(\/\w+)`/.exec(image.healthCheck) ?? [];
  expect(path && isProbe(path)).toBe(true);
  const places = read('lib/places.mjs');
  for (const name of Object.keys(image.environment)) expect(places, name).toContain(`environment['${name}']`);
});
