import { expect, test } from 'vitest';
import { kinds } from '../../lib/kinds/kinds.ts';
import { worksOn } from '../../lib/kinds/works-on.ts';
import { switchOf, verifyOf } from '../jobs/builders.ts';

test('a switch works on its alias, a verification on its backups, each once and sorted', () => {
  expect(worksOn(switchOf())).toEqual(['government']);
  const [b] = verifyOf('/backups/b.zip').backups;
  const [a] = verifyOf('/backups/a.zip').backups;
  expect(worksOn({ kind: 'verify', backups: [b, a, b] } as never)).toEqual([a!.id, b!.id]);
});

test('the work of a kind that this version does not know works on itself', () => {
  expect(worksOn({ kind: 'from-the-future' })).toEqual([kinds.of({ kind: 'from-the-future' }).label]);
});
