import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { SCHEMA } from '../../../lib/jobs/store/schema.ts';

/**
 * One for each entry. An entry that is changed is run by new databases only: those that have run it before would lack the
 * change. Add an entry instead, and its digest here.
 */
const DIGESTS = [
  '1e709f8ff2a936c9',
  '48f0da0e18947af6',
  'b8146b751e2aad7c',
  '8bd1e6b080aca93e',
  'e7d15ee9326b604b',
  'f1358512b36a0231',
  '79c49357ffd6cefb',
  'ab6dcf21b86df923',
  'f8cd2ee815ac8c28',
  'c40388fed6990a44',
  'eb5cc370e1ef835d',
  '344c0ea8002ea716',
  '96f3c0bdb4b5738b',
  '897251c8ef674dc3',
  '88d4d80c11fc2360',
  '8e41d75365d6b1d6',
  '21f7d675dd064952',
  '0fe9b6b3cc80ceec',
  '49a7693e1fb628f2',
];

const digestOf = (statements: string): string => createHash('sha256').update(statements).digest('hex').slice(0, 16);

test('every entry of the schema is as it was when databases ran it', () => {
  expect(SCHEMA.map(digestOf)).toEqual(DIGESTS);
});
