import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { backupSource } from '../../lib/contract/backup-ref.ts';
import { clusterSettings, configurationSchema, configuredKey } from '../../lib/config/schema.ts';
import type { SetUpAnswers } from '../../lib/set-up/answers.ts';
import { configurationText } from '../../lib/set-up/configuration-text.ts';
import { useConfigurationFolder } from '../config/configuration-folder.ts';

const folder = useConfigurationFolder();

const answers: SetUpAnswers = {
  key: 'production',
  name: 'search-production',
  environment: 'production',
  url: 'https://search.example.org:9200',
  credentials: { username: 'restore-desk', password: { env: 'SEARCH_PASSWORD' } },
  ca: 'certificates/ca.pem',
  backups: '/var/backups/search',
};

describe('the text of a first configuration', () => {
  test('has what was answered, and nothing else that is not a comment', () => {
    expect(
      configurationText(answers)
        .split('\n')
        .filter((line) => line.trim() !== '' && !line.trim().startsWith('#')),
    ).toEqual([
      'clusters:',
      '  production:',
      '    name: search-production',
      '    environment: production',
      '    url: https://search.example.org:9200',
      '    credentials:',
      '      username: restore-desk',
      '      password: { env: SEARCH_PASSWORD }',
      '    tls: { ca: certificates/ca.pem }',
      '    backups: /var/backups/search',
    ]);
  });

  test('has an API key by the file that holds it, and no empty parts', () => {
    const text = configurationText({ ...answers, credentials: { apiKey: { file: '/run/secrets/key' } }, ca: null });
    expect(text).toContain('    credentials:\n      apiKey: { file: /run/secrets/key }\n    backups:');
    expect(configurationText({ ...answers, credentials: null, ca: null })).not.toMatch(/credentials|tls/);
  });

  test('has comments that are valid settings once they are none', () => {
    const text = configurationText({ ...answers, ca: null })
      .split('\n')
      .map((line) => (/^\s*# (?:\w+:|  )/.test(line) ? line.replace('# ', '') : line))
      .join('\n');
    expect(Object.keys(parse(text) as object).sort()).toEqual([
      'clusters',
      'data',
      'listen',
      'notifications',
      'signIn',
    ]);
    const { clusters, notifications, signIn } = folder.load(text, { SEARCH_PASSWORD: 'from-the-environment' });
    expect(clusters[0]).toMatchObject({ protected: true, readOnly: true, sensitive: true });
    expect([signIn.kind, notifications.channels.map(({ name }) => name)]).toEqual(['local', ['on-call']]);
  });

  test('loads to the answers, whatever they are', () => {
    fc.assert(
      fc.property(anyAnswers, (any) => {
        const text = configurationText(any);
        const { clusters } = configurationSchema.parse(parse(text));
        const entry = clusters[any.key]!;
        expect({
          key: Object.keys(clusters),
          name: entry.name,
          environment: entry.environment,
          url: entry.url,
          credentials: entry.credentials ?? null,
          ca: entry.tls?.ca ?? null,
          backups: entry.backups,
        }).toEqual({ ...any, key: [any.key] });
        // On a line of its own each, so that a person can read it.
        expect(text.split('\n')).toHaveLength(
          configurationText({ ...any, name: 'x', environment: 'x' }).split('\n').length,
        );
      }),
      { numRuns: 300 },
    );
  });

  test('loads from a file with odd answers, too', () => {
    const odd: SetUpAnswers = {
      key: 'null',
      name: `it's "search": 🔎 # no comment\n- {a: b} & *c`,
      environment: 'true',
      url: 'http://[::1]:9200/a path/#x',
      credentials: { username: '@ann: #1', password: { env: 'P, } W' } },
      ca: null,
      backups: './- backups: "today" #1',
    };
    const { clusters } = folder.load(configurationText(odd), { 'P, } W': 'planted' });
    expect(clusters[0]).toMatchObject({
      key: odd.key,
      name: odd.name,
      environment: odd.environment,
      backupSource: backupSource(join(folder.path, '- backups: "today" #1')),
    });
    expect(clusters[0]!.connection).toMatchObject({
      url: odd.url,
      auth: { username: '@ann: #1', password: 'planted' },
    });
  });

  test('has a certificate that is read from beside the file', () => {
    writeFileSync(join(folder.path, 'not # a: pem'), 'no certificate');
    expect(
      folder.loadError(configurationText({ ...answers, ca: 'not # a: pem' }), { SEARCH_PASSWORD: 'x-planted' }),
    ).toBe('clusters.production.tls.ca: The file not # a: pem holds no certificate in PEM form.');
  });
});

const accepted = (schema: { safeParse(value: unknown): { success: boolean } }) => (value: unknown) =>
  schema.safeParse(value).success;
const awkward = fc.constantFrom(
  '"',
  "'",
  ':',
  ': ',
  '#',
  ' #',
  '🙂',
  '- ',
  '{',
  '}',
  '[',
  ',',
  '&',
  '*',
  '!',
  '%',
  '@',
  '\\',
  '\n',
  '\t',
  '\u0085',
  '\u2028',
  '\ufeff',
  '\u0000',
  '~',
  'null',
  'true',
  '0x1',
  '1e3',
  '2026-01-08',
  ' ',
  'é',
  '=',
  '<<',
  '|',
  '>',
  '?',
  'a',
  'B',
);
const word = (most: number) =>
  fc
    .oneof(
      fc.string({ unit: 'grapheme', minLength: 1 }),
      fc.string({ unit: 'binary', minLength: 1 }),
      fc.array(awkward, { minLength: 1, maxLength: 8 }).map((parts) => parts.join('')),
    )
    // A lone half of a pair has no form in UTF-8.
    .map((value) => value.toWellFormed().slice(0, most).toWellFormed())
    .filter((value) => value !== '');
const reference = fc.oneof(
  word(200).map((env) => ({ env })),
  word(200).map((file) => ({ file })),
);
const anyAnswers: fc.Arbitrary<SetUpAnswers> = fc.record({
  key: fc
    .oneof(
      fc.constantFrom('null', 'true', 'no', '1', '007', '0x1f', '1e3', '2026-01-08'),
      fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,20}$/),
    )
    .filter(accepted(configuredKey)),
  name: word(100),
  environment: word(40),
  url: fc
    .oneof(
      fc.webUrl({ withQueryParameters: true, withFragments: true }),
      word(20).map((path) => `http://search/${path}`),
    )
    .filter(accepted(clusterSettings.shape.url)),
  credentials: fc.option(
    fc.oneof(
      fc.record({ username: word(50), password: reference }),
      reference.map((apiKey) => ({ apiKey })),
    ),
  ),
  ca: fc.option(word(50)),
  backups: fc.oneof(fc.constant('s3://backups/search'), word(50)).filter(accepted(clusterSettings.shape.backups)),
});
