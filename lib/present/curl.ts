import type { PlannedRequest } from '../contract/plan.ts';

/** A request as a curl command, without the address and the credentials. */
export function curlOf(request: PlannedRequest): string {
  const lines = [
    `curl -X ${request.method} "$ELASTICSEARCH_URL"${quoted(request.path.startsWith('/') ? request.path : `/${request.path}`)}`,
  ];
  if (request.body !== undefined) {
    lines[0] += ' \\';
    lines.push(
      `  -H 'content-type: ${request.body.includes('\n') && isLines(request.body) ? 'application/x-ndjson' : 'application/json'}' \\`,
    );
    lines.push(`  --data-binary ${quoted(request.body)}`);
  }
  return lines.join('\n');
}

/** Quoted as one word for a shell, whatever it contains: names and bodies come from the cluster. */
const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

/** Several JSON values, one a line, rather than one that is indented. */
const isLines = (body: string) =>
  body
    .trimEnd()
    .split('\n')
    .every((line) => line.startsWith('{') && line.endsWith('}'));

export const curlScript = (requests: readonly PlannedRequest[]): string =>
  requests
    .map((request) => `${request.note ? `# ${request.note.replaceAll('\n', ' ')}\n` : ''}${curlOf(request)}`)
    .join('\n\n');
