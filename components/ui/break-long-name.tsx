import { Fragment } from 'react';

/** A long name that may be broken behind its dots and dashes, not in the middle of a word. */
export function BreakLongName({ text }: { text: string }) {
  return text.split(/(?<=[._/,:-])(?=.)/).map((part, place) => (
    <Fragment key={place}>
      {place > 0 && <wbr />}
      {part}
    </Fragment>
  ));
}
