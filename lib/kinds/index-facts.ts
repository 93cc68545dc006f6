import { formatList } from '../format.ts';
import type { Fact } from './kind.ts';

/** Names of indices, each a link; "nothing" where there are none. With more than `maxNames` the last words are "and 4 more". */
export const indicesFact = (name: string, indices: readonly string[], maxNames?: number): Fact =>
  indices.length === 0
    ? { name, value: 'nothing' }
    : {
        name,
        value: maxNames === undefined ? indices.join(', ') : formatList(indices, maxNames),
        code: true,
        of: 'index',
      };

/** Names of aliases, each a link; "none" where there are none. */
export const aliasesFact = (name: string, aliases: readonly string[]): Fact =>
  aliases.length === 0 ? { name, value: 'none' } : { name, value: formatList(aliases), of: 'alias' };
