import { Fragment } from 'react';
import { splitAtNames } from '@/lib/present/readable-names.ts';
import { IndexName } from './index-name.tsx';

/** A sentence in which each dated name of an index is written as everywhere on the pages, with its full name on demand. */
export function NamedText({ text }: { text: string }) {
  return splitAtNames(text).map((piece, place) =>
    piece.isName ? (
      <IndexName key={place} name={piece.text} inSentence />
    ) : (
      <Fragment key={place}>{piece.text}</Fragment>
    ),
  );
}
