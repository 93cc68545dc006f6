import { stringify } from 'yaml';
import type { SetUpAnswers } from './answers.ts';

/**
 * A commented restore-desk.yaml with what was answered, and the settings that are wanted next as comments. Pure. Whatever the
 * answers are, it loads to the same values.
 */
export function configurationText({ backups, ca, credentials, environment, key, name, url }: SetUpAnswers): string {
  const entry = [
    ['name', text(name)],
    ['environment', text(environment)],
    ['url', text(url)],
    ...(credentials === null ? [] : [['credentials', credentialsText(credentials)]]),
    ...(ca === null ? [] : [['tls', inBraces({ ca })]]),
    ['backups', text(backups)],
  ];
  return `${HEAD}
clusters:
  # The key is part of every address: lower-case letters, digits and dashes. Each cluster has one.
  ${text(key)}:
${entry.map(([setting, value]) => `    ${setting!}:${value!.startsWith('\n') ? '' : ' '}${value!}\n`).join('')}${OF_A_CLUSTER}
${NEXT_SETTINGS}`;
}

const HEAD = `# Restore Desk reads this file when it starts. docs/configuration.md explains every key.
# Secrets are not in it, only where they are: { env: NAME } or { file: PATH }. Paths start at the folder of this file.
`;

/** Each commented line is a setting that may be used as it is. */
const OF_A_CLUSTER = `    # protected: true # switching an alias asks to type its name
    # readOnly: true # nothing on the cluster can be changed; backups still work
    # sensitive: true # only admins may read documents
    # overdueAfter: 26h # a last good backup older than this is overdue
`;

const NEXT_SETTINGS = `# Where the dashboard listens; another address than 127.0.0.1 needs a sign-in.
# listen: { host: 127.0.0.1, port: 3000 }

# Who may sign in. Without it there is no sign-in, and only requests from this machine are answered.
# signIn: { kind: local } # users: restore-desk user add NAME --role admin

# Jobs, their logs, the audit log, sessions.
# data: data

# Who gets messages about incidents: docs/notifications.md.
# notifications:
#   channels:
#     on-call: { kind: webhook, url: https://hooks.example.org/restore-desk }
#   routes:
#     - { channel: on-call, severity: warning }
`;

function credentialsText(credentials: NonNullable<SetUpAnswers['credentials']>): string {
  const [first, second] =
    'apiKey' in credentials
      ? [`apiKey: ${inBraces(credentials.apiKey)}`, null]
      : [`username: ${text(credentials.username)}`, `password: ${inBraces(credentials.password)}`];
  return `\n      ${first}${second === null ? '' : `\n      ${second}`}`;
}

/** On one line: without quotes where YAML reads it as the same text, else in double quotes. */
function text(value: string): string {
  const inQuotes = quoted(value);
  const isPlain = stringify(value, { lineWidth: 0 }) === `${value}\n` && inQuotes === `"${value}"`;
  return isPlain ? value : inQuotes;
}

const inBraces = (values: Record<string, string>): string =>
  `{ ${Object.entries(values)
    .map(([key, value]) => `${key}: ${/^[A-Za-z_./][\w./-]*$/.test(value) ? text(value) : quoted(value)}`)
    .join(', ')} }`;

/** JSON is YAML; characters that are no characters of YAML, or not seen on a screen, are escaped. */
const quoted = (value: string): string =>
  JSON.stringify(value).replace(
    /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
