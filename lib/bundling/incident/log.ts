import { visibleText } from '../../json/visible-text.ts';
import { plural } from '../../format.ts';
import { textsOf } from '../../present/named-job.ts';
import type { IncidentPart, IncidentSource } from './source.ts';
import { textOf } from './text.ts';

const LINES_AT_A_TIME = 1000;

/** Up to the last line that there is now, read in pages as the zip is written. */
export function logPart({ job, logText, store }: IncidentSource): IncidentPart {
  const textFor = logText ?? textsOf(job.work);
  const { last } = store.log(job.id, 1, 1);
  return {
    name: 'log.txt',
    what:
      last === 0
        ? 'The log of the job: it has no lines.'
        : `The log of the job: ${plural(last, 'line')}, each with its time.`,
    content: async function* () {
      for (let from = 1; from <= last; from += LINES_AT_A_TIME) {
        const { lines } = store.log(job.id, from, Math.min(LINES_AT_A_TIME, last - from + 1));
        yield textOf(lines.map(({ at, text }) => `${at}  ${visibleText(textFor(text))}`).join('\n'));
        // Between two pages other requests are answered.
        await new Promise(setImmediate);
      }
    },
  };
}
