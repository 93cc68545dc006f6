import { execFile } from 'node:child_process';
import { statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addLocalUser } from '../../lib/access/local-users.ts';
import type { ApprovalsPage } from '../../lib/contract/reviews.ts';
import type { SwitchReview } from '../../lib/kinds/switch/review.ts';
import { builtActions } from '../support/built-routes.ts';
import { startDashboard, type TestDashboard } from '../support/dashboard.ts';
import { aliasesOf, call, emptyCluster, freePort, seedIndex, sharedServer } from '../support/elasticsearch.ts';
import { CLIENT, startProvider, signInAtProvider, type TestProvider } from '../support/openid-provider.ts';
import { HttpClient, type ActionValue } from '../support/http-client.ts';

// A user approves a plan, and is removed before it is applied.
const INDICES = ['government-2018-01-08t03-00-00z-aaaa', 'government-2018-01-09t03-00-00z-bbbb'] as const;
const REASON = 'Searches are down and nobody else answers.';
const PASSWORD = 'a password of the protected';
const ROLES = 'roles: { viewer: [staff], operator: [on-call], admin: [search-admins] }';
const GROUPS: Record<string, string[]> = { ann: ['search-admins'] };

let server: string;
let directory: string;
let dashboard: TestDashboard;
let applicant: HttpClient;

beforeAll(async () => {
  server = await sharedServer();
  await emptyCluster(server);
  for (const index of INDICES) await seedIndex(server, index, { documents: [{ id: '1', source: {} }] });
});
afterAll(() => emptyCluster(server));
beforeEach(async () => {
  await call(server, 'POST', '/_aliases', {
    actions: [
      { remove: { index: 'government-*', alias: 'government', must_exist: false } },
      { add: { index: INDICES[0], alias: 'government' } },
    ],
  });
  directory = await mkdtemp(join(tmpdir(), 'approver-'));
});
afterEach(async () => {
  await dashboard?.stop();
  await rm(directory, { recursive: true, force: true });
});

const clusters = () =>
  `clusters:\n  guarded: { name: search-guarded, url: "${server}", backups: backups, protected: { approval: true } }\n`;
const live = async () => (await aliasesOf(server))['government'];

const act = async (who: HttpClient, name: string, input: Record<string, unknown>): Promise<ActionValue> => {
  const { id, path } = builtActions().find((each) => each.name === name)!;
  return (await who.callAction(path, id, { cluster: 'guarded', ...input })).value!;
};
const review = async () =>
  JSON.parse(
    (await applicant.send(`/api/guarded/indices/switch-plan?index=${INDICES[1]}&alias=government`)).text,
  ) as SwitchReview;
const fingerprint = async () => (await review()).plan.fingerprint;

async function approvedBy(colleague: HttpClient): Promise<ApprovalsPage['approvals'][number]> {
  const asked = await act(applicant, 'askForApproval', { fingerprint: await fingerprint() });
  const given = await act(colleague, 'approvePlan', { approval: (asked.value as { id: string }).id });
  expect(given).toMatchObject({ ok: true });
  const { approvals } = JSON.parse((await applicant.send('/api/guarded/approvals')).text) as ApprovalsPage;
  expect(approvals).toHaveLength(1);
  return approvals[0]!;
}

const apply = async (more: Record<string, unknown> = {}) =>
  act(applicant, 'switchAlias', {
    index: INDICES[1],
    alias: 'government',
    fingerprint: await fingerprint(),
    once: `once-${Math.random()}`,
    typed: 'government',
    ...more,
  });

async function expectRefused(words: RegExp): Promise<void> {
  expect((await apply()).failure).toMatchObject({ code: 'refused', message: expect.stringMatching(words) });
  expect(await live()).toEqual([INDICES[0]]);
  expect(JSON.parse((await applicant.send('/api/guarded/approvals')).text)).toMatchObject({ approvals: [] });
  expect((await apply()).failure?.message).toContain('a second person must approve');
  expect((await applicant.send('/api/guarded/audit-log?text=withdraw')).text).toMatch(words);
}

async function expectMoved(): Promise<void> {
  const applied = await apply();
  if (!applied.ok) console.log(JSON.stringify(applied), dashboard.output().slice(-3000));
  expect(applied).toMatchObject({ ok: true });
  await expect.poll(live).toEqual([INDICES[1]]);
}

describe.each([
  ['that issues refresh tokens', true],
  ['that issues only access tokens', false],
])('with a provider %s,', (_, refreshTokens) => {
  let provider: TestProvider;

  beforeEach(async () => {
    const port = await freePort();
    provider = await startProvider(
      `http://127.0.0.1:${port}/api/sign-in/callback`,
      (name) => GROUPS[name] ?? ['on-call'],
      { refreshTokens },
    );
    dashboard = await startDashboard({
      directory,
      port,
      env: { OIDC_SECRET: CLIENT.secret },
      configuration: `
publicUrl: http://127.0.0.1:${port}
signIn: { kind: openid-connect, issuer: "${provider.issuer}", allowHttp: true, clientId: ${CLIENT.id}, clientSecret: { env: OIDC_SECRET } }
${ROLES}
${clusters()}`,
    });
    applicant = await signedIn('ann');
  });
  afterEach(() => provider.close());

  async function signedIn(name: string): Promise<HttpClient> {
    const visitor = new HttpClient(dashboard.url);
    const back = await signInAtProvider(visitor, name, '/api/sign-in/openid?to=%2F');
    expect((await visitor.send(`${back.pathname}${back.search}`)).headers.get('location')).toBe('/');
    return visitor;
  }

  test('the approval of a user who still exists is valid, also after they sign out here', async () => {
    const ben = await signedIn('ben');
    expect(await approvedBy(ben)).toMatchObject({ approvedBy: 'ben', askedAgain: 'provider' });
    const { id } = builtActions().find(({ name }) => name === 'signOut')!;
    await ben.callAction('/sign-in', id, undefined);
    await expectMoved();
  });

  test('the approval of a user who was removed is withdrawn', async () => {
    await approvedBy(await signedIn('ben'));
    provider.remove('ben');
    await expectRefused(/ben, who approved, no longer has access/);
  });

  test('the approval of a user who lost the role is withdrawn, on the command line too', async () => {
    await approvedBy(await signedIn('ben'));
    provider.setGroups('ben', ['staff']);
    const { status, stderr } = await commandLine([
      'switch',
      'guarded',
      INDICES[1],
      '--alias',
      'government',
      '--confirm',
      'government',
    ]);
    expect({ status, stderr }).toEqual({
      status: 4,
      stderr: expect.stringContaining('ben, who approved, may no longer approve'),
    });
    expect(await live()).toEqual([INDICES[0]]);
    expect((await apply()).failure?.message).toContain('a second person must approve');
  });

  test('an approval is not accepted while the provider can’t be reached, and break-glass is', async () => {
    await approvedBy(await signedIn('ben'));
    await provider.close();
    expect((await apply()).failure).toMatchObject({
      code: 'refused',
      message: expect.stringContaining('can’t be asked whether ben'),
      hint: expect.stringContaining('--break-glass'),
    });
    expect(await live()).toEqual([INDICES[0]]);
    expect(await apply({ breakGlass: REASON })).toMatchObject({ ok: true });
    await expect.poll(live).toEqual([INDICES[1]]);
    expect((await applicant.send('/api/guarded/audit-log?text=break')).text).toContain('"action":"break glass"');
  });

  test('the provider’s tokens are stored encrypted, and deleted when they are no longer needed', async () => {
    const ben = await signedIn('ben');
    const tokens = () => {
      const database = new DatabaseSync(join(dashboard.dataDirectory, 'access.sqlite'), { readOnly: true });
      const rows = database.prepare('SELECT sealed FROM provider_tokens').all();
      database.close();
      return rows.map(({ sealed }) => String(sealed));
    };
    expect(tokens()).toHaveLength(2);
    for (const encrypted of tokens()) expect(encrypted).toMatch(/^rds1\.[\w-]+$/);
    expect(statSync(join(dashboard.dataDirectory, 'session.key')).mode & 0o077).toBe(0);
    const { id } = builtActions().find(({ name }) => name === 'signOut')!;
    await ben.callAction('/sign-in', id, undefined);
    expect(tokens()).toHaveLength(1);
  });
});

test('the approval of a local user is valid while they exist and have the role', async () => {
  const users = join(directory, 'data/users.json');
  for (const [name, role] of [
    ['ann', 'admin'],
    ['ben', 'operator'],
  ] as const)
    await addLocalUser(users, name, PASSWORD, { role });
  dashboard = await startDashboard({ directory, configuration: `signIn: { kind: local }\n${clusters()}` });
  const signedIn = async (name: string) => {
    const visitor = new HttpClient(dashboard.url);
    const { id } = builtActions().find((each) => each.name === 'signIn')!;
    expect((await visitor.callAction('/sign-in', id, { name, password: PASSWORD, to: '/' })).value?.ok).toBe(true);
    return visitor;
  };
  applicant = await signedIn('ann');
  const ben = await signedIn('ben');
  expect(await approvedBy(ben)).toMatchObject({ askedAgain: 'users' });
  await addLocalUser(users, 'ben', PASSWORD, { role: 'viewer' });
  await expectRefused(/ben, who approved, may no longer approve on search-guarded/);
  await addLocalUser(users, 'ben', PASSWORD, { role: 'operator' });
  await approvedBy(ben);
  await expectMoved();
});

test('if an approver can’t be checked, the pages say how long the approval is valid, and removing the role withdraws it', async () => {
  const secret = 'planted-secret-of-the-proxy';
  const port = await freePort();
  const start = (roles: string) =>
    startDashboard({
      directory,
      port,
      env: { PROXY_SECRET: secret },
      configuration: `signIn: { kind: proxy, from: [127.0.0.1], proof: { header: x-proxy-secret, secret: { env: PROXY_SECRET } } }\n${roles}\n${clusters()}`,
    });
  const person = (name: string, group: string) =>
    new HttpClient(dashboard.url, { 'x-proxy-secret': secret, 'x-forwarded-user': name, 'x-forwarded-groups': group });
  dashboard = await start(ROLES);
  applicant = person('ann', 'search-admins');
  expect(await approvedBy(person('ben', 'on-call'))).toMatchObject({ askedAgain: null });
  expect((await applicant.send('/guarded/approvals')).text).toMatch(
    /Whether ben still has access can’t be checked again: the approval is valid until then/,
  );
  expect((await review()).guard).toMatchObject({ approval: { state: 'given', approval: { askedAgain: null } } });
  await dashboard.kill9();
  dashboard = await start('roles: { operator: [another-team], admin: [search-admins] }');
  await expectRefused(/ben, who approved, no longer has a role on search-guarded/);
});

const program = fileURLToPath(new URL('../../bin/restore-desk.mjs', import.meta.url));

function commandLine(words: string[]): Promise<{ status: number; stderr: string }> {
  const env = { NODE_ENV: 'production' as const, PATH: process.env['PATH'] ?? '', OIDC_SECRET: CLIENT.secret };
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...words], { cwd: directory, env }, (error, _stdout, stderr) =>
      resolve({ status: error ? Number(error.code) : 0, stderr }),
    );
  });
}
