import { Fragment } from 'react';
import type { NamedObject } from '@/lib/contract/overview.ts';
import { formatCount } from '@/lib/format.ts';
import { AliasName } from './alias-name.tsx';
import { IndexName } from './index-name.tsx';

const SHOWN = 3;

/** "a, b and 3 more" in a sentence, as `formatList` writes it, each name a link to its page. Not within a paragraph. */
export function NamesInList({ names, of }: { names: readonly string[]; of: NamedObject['of'] }) {
  const shown = names.slice(0, SHOWN);
  const more = names.length - shown.length;
  return (
    <>
      {shown.map((name, place) => (
        <Fragment key={name}>
          {place > 0 && (more === 0 && place === shown.length - 1 ? ' and ' : ', ')}
          {of === 'alias' ? <AliasName name={name} inSentence /> : <IndexName name={name} inSentence />}
        </Fragment>
      ))}
      {more > 0 && ` and ${formatCount(more)} more`}
    </>
  );
}
