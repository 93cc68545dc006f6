import { Fragment } from 'react';

/** After a dot, a dash, …; not after the first slash of a path, within a hidden folder's name or within a time of day. */
const BREAKS = /(?<=\S[._/,:-])(?<!\/\.)(?!(?<=\d:)\d)(?=.)/;

/** A long name with line breaks allowed after its dots and dashes, not within a word. */
export function BreakLongName({ text }: { text: string }) {
  return text.split(BREAKS).map((part, place) => (
    <Fragment key={place}>
      {place > 0 && <wbr />}
      {part}
    </Fragment>
  ));
}
