/** A key, or the position in a list; `above`: of what contains it. */
export interface Path {
  above: Path | null;
  step: string | number;
}

/** In characters. Of a longer path the end is displayed. */
const LONGEST = 300;

/** `address.lines[2]`, `["a.b"].c`; empty for the document itself. */
export function fieldPath(path: Path | null): string {
  const steps: string[] = [];
  let length = 0;
  for (let at = path; at !== null; at = at.above) {
    const step = stepText(at);
    length += step.length;
    if (length > LONGEST) {
      steps.push(steps.length === 0 ? `…${step.slice(-LONGEST).toWellFormed()}` : '…');
      break;
    }
    steps.push(step);
  }
  return steps.reverse().join('');
}

/** Needs no quotes in a path. */
const PLAIN = /^[^.[\]"\s]+(?: [^.[\]"\s]+)*$/u;

function stepText({ above, step }: Path): string {
  if (typeof step === 'number') return `[${step}]`;
  if (!PLAIN.test(step)) return `[${JSON.stringify(step)}]`;
  return above === null ? step : `.${step}`;
}
