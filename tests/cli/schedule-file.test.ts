import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatScheduleFile, parseScheduleFile } from '../../lib/cli/schedule-file.ts';
import { personKey } from '../../lib/contract/person.ts';
import { scheduleSpec, type ScheduleSpec } from '../../lib/contract/schedule.ts';
import { requireProbes } from '../../lib/kinds/drill/probes.ts';
import { failureOf } from '../support/failure-of.ts';

const NIGHTLY = `version: 1
schedules:
  - name: Nightly
    kind: backup
    what: { all: true }
    cron: '0 3 * * *'
    timeZone: Europe/London
    retention: { daily: 7 }
`;

const text = (least: number, most: number) => fc.string({ unit: 'grapheme', minLength: least, maxLength: most });
const keep = fc.integer({ min: -1, max: 10_000 });
const names = fc.constantFrom(
  'Nightly',
  'yes',
  'null',
  '007',
  '1e3',
  'Ünïcode 1',
  'a.b-c_d',
  '~'.repeat(0) + '0x1F',
  'true',
);
const what = fc.oneof(
  fc.constant({ all: true }),
  fc.record({
    aliases: fc.array(fc.constantFrom('government', 'a:b', '1.5', 'null'), { minLength: 1, maxLength: 3 }),
    indices: fc.array(fc.constantFrom('logs-*', '*', '.a*', '2018'), { maxLength: 3 }),
  }),
);
const times = fc.record({
  cron: fc.constantFrom('0 3 * * *', '*/15 * * * *', '30 1 * * 7', '0 0 1 1 *'),
  timeZone: fc.constantFrom('UTC', 'Europe/London', 'America/New_York'),
});
const rules = fc
  .record({
    last: keep,
    hourly: keep,
    daily: keep,
    weekly: keep,
    monthly: keep,
    yearly: keep,
    within: fc.constantFrom(null, '30d', '1y2m3d4h'),
  })
  .filter((each) => Object.values(each).some((rule) => rule !== 0 && rule !== null));
function mayBeAsked(query: string): boolean {
  try {
    requireProbes([{ name: 'a', query, minHits: 1, likeLivePercent: null }]);
    return true;
  } catch {
    return false;
  }
}

const probes = fc.array(
  fc.record({
    name: text(1, 20),
    query: text(1, 60).filter(mayBeAsked),
    minHits: fc.nat(1000),
    likeLivePercent: fc.constantFrom(null, 0, 2.5),
  }),
  { maxLength: 3 },
);
const missed = fc.constantFrom('run', 'record');
const spec: fc.Arbitrary<ScheduleSpec> = fc
  .oneof(
    fc
      .tuple(names, what, times, missed, fc.option(rules), fc.constantFrom(null, '/var/a b', 's3://backups/search'))
      .map(([name, selection, when, late, retention, to]) => ({
        name,
        kind: 'backup',
        what: selection,
        ...when,
        missed: late,
        retention,
        to,
      })),
    fc.tuple(names, what, times, fc.option(rules)).map(([name, selection, when, retention]) => ({
      name,
      kind: 'snapshot',
      what: selection,
      ...when,
      retention,
      to: 'nightly',
    })),
    fc
      .tuple(
        names,
        what,
        times,
        fc.record({
          which: fc.constantFrom('newest', 'turns'),
          documentsPerSecond: fc.constantFrom(null, 500),
          probes,
        }),
      )
      .map(([name, selection, when, drill]) => ({ name, kind: 'drill', what: selection, ...when, drill })),
  )
  .map((raw) => scheduleSpec.parse(raw));

describe('the file of schedules', () => {
  it('returns every schedule as it was exported', () => {
    const specs = fc.uniqueArray(spec, { maxLength: 4, selector: ({ name }) => personKey(name) });
    fc.assert(
      fc.property(specs, (schedules) => {
        expect(parseScheduleFile(formatScheduleFile(schedules), 'a.yaml')).toEqual(schedules);
      }),
      { numRuns: 300 },
    );
  });

  it('has no defaults, and its times in quotes', () => {
    const [nightly] = parseScheduleFile(NIGHTLY, 'a.yaml');
    expect(formatScheduleFile([nightly!])).toBe(
      `version: 1\nschedules:\n  - name: Nightly\n    kind: backup\n    what:\n      all: true\n    cron: '0 3 * * *'\n` +
        `    timeZone: Europe/London\n    missed: run\n    retention:\n      daily: 7\n`,
    );
  });

  it.each([
    [
      'an unknown field',
      NIGHTLY.replace('timeZone', 'timezone'),
      /line 7: schedules\[0\]\.timezone: There is no such key; did you mean `timeZone`/,
    ],
    ['a field of the file', `${NIGHTLY}more: 1\n`, /line 9: more: There is no such key/],
    ['another version', NIGHTLY.replace('version: 1', 'version: 2'), /line 1: version: /],
    ['no version', NIGHTLY.replace('version: 1\n', ''), /line 1: version: One of "1"/],
    ['a wrong time', NIGHTLY.replace('0 3 *', '0 99 *'), /line 6: schedules\[0\]\.cron: /],
    ['a wrong zone', NIGHTLY.replace('London', 'Lundon'), /line 7: schedules\[0\]\.timeZone: /],
    ['a relative directory', `${NIGHTLY}    to: backups\n`, /line 9: schedules\[0\]\.to: /],
    [
      'two schedules of one name',
      NIGHTLY + NIGHTLY.split('\n').slice(2).join('\n').replace('Nightly', 'NIGHTLY'),
      /line 9: Two schedules are named NIGHTLY/,
    ],
    ['broken YAML', NIGHTLY.replace('{ all: true }', '{ all: true'), /line \d+: Not readable as YAML/],
    ['a field twice', `${NIGHTLY}    cron: '0 4 * * *'\n`, /line 9: Not readable as YAML \(duplicate key\)/],
    ['an anchor', NIGHTLY.replace('{ all: true }', '&all { all: true }'), /line 5: Anchors and aliases/],
    ['an alias', `x: &x [1]\ny: [*x, *x, *x]\n${NIGHTLY}`, /line 1: Anchors and aliases/],
    ['an unknown tag', NIGHTLY.replace('Nightly', '!!js/function x'), /line 3: Not readable as YAML/],
    ['two documents', `${NIGHTLY}---\n${NIGHTLY}`, /Not readable as YAML/],
    ['nothing', '', /line 1: The file/],
    ['many levels', '['.repeat(200_000), /nested too deeply|Not readable/],
    ['a huge file', `# ${'x'.repeat(1_100_000)}`, /larger than 1 MiB/],
    [
      'a probe with a script',
      `${NIGHTLY.replace('kind: backup', 'kind: drill').replace('    retention: { daily: 7 }\n', '')}    drill:\n      probes: [{ name: a, query: '{"script":{"source":"1"}}', minHits: 1 }]\n`,
      /line 9: schedules\[0\]\.drill\.probes\[0\]\.query: /,
    ],
    [
      'a drill with retention',
      NIGHTLY.replace('kind: backup', 'kind: drill'),
      /line 8: schedules\[0\]\.retention: A drill deletes/,
    ],
  ])('refuses %s, with its line', async (_, file, sentence) => {
    const failure = await failureOf(() => parseScheduleFile(file, 'a.yaml'));
    expect(failure).toMatchObject({ code: 'invalid_input', message: expect.stringMatching(sentence) });
  });
});
