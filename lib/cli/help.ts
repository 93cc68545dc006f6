import { TOOL } from '../version.ts';
import { optionHelpOf, usesCluster, type Verb } from './verb.ts';
import { VERBS } from './verbs.ts';

const CREDENTIALS = `Credentials come from the environment or a file, never from arguments alone:
  ELASTICSEARCH_USERNAME and ELASTICSEARCH_PASSWORD, or ELASTICSEARCH_API_KEY
  RESTORE_DESK_CREDENTIALS=FILE or --credentials FILE, holding
      {"username": "…", "password": "…"}   or   {"apiKey": "…"}   or one line   user:password
  A restore-desk.yaml in the working directory (or RESTORE_DESK_CONFIG): its credentials for this
      address; its key may be used instead of <url>.`;

const BUCKETS = `A directory or a zip may be in a bucket: s3://bucket/prefix, s3://bucket/prefix/name.zip. An entry of
  restore-desk.yaml for the bucket, or the SDK’s variables, say how it is reached: AWS_ENDPOINT_URL_S3,
  AWS_REGION, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.`;

/** Verbs that take a directory of backups, or a backup. */
const takesBackups = ({ optionHelp, positionals }: Verb): boolean =>
  positionals.some((name) => /^(dir|zip|left)/.test(name)) ||
  optionHelp.some(([option]) => option.startsWith('--base'));

const EXIT_CODES = `Exit codes: 0 done · 1 failed · 2 wrong usage · 3 done in part
            4 refused by a check before anything was changed · 130 cancelled`;

/** Wrapped here, because a narrow terminal breaks lines inside of words. */
const COLUMNS = 100;

function wrap(text: string, indent = ''): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && indent.length + line.length + 1 + word.length > COLUMNS) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].join(`\n${indent}`);
}

const table = (rows: readonly (readonly [string, string])[]): string => {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${wrap(right, ' '.repeat(width + 4))}`).join('\n');
};

export function generalHelp(): string {
  return `Restore Desk ${TOOL.version}: back up, restore, switch and clean up Elasticsearch indices, with proof.

${table(Object.values(VERBS).map((verb) => [verb.name, verb.summary] as const))}

${Object.values(VERBS)
  .map((verb) => verb.usage)
  .join('\n')}

People who sign in to the dashboard with a password: restore-desk user --help
Every command has its own help: restore-desk restore --help

${CREDENTIALS}

${BUCKETS}

Every job is recorded in the data directory (RESTORE_DESK_DATA, default ./data), the same that the dashboard reads.
${EXIT_CODES}
`;
}

export function helpOf(verb: Verb): string {
  return `${verb.usage}

${wrap(`${verb.summary[0]!.toUpperCase()}${verb.summary.slice(1)}. ${verb.notes}`)}

${table(optionHelpOf(verb))}
${usesCluster(verb) ? `\n${CREDENTIALS}\n` : ''}${takesBackups(verb) ? `\n${BUCKETS}\n` : ''}
Examples:
${verb.examples.map((example) => `  ${example}`).join('\n')}

${EXIT_CODES}
`;
}
