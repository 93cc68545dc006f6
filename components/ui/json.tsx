/** In characters: longer text is displayed as it came, because laying it out again takes the browser too long. */
const PRETTY_UP_TO = 200_000;

/**
 * JSON laid out over lines. Takes the text, not the value: parsing would round its 64-bit numbers. Text that is not JSON is
 * displayed as it is.
 */
export function Json({ text, name }: { text: string; name: string }) {
  return (
    <pre
      tabIndex={0}
      role="region"
      aria-label={name}
      className="max-h-96 overflow-auto rounded-md border bg-sunken px-3.5 py-3 whitespace-pre-wrap [overflow-wrap:anywhere] text-text"
    >
      {text.length > PRETTY_UP_TO ? text : layOut(text)}
    </pre>
  );
}

/** Adds line breaks and two spaces per level outside of strings; no other character changes. */
export function layOut(text: string): string {
  if (!isJson(text)) return text;
  let laidOut = '';
  let depth = 0;
  const line = () => `\n${'  '.repeat(depth)}`;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s"{}[\],:]+|"/gs)) {
    if (token === '}' || token === ']') {
      depth = Math.max(0, depth - 1);
      const isEmpty = /[{[]\s*$/.test(laidOut);
      laidOut = isEmpty ? laidOut.trimEnd() + token : laidOut + line() + token;
    } else if (token === '{' || token === '[') {
      depth += 1;
      laidOut += token + line();
    } else if (token === ',') laidOut += token + line();
    else if (token === ':') laidOut += ': ';
    else laidOut += token;
  }
  return laidOut;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
