import { Fragment } from 'react';

/** A long name with line breaks allowed after its dots and dashes, not within a word. */
export function BreakLongName({ text }: { text: string }) {
  return text.split(/(?<=[._/,:-])(?=.)/).map((part, place) => (
    <Fragment key={place}>
      {place > 0 && <wbr />}
      {part}
    </Fragment>
  ));
}
