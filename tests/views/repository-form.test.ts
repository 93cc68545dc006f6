import { expect, test } from 'vitest';
import {
  emptyForm,
  formOfRepository,
  missingFields,
  settingLines,
} from '@/app/[cluster]/repositories/form-settings.ts';
import { snapshotState } from '@/components/backups/snapshot-labels.ts';
import { SNAPSHOT_STATES } from '@/lib/elasticsearch/snapshots/list-snapshots.ts';
import { repositoryAsked } from '@/lib/kinds/change-repository/review.ts';

const registered = {
  name: 'nightly',
  type: 'fs',
  settings: [
    { name: 'compress', value: 'false' },
    { name: 'location', value: '/mnt/a=b' },
    { name: 'max_number_of_snapshots', value: '500' },
    { name: 'readonly', value: 'true' },
  ],
};

const asked = (settings: string) =>
  repositoryAsked.safeParse({ action: 'register', name: 'nightly', type: 'fs', settings });

test('a registered repository goes through its form without a change', () => {
  const form = formOfRepository(registered);
  expect(form).toMatchObject({ readOnly: true, more: 'max_number_of_snapshots=500' });
  const { data } = asked(settingLines(form));
  const sorted = 'settings' in data! ? [...data.settings].sort((a, b) => (a.name < b.name ? -1 : 1)) : [];
  expect(sorted).toEqual(registered.settings);
});

test('a form names what is still missing', () => {
  expect(missingFields(emptyForm('s3'))).toEqual(['Name', 'Bucket']);
  expect(missingFields(emptyForm(''))).toEqual(['Name', 'Type']);
  expect(missingFields(formOfRepository(registered))).toEqual([]);
});

test('empty fields and the fields of another type are not sent', () => {
  const values = new Map([
    ['location', ' /mnt/a '],
    ['chunk_size', ''],
    ['bucket', 'left over'],
  ]);
  expect(settingLines({ ...emptyForm('fs'), values })).toBe('location=/mnt/a');
});

test('a line that is no setting, and a setting that is given twice, are refused by name', () => {
  const messages = (settings: string) => asked(settings).error?.issues.map(({ message }) => message);
  expect(messages('location')).toEqual(['“location” is not KEY=VALUE.']);
  expect(messages('a=1\n\n a = 2')).toEqual(['a is given twice.']);
});

test('each state of a snapshot has a word of its own, and an unknown one is shown as it is', () => {
  const words = SNAPSHOT_STATES.map((state) => snapshotState(state).word);
  expect(new Set(words).size).toBe(SNAPSHOT_STATES.length);
  expect(words.filter((word) => /[A-Z]{2}/.test(word))).toEqual([]);
  expect(snapshotState('NEW_STATE')).toEqual({ level: 'unknown', word: 'NEW_STATE' });
});
