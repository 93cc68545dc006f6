import { formatUtc } from '../../format.ts';
import { visibleText } from '../../json/visible-text.ts';
import type { ZipPart } from '../zip-stream.ts';
import { auditLogPart } from './audit-log.ts';
import { clusterPart } from './cluster.ts';
import { documentParts } from './documents.ts';
import { jobPart } from './job.ts';
import { logPart } from './log.ts';
import { planPart, requestsPart } from './plan.ts';
import type { IncidentPart, IncidentSource } from './source.ts';
import { textOf } from './text.ts';

/** The files of a job's bundle, always in this order. What is left out is named in contents.txt, with the reason. */
export async function incidentParts(source: IncidentSource): Promise<ZipPart[]> {
  const parts: IncidentPart[] = [
    { name: 'summary.txt', what: 'What happened, for the incident channel.', content: textOf(source.summary) },
    jobPart(source),
    planPart(source),
    requestsPart(source),
    logPart(source),
    clusterPart(source),
    auditLogPart(source),
    ...(await documentParts(source)),
  ];
  const contents: IncidentPart = { name: 'contents.txt', what: '', content: contentsOf(source, parts) };
  return [contents, ...parts].flatMap(({ content, name }) =>
    content === undefined ? [] : [{ name, content, method: 'deflate' as const, modifiedAt: source.takenAt }],
  );
}

function contentsOf({ cluster, job, takenAt }: IncidentSource, parts: readonly IncidentPart[]): Buffer {
  const hasEnded = job.status !== 'queued' && job.status !== 'running';
  const width = Math.max(...parts.map(({ name }) => name.length)) + 2;
  const lines = (shown: readonly (readonly [string, string])[]) =>
    shown.map(([name, sentence]) => `  ${name.padEnd(width)}${sentence}`);
  const left = parts.filter(({ leftOut }) => leftOut !== undefined);
  return textOf(
    [
      `Job ${job.id} on ${cluster.name} (${cluster.environment}): ${job.title}`,
      `Written at ${formatUtc(takenAt.toISOString())}.${hasEnded ? '' : ` The job had not ended: its state is that of this moment.`}`,
      'Passwords, keys and tokens that Restore Desk knows are replaced by [hidden], except in documents/. Times are UTC.',
      '',
      'Files:',
      ...lines([
        ['contents.txt', 'This list.'],
        ...parts.filter(({ content }) => content !== undefined).map(({ name, what }) => [name, what] as const),
      ]),
      ...(left.length === 0
        ? []
        : ['', 'Left out:', ...lines(left.map(({ name, leftOut }) => [name, leftOut!] as const))]),
    ]
      .map(visibleText)
      .join('\n'),
  );
}
