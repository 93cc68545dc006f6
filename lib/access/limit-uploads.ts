import { personKey } from '../contract/person.ts';
import { AppError } from '../errors.ts';
import { processGlobal } from '../process-wide.ts';

/** Each holds a connection, and writes to a disk. */
const MOST_OF_ONE = 2;
const MOST = 4;

const underWay = processGlobal('uploads-under-way', () => new Map<string, number>());

/** Returns what ends it. Throws `overloaded` where this person, or all together, have too many. */
export function beginUpload(name: string): () => void {
  const person = personKey(name);
  const own = underWay().get(person) ?? 0;
  const all = [...underWay().values()].reduce((sum, some) => sum + some, 0);
  if (own >= MOST_OF_ONE) throw tooMany(`You have ${MOST_OF_ONE} uploads running, which is the maximum.`);
  if (all >= MOST) throw tooMany(`${MOST} uploads are running, which is the maximum.`);
  underWay().set(person, own + 1);
  let ended = false;
  return () => {
    if (ended) return;
    ended = true;
    const left = (underWay().get(person) ?? 1) - 1;
    if (left > 0) underWay().set(person, left);
    else underWay().delete(person);
  };
}

const tooMany = (message: string) =>
  new AppError('overloaded', message, { hint: 'Wait for one to end, then try again.' });
