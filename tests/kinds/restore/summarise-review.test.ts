import { expect, test } from 'vitest';
import type { SettingChange } from '@/lib/contract/plan.ts';
import type { RestorePlan } from '@/lib/kinds/restore/schema.ts';
import { optionsSummary, requestsSummary, settingsSummary } from '@/lib/kinds/restore/summarise-review.ts';

const change = (name: string, action: SettingChange['action']): SettingChange => ({
  name,
  action,
  from: null,
  to: null,
  why: '',
});
const plan = (changes: SettingChange[], fields = 0, uuid: string | null = null) =>
  ({
    alias: null,
    before: [],
    resume: null,
    target: { index: 'new', uuid, aliases: [] },
    settings: { changes },
    mappings: { changes: Array.from({ length: fields }, (_, n) => ({ path: `f${n}`, from: null, to: null, why: '' })) },
  }) as unknown as RestorePlan;

test('the summary of settings counts what changes apart from what every restore leaves out', () => {
  const routine = ['index.uuid', 'index.provided_name'].map((name) => change(name, 'dropped'));
  expect(settingsSummary(plan([...routine, change('index.refresh_interval', 'tuned')]))).toBe(
    '1 setting changes, 2 are left out, mappings are equal',
  );
  expect(settingsSummary(plan([], 2))).toBe('settings are equal, 2 fields change');
  expect(settingsSummary(plan([], 0, 'u'))).toBe('the existing index keeps its own');
});

test('the summary of options names what differs from the default', () => {
  expect(optionsSummary({})).toBe('defaults');
  expect(optionsSummary({ switchAlias: 'no', alias: 'a' }, ['alias'])).toBe('defaults');
  expect(optionsSummary({ allowPartial: 'no', shards: '3', settings: '{}' })).toBe('shards, settings');
});

test('the summary of requests counts them', () => {
  expect(requestsSummary(6)).toBe('6 calls as curl');
  expect(requestsSummary(1)).toBe('1 call as curl');
  expect(requestsSummary(0)).toBe('none');
});
