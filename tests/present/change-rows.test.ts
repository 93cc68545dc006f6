import { expect, test } from 'vitest';
import { mappingRows, settingRows } from '@/lib/present/change-rows.ts';

test('a setting says what happens to it where its value does not', () => {
  const setting = { name: 'index.x', from: '1', to: null, why: 'because' };
  const notes = (['dropped', 'neutralised', 'overridden', 'tuned'] as const).map(
    (action) => settingRows([{ ...setting, action }])[0]!.note,
  );
  expect(notes).toEqual(['removed', 'turned off', 'not set', 'during the load only']);
  expect(settingRows([{ ...setting, to: '-1', action: 'tuned' }])[0]).toMatchObject({
    to: '-1',
    note: 'during the load only',
    own: false,
  });
  expect(settingRows([{ ...setting, to: '2', action: 'overridden' }])[0]).toMatchObject({ note: null, own: true });
});

test('a change of the mapping itself has a name', () => {
  expect(mappingRows([{ path: '', from: 'a', to: null, why: '' }])[0]).toMatchObject({
    name: 'the whole mapping',
    note: 'removed',
  });
});
