import { expect, test } from 'vitest';
import { EMPTY_FORM, errorsOf, formOf, specOf } from '../../app/[cluster]/schedules/form.ts';
import { paths } from '../../components/paths.ts';
import { scheduleSpec } from '../../lib/contract/schedule.ts';
import { aSpec } from '../support/a-schedule.ts';

test.each([
  aSpec(),
  aSpec({ what: { aliases: ['government', 'detailed'], indices: ['logs-*', 'orders-1'] }, missed: 'record' }),
  aSpec({ kind: 'snapshot', to: 'nightly', retention: { last: 3, within: '30d' } }),
  aSpec({ to: 's3://bucket/prefix', retention: { daily: -1 } }),
  aSpec({
    kind: 'drill',
    drill: {
      which: 'turns',
      documentsPerSecond: 500,
      probes: [{ name: 'tax', query: 'tax', minHits: 3, likeLivePercent: 2.5 }],
    },
  }),
])('a saved schedule is the same after its form, $kind', (spec) => {
  expect(scheduleSpec.parse(specOf(formOf(spec)))).toEqual(spec);
});

test('the empty form is a valid schedule but for its name', () => {
  const typed = specOf({ ...EMPTY_FORM, name: ' Nightly ' });
  expect(scheduleSpec.parse(typed)).toMatchObject({
    name: 'Nightly',
    what: { all: true },
    retention: null,
    drill: null,
  });
});

test('names that were chosen before every alias was are not sent', () => {
  const form = {
    ...EMPTY_FORM,
    name: 'a',
    patterns: 'logs-*',
    selection: { all: 'yes' as const, aliases: 'government' },
  };
  expect(specOf(form).what).toEqual({ all: true, aliases: [], indices: [] });
});

test('patterns are separated by lines, spaces and commas, each once', () => {
  const form = { ...EMPTY_FORM, selection: {}, patterns: 'logs-*\n orders-1, logs-*\n' };
  expect(specOf(form).what.indices).toEqual(['logs-*', 'orders-1']);
});

test('rules of an old kind are not sent with a drill', () => {
  expect(specOf({ ...EMPTY_FORM, kind: 'drill', deletes: true }).retention).toBeNull();
});

test('what is no number is refused beside its field', () => {
  const typed = specOf({ ...EMPTY_FORM, name: 'a', deletes: true, rules: { ...EMPTY_FORM.rules, daily: 'many' } });
  const paths = scheduleSpec.safeParse(typed).error!.issues.map(({ path }) => path.join('.'));
  expect(paths).toEqual(['retention.daily']);
});

test('a message of a part counts for the field, and the first failure is shown', () => {
  const at = errorsOf({ 'spec.what.aliases.0': 'No such alias.' }, { what: 'Other.', name: 'Another has it.' });
  expect(at('what')).toBe('No such alias.');
  expect(at('name')).toBe('Another has it.');
  expect(at('cron')).toBeUndefined();
});

test('the page of a schedule named as the page that makes one is another page', () => {
  expect(paths.schedule('production', 'new')).toBe('/production/schedules/New');
  expect(paths.changeSchedule('production', 'Every night')).toBe('/production/schedules/Every%20night/change');
});
