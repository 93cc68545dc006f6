import { Fragment } from 'react';
import type { NamedObject } from '@/lib/contract/overview.ts';
import { splitAtNamed } from '@/lib/present/readable-names.ts';
import { AliasName } from './alias-name.tsx';
import { IndexName } from './index-name.tsx';

interface NamedTextProps {
  text: string;
  /** The indices and aliases that the sentence names, where they are known. */
  named?: readonly NamedObject[] | undefined;
}

/**
 * A sentence in which each dated name of an index, and each name that is given, is written as everywhere on the pages and leads
 * to its page.
 */
export function NamedText({ text, named = [] }: NamedTextProps) {
  return splitAtNamed(text, named).map((piece, place) => (
    <Fragment key={place}>
      {piece.of === 'index' ? (
        <IndexName name={piece.text} inSentence />
      ) : piece.of === 'alias' ? (
        <AliasName name={piece.text} inSentence />
      ) : (
        piece.text
      )}
    </Fragment>
  ));
}
