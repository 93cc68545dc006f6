import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { findPodman, whyNoPodman, type CommandOutcome } from '../../scripts/servers/podman.ts';
import { sendRequest } from '../../scripts/servers/send-request.ts';
import { buildImage } from '../support/build-image.ts';
import { readContainerfile } from '../support/containerfile.ts';
import { call, emptyCluster, freePort, seedIndex, sharedServer } from '../support/elasticsearch.ts';

const podman = await findPodman();
const name = `restore-desk-test-${String(process.pid)}`;
const image = `localhost/${name}`;
const [dataVolume, backupsVolume] = [`${name}-data`, `${name}-backups`];

describe.skipIf(podman === null)(`the image in a container (${podman === null ? whyNoPodman() : 'podman'})`, () => {
  let elasticsearch: string;
  let folder: string;
  let port: number;
  const url = () => `http://127.0.0.1:${String(port)}`;

  beforeAll(async () => {
    elasticsearch = await sharedServer();
    await emptyCluster(elasticsearch);
    await seedIndex(elasticsearch, 'books-1', {
      documents: ['1', '2', '3'].map((id) => ({ id, source: { title: `Book ${id}` } })),
    });
    await call(elasticsearch, 'POST', '/_aliases', { actions: [{ add: { index: 'books-1', alias: 'books' } }] });
    port = await freePort();
    folder = mkdtempSync(join(tmpdir(), 'container-'));
    writeFileSync(
      join(folder, 'restore-desk.yaml'),
      `listen: { host: 127.0.0.1, port: ${String(port)} }
signIn: { kind: local }
clusters:
  search: { url: "${elasticsearch}", backups: /var/backups/restore-desk/search }
`,
      { mode: 0o644 },
    );
    await buildImage(podman!, image);
  });
  afterEach(() => podman!.command(['rm', '--force', '--time', '0', name]));
  afterAll(async () => {
    await podman!.command(['volume', 'rm', '--force', dataVolume, backupsVolume]);
    await podman!.command(['image', 'rm', '--force', image]);
    rmSync(folder, { recursive: true, force: true });
  });

  const command = async (words: readonly string[], input?: string): Promise<CommandOutcome> => {
    const outcome = await podman!.command(words, input);
    if (outcome.status !== 0) throw new Error(`podman ${words.join(' ')}: ${outcome.stdout}\n${outcome.stderr}`);
    return outcome;
  };

  /** As compose.yaml and the example for Kubernetes run it, on this machine's network. */
  const start = () =>
    command([
      'run',
      ...['--detach', '--name', name, '--network', 'host', ...podman!.runOptions],
      ...['--read-only', '--read-only-tmpfs=false', '--tmpfs', '/tmp'],
      ...['--cap-drop', 'ALL', '--security-opt', 'no-new-privileges', '--env', `PORT=${String(port)}`],
      ...['--volume', `${join(folder, 'restore-desk.yaml')}:/etc/restore-desk/restore-desk.yaml:ro`],
      ...['--volume', `${dataVolume}:/var/lib/restore-desk`, '--volume', `${backupsVolume}:/var/backups/restore-desk`],
      image,
    ]);
  const log = async () => {
    const { stdout, stderr } = await podman!.command(['logs', name]);
    return `${stdout}${stderr}`;
  };
  const probe = async (path: string) =>
    (await sendRequest(`${url()}${path}`, { timeoutMs: 2000 }).catch(() => ({ status: 0 }))).status;
  async function startReady(): Promise<void> {
    await start();
    try {
      await expect.poll(() => probe('/readyz'), { timeout: 60_000 }).toBe(200);
    } catch (cause) {
      throw new Error(`It does not become ready:\n${await log()}`, { cause });
    }
  }
  const inside = (words: readonly string[], input?: string) =>
    command(['exec', '--interactive', name, ...words], input);
  const state = async () =>
    JSON.parse((await command(['inspect', '--format', '{{json .State}}', name])).stdout) as {
      Running: boolean;
      ExitCode: number;
    };
  async function stop(): Promise<number> {
    const began = performance.now();
    await command(['stop', '--time', '30', name]);
    return performance.now() - began;
  }

  test('has the user, volumes, signal and health check of the Containerfile, and nothing of its build', async () => {
    const { stdout } = await command(['image', 'inspect', image]);
    const { user, volumes, port: exposed, healthCheck } = readContainerfile();
    expect((JSON.parse(stdout) as unknown[])[0]).toMatchObject({
      Config: {
        User: user,
        Entrypoint: ['restore-desk'],
        Cmd: ['serve'],
        StopSignal: 'SIGTERM',
        Volumes: Object.fromEntries(volumes.map((each) => [each, {}])),
        ExposedPorts: { [`${String(exposed)}/tcp`]: {} },
      },
      Healthcheck: { Test: ['CMD', 'node', '-e', healthCheck] },
    });
    const left = ['/root/.npmrc', '/root/.npm', '/usr/local/lib/node_modules', '/usr/local/bin/npm'];
    const list = `console.log(${JSON.stringify(left)}.filter((path) => fs.existsSync(path)).join())`;
    const run = ['run', '--rm', '--user', '0', '--network', 'none', ...podman!.runOptions, '--entrypoint', 'node'];
    expect((await command([...run, image, '-e', list])).stdout).toBe('\n');
  });

  test('serves with a read-only root and without privileges, and asks for a sign-in', async () => {
    await startReady();
    expect(await probe('/healthz')).toBe(200);
    expect(await probe('/api/search/jobs')).toBe(401);
    const status = (await inside(['node', '-e', `process.stdout.write(fs.readFileSync('/proc/1/status'))`])).stdout;
    expect(status).toMatch(/^Uid:\t10001\t10001\t10001\t10001$/m);
    expect(status).toMatch(/^CapEff:\t0+$/m);
    expect(status).toMatch(/^NoNewPrivs:\t1$/m);
    const write = `try { fs.writeFileSync('/usr/local/lib/x', ''); } catch (error) { console.log(error.code); }`;
    expect((await inside(['node', '-e', write])).stdout).toBe('EROFS\n');
  });

  test('backs up into its volume and restores from there; a new container has the users, the jobs and the backup', async () => {
    await startReady();
    await inside(['restore-desk', 'user', 'add', 'ann', '--role', 'admin'], 'correct horse battery staple\n');
    const to = '/var/backups/restore-desk/search';
    const backup = await inside(['restore-desk', 'backup', 'search', to, '--alias', 'books', '--json']);
    expect(JSON.parse(backup.stdout)).toMatchObject({ status: 'done' });
    await stop();
    await command(['rm', name]);

    await startReady();
    const find = `console.log(fs.readdirSync('${to}', { recursive: true }).filter((file) => file.endsWith('.zip')).join('\\n'))`;
    const [zip] = (await inside(['node', '-e', find])).stdout.split('\n');
    const restore = [
      'restore-desk',
      'restore',
      'search',
      `${to}/${zip!}`,
      '--into',
      'books-2',
      '--no-switch',
      '--json',
    ];
    expect(JSON.parse((await inside(restore)).stdout)).toMatchObject({ status: 'done' });
    expect(await call(elasticsearch, 'GET', '/books-2/_count')).toMatchObject({ count: 3 });
    expect((await inside(['restore-desk', 'user', 'list'])).stdout).toContain('ann');
    const copy = await inside(['restore-desk', 'database-backup', '/tmp/copy.sqlite', '--json']);
    expect(JSON.parse(copy.stdout)).toMatchObject({ jobs: 2 });
  });

  test('the health check passes while it answers, and fails when it hangs', async () => {
    await startReady();
    const check = async () => (await podman!.command(['healthcheck', 'run', name])).status;
    expect(await check()).toBe(0);
    await command(['kill', '--signal', 'STOP', name]);
    expect(await check()).not.toBe(0);
    await command(['kill', '--signal', 'CONT', name]);
    expect(await check()).toBe(0);
  });

  test('SIGTERM reaches the server: it stops in order, within its ten seconds', async () => {
    await startReady();
    expect(await stop()).toBeLessThan(11_000);
    expect(await state()).toMatchObject({ Running: false, ExitCode: 143 });
    expect(await log()).toContain('"signal":"SIGTERM","msg":"stopping"');
  });

  test('SIGTERM ends it too while it is not ready yet', async () => {
    await start();
    await expect.poll(() => probe('/healthz'), { timeout: 60_000, interval: 20 }).toBe(200);
    expect(await stop()).toBeLessThan(11_000);
    expect((await state()).ExitCode).toBe(143);
  });
});
