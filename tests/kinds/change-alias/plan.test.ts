import { expect, test } from 'vitest';
import { changeAliasPlan } from '../../../lib/kinds/change-alias/schema.ts';
import { call } from '../../support/elasticsearch.ts';
import { failureOf } from '../../support/failure-of.ts';
import { removeBlocks } from '../../support/remove-blocks.ts';
import { fill, make, NEW, OLD, setUpSwitch } from '../switch/builders.ts';
import { changesOn, checkIds, OLDER } from './builders.ts';

const { server } = setUpSwitch();
const { planAdd, planRemove } = changesOn(server);

test('a second index takes the filter and the routing of the first one, and writes then fail: both are said', async () => {
  await make(server, OLD, { aliases: { government: { filter: { term: { n: 1 } }, routing: '7' } } });
  await make(server, NEW, { mappings: { properties: { n: { type: 'long' } } } });
  await fill(server, NEW, 3);
  const plan = changeAliasPlan.parse(await planAdd(NEW));
  expect(plan).toMatchObject({
    membership: { alias: 'government', filter: { term: { n: 1 } }, indexRouting: '7', searchRouting: '7' },
    writes: { before: OLD, after: null },
    canKeepWrites: true,
    after: [{ index: OLD }, { index: NEW }],
  });
  expect(checkIds(plan, 'warn')).toEqual(['beside-others', 'writes-fail']);
  // The other index is not part of the request.
  expect(plan.requests.map(({ body }) => body)).toEqual([
    `{"actions":[{"add":{"index":"${NEW}","alias":"government","filter":{"term":{"n":1}},"index_routing":"7","search_routing":"7"}}]}`,
  ]);
});

test('writes are kept on the only index by its write flag, if that is wanted', async () => {
  await make(server, OLD, { aliases: { government: {} } });
  await make(server, NEW);
  const plan = await planAdd(NEW, 'government', true);
  expect(plan).toMatchObject({ keepsWrites: true, writes: { before: OLD, after: OLD } });
  expect(checkIds(plan, 'warn')).not.toContain('writes-fail');
});

test('an index beside a write index never becomes a second one', async () => {
  await make(server, OLD, { aliases: { government: { is_write_index: true } } });
  await make(server, OLDER, { aliases: { government: {} } });
  await make(server, NEW);
  const plan = await planAdd(NEW);
  expect(plan).toMatchObject({ writes: { before: OLD, after: OLD }, canKeepWrites: false });
  expect(plan.membership.isWriteIndex).toBeUndefined();
  expect(checkIds(plan, 'warn')).not.toContain('writes-fail');
});

test('an alias that does not exist is created, with a warning about its spelling', async () => {
  await make(server, NEW);
  await fill(server, NEW, 2);
  const plan = await planAdd(NEW, 'fresh');
  expect(plan).toMatchObject({ before: [], shown: { before: 0, after: 2 }, writes: { after: NEW } });
  expect(checkIds(plan, 'warn')).toEqual(expect.arrayContaining(['new-alias']));
});

test('what the alias has is not added, what it lacks is not removed, and a missing index has no plan', async () => {
  await make(server, OLD, { aliases: { government: {} } });
  await make(server, NEW);
  expect(checkIds(await planAdd(OLD), 'refuse')).toEqual(['already']);
  expect(checkIds(await planRemove(NEW), 'refuse')).toEqual(['not-in']);
  expect(checkIds(await planRemove(NEW, 'nowhere'), 'refuse')).toEqual(['not-in']);
  expect(await failureOf(planAdd('missing'))).toMatchObject({ code: 'not_found' });
  expect(await failureOf(planAdd(NEW, 'a*'))).toMatchObject({ code: 'invalid_input' });
});

test('a name that is an index is refused as an alias', async () => {
  await make(server, 'government');
  await make(server, NEW);
  expect(checkIds(await planAdd(NEW), 'refuse')).toContain('alias-is-index');
});

test('removing the last index says that the alias is deleted, and that all documents are lost to it', async () => {
  await make(server, OLD, { aliases: { government: {} } });
  await fill(server, OLD, 3);
  const plan = await planRemove(OLD);
  expect(plan).toMatchObject({ after: [], shown: { before: 3, after: 0 } });
  expect(checkIds(plan, 'warn')).toEqual(['deletes-alias', 'loses-documents']);
});

test('removing the write index of three says that writes fail, and of two that they go to the other', async () => {
  await make(server, OLDER, { aliases: { government: {} } });
  await make(server, OLD, { aliases: { government: {} } });
  await make(server, NEW, { aliases: { government: { is_write_index: true } } });
  const plan = await planRemove(NEW);
  expect([plan.writes, checkIds(plan, 'warn')]).toEqual([{ before: NEW, after: null }, ['writes-fail']]);
  await call(server.url, 'POST', '/_aliases', { actions: [{ remove: { index: OLDER, alias: 'government' } }] });
  const ofTwo = await planRemove(NEW);
  expect([ofTwo.writes, checkIds(ofTwo, 'warn')]).toEqual([{ before: NEW, after: OLD }, ['writes-move']]);
});

test('a closed index is opened before it is added, and one that remains alone is warned of', async () => {
  await make(server, OLD, { aliases: { government: {} } });
  await make(server, NEW);
  await call(server.url, 'POST', `/${NEW}/_close`);
  const plan = await planAdd(NEW);
  expect(plan.requests.map(({ path }) => path)[0]).toBe(`/${NEW}/_open`);
  expect(checkIds(plan, 'warn')).toContain(`closed-${NEW}`);
  await call(server.url, 'POST', '/_aliases', { actions: [{ add: { index: NEW, alias: 'government' } }] });
  expect(checkIds(await planRemove(OLD), 'warn')).toContain('closed-remain');
});

test.each(['metadata', 'read_only'])('an index under a %s block is neither added nor removed', async (block) => {
  await make(server, OLD, { aliases: { government: {} } });
  await make(server, NEW);
  try {
    for (const index of [OLD, NEW])
      await call(server.url, 'PUT', `/${index}/_settings`, { [`index.blocks.${block}`]: true });
    expect(checkIds(await planAdd(NEW), 'refuse')).toContain(`block-${block}-${NEW}`);
    expect(checkIds(await planRemove(OLD), 'refuse').length).toBeGreaterThan(0);
  } finally {
    await removeBlocks(server.url);
  }
});

test('two plans of the same change have one fingerprint, and that of a changed alias has another', async () => {
  await make(server, OLD, { aliases: { government: {} } });
  await make(server, NEW);
  const first = await planAdd(NEW);
  expect((await planAdd(NEW)).fingerprint).toBe(first.fingerprint);
  expect((await planAdd(NEW, 'government', true)).fingerprint).not.toBe(first.fingerprint);
  await call(server.url, 'POST', '/_aliases', {
    actions: [{ add: { index: OLD, alias: 'government', is_write_index: true } }],
  });
  expect((await planAdd(NEW)).fingerprint).not.toBe(first.fingerprint);
});
