import { expect, test } from 'vitest';
import { found, type Found, type FoundObject } from '../../lib/contract/find.ts';
import { fitted } from '../../lib/pages/find/fitted.ts';

const LONG = 'é'.repeat(127) + 'x';
const at = '2026-01-01T00:00:00.000Z';
const on = (cluster: number) => ({ cluster: `cluster-${cluster}` });

const objects = (kind: FoundObject['kind'], count: number): FoundObject[] =>
  Array.from({ length: count }, (_, n): FoundObject => {
    const name = `${n}${LONG}`;
    switch (kind) {
      case 'alias':
        return { kind, ...on(n), name, indices: 1, index: name, documents: 1 };
      case 'index':
        return { kind, ...on(n), name, state: 'open', documents: 1, aliases: 0, group: name };
      case 'backup':
        return {
          kind,
          ...on(n),
          id: `${LONG}/${name}`,
          name: LONG.slice(0, 120),
          takenAt: at,
          documents: 1,
          readable: true,
        };
      case 'snapshot':
        return { kind, ...on(n), repository: LONG, name, takenAt: at, state: 'SUCCESS', indices: 1 };
      case 'job':
        return { kind, ...on(n), id: String(n), name: LONG.slice(0, 120), status: 'succeeded', createdAt: at };
      case 'incident':
        return { kind, ...on(n), id: String(n), name: LONG.slice(0, 120), open: true, since: 'since 03:00 UTC' };
      case 'schedule':
        return { kind, ...on(n), name, paused: false };
      case 'repository':
        return { kind, ...on(n), name, type: 'fs' };
    }
  });

const KINDS = ['alias', 'index', 'backup', 'snapshot', 'job', 'incident', 'schedule', 'repository'] as const;
const permissions = Array.from({ length: 25 }, (_, n) => `change-something-${n}`);
const whole: Found = {
  groups: KINDS.map((kind) => ({ kind, objects: objects(kind, 8), more: 10 })),
  elsewhere: { objects: objects('index', 8), more: 0 },
  actedOn: KINDS.flatMap((kind) => objects(kind, 4)),
  may: [{ clusters: Array.from({ length: 8 }, (_, n) => `cluster-${n}`), permissions }],
  notes: [],
  reading: false,
};

test('names of 255 bytes of every kind leave an answer below 20 KB, with each kind and exact addresses', () => {
  expect(Buffer.byteLength(JSON.stringify(whole))).toBeGreaterThan(40_000);
  const answer = found.parse(fitted(whole));
  expect(Buffer.byteLength(JSON.stringify(answer))).toBeLessThan(20_000);
  expect(answer.groups.map(({ kind }) => kind)).toEqual([...KINDS]);
  expect([...new Set(answer.actedOn.map(({ kind }) => kind))]).toEqual([...KINDS]);
  for (const { more, objects } of answer.groups) expect(more + objects.length).toBe(18);
  for (const [place, { objects }] of answer.groups.entries())
    expect(objects).toEqual(whole.groups[place]!.objects.slice(0, objects.length));
  expect(answer.may).toEqual(whole.may);
});

test('an answer that is small is left as it is', () => {
  const small = { ...whole, groups: whole.groups.slice(0, 1), actedOn: [] };
  expect(fitted(small)).toEqual(small);
});
