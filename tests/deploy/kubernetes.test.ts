import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { TOOL } from '../../lib/version.ts';
import { readContainerfile } from '../support/containerfile.ts';
import { isProbe } from './is-probe.ts';
import { loadMounted } from './load-mounted.ts';

interface Named {
  kind: string;
  metadata: { name: string };
}
interface Probe {
  httpGet: { path: string; port: string };
  periodSeconds: number;
  failureThreshold?: number;
}
interface Volume {
  name: string;
  configMap?: { name: string };
  secret?: { secretName: string };
  persistentVolumeClaim?: { claimName: string };
}
interface Deployment extends Named {
  spec: {
    replicas: number;
    strategy: { type: string };
    selector: { matchLabels: Record<string, string> };
    template: {
      metadata: { labels: Record<string, string> };
      spec: {
        terminationGracePeriodSeconds: number;
        securityContext: { runAsUser: number; runAsGroup: number; fsGroup: number; runAsNonRoot: boolean };
        containers: [
          {
            image: string;
            ports: { name: string; containerPort: number }[];
            securityContext: object;
            startupProbe: Probe;
            livenessProbe: Probe;
            readinessProbe: Probe;
            volumeMounts: { name: string; mountPath: string }[];
          },
        ];
        volumes: Volume[];
      };
    };
  };
}

const text = readFileSync(new URL('../../deploy/kubernetes/restore-desk.yaml', import.meta.url), 'utf8');
const documents = parseAllDocuments(text).map((document) => {
  expect(document.errors).toEqual([]);
  return document.toJS() as Named;
});
const one = <T extends Named>(kind: string, name = 'restore-desk'): T =>
  documents.find((each) => each.kind === kind && each.metadata.name === name) as T;

const deployment = one<Deployment>('Deployment');
const pod = deployment.spec.template.spec;
const [container] = pod.containers;
const image = readContainerfile();
const mountOf = (volume: string) => container.volumeMounts.find(({ name }) => name === volume)!.mountPath;
const configuration = () =>
  loadMounted(one<Named & { data: Record<string, string> }>('ConfigMap').data['restore-desk.yaml']!, {}, [
    `${mountOf('secrets')}/search-password`,
  ]);

test('the program accepts the configuration, and listens where the pod’s port is', () => {
  const { listen, signIn } = configuration();
  expect(listen).toEqual({ host: '0.0.0.0', port: container.ports[0]!.containerPort });
  expect(listen.port).toBe(image.port);
  expect(signIn.kind).toBe('local');
});

test('the image is of this version', () => {
  expect(container.image).toMatch(/\/restore-desk:/);
  expect(container.image.split(':').at(-1)).toBe(TOOL.version);
});

test('backups and data are on volumes, where the image has them', () => {
  expect(configuration().clusters.map(({ backupSource }) => backupSource)).toEqual([
    `folder:${mountOf('backups')}/production`,
  ]);
  expect([mountOf('data'), mountOf('backups')]).toEqual(image.volumes);
  expect(image.environment['RESTORE_DESK_DATA']).toBe(mountOf('data'));
  expect(image.environment['RESTORE_DESK_CONFIG']).toBe(`${mountOf('configuration')}/restore-desk.yaml`);
});

test('every mounted volume exists, and so does what it is made of', () => {
  expect(container.volumeMounts.map(({ name }) => name).sort()).toEqual(pod.volumes.map(({ name }) => name).sort());
  for (const { configMap, persistentVolumeClaim } of pod.volumes) {
    if (configMap) expect(one('ConfigMap', configMap.name)).toBeDefined();
    if (persistentVolumeClaim) expect(one('PersistentVolumeClaim', persistentVolumeClaim.claimName)).toBeDefined();
  }
  // The secret is made by a command that the file names.
  const { secretName } = pod.volumes.find(({ secret }) => secret)!.secret!;
  expect(text).toContain(`kubectl create secret generic ${secretName} --from-literal=search-password=`);
  expect(documents.map(({ kind }) => kind)).not.toContain('Secret');
});

test('probes ask what the program answers, and a start has time for a migration', () => {
  const { startupProbe, livenessProbe, readinessProbe } = container;
  for (const { httpGet } of [startupProbe, livenessProbe, readinessProbe]) {
    expect(isProbe(httpGet.path), httpGet.path).toBe(true);
    expect(httpGet.port).toBe(container.ports[0]!.name);
  }
  expect(isProbe('/ready')).toBe(false);
  expect([startupProbe, livenessProbe, readinessProbe].map(({ httpGet }) => httpGet.path)).toEqual([
    '/readyz',
    '/healthz',
    '/readyz',
  ]);
  expect(startupProbe.periodSeconds * startupProbe.failureThreshold!).toBeGreaterThanOrEqual(600);
});

test('it is stopped no sooner than the server ends by itself', () => {
  const server = readFileSync(new URL('../../server.mjs', import.meta.url), 'utf8');
  const exitWithinMs = Number(/EXIT_WITHIN_MS = (\d+)/.exec(server)?.[1]);
  expect(pod.terminationGracePeriodSeconds * 1000).toBeGreaterThan(exitWithinMs);
});

test('one pod at a time, as the image’s user, without privileges and with a read-only root', () => {
  expect(deployment.spec).toMatchObject({ replicas: 1, strategy: { type: 'Recreate' } });
  const { runAsUser, runAsGroup, fsGroup } = pod.securityContext;
  expect(`${String(runAsUser)}:${String(runAsGroup)}`).toBe(image.user);
  expect(fsGroup).toBe(runAsGroup);
  expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
  expect(container.securityContext).toEqual({
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  });
});

test('the service finds the pod', () => {
  const { spec } = one<Named & { spec: { selector: object; ports: { targetPort: string }[] } }>('Service');
  expect(spec.selector).toEqual(deployment.spec.selector.matchLabels);
  expect(spec.selector).toEqual(deployment.spec.template.metadata.labels);
  expect(spec.ports.map(({ targetPort }) => targetPort)).toEqual([container.ports[0]!.name]);
});
