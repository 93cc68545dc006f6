import { createHash } from 'node:crypto';
import { startCommand } from '../set-up/next-command.ts';
import type { FormFields } from './form.ts';
import { STYLE } from './style.ts';
import type { Tried } from './try-settings.ts';

export interface UnconfiguredPage {
  /** The file that is read, as this reader may see it: its path, or its name alone. */
  file: string;
  /** The file is there now. `problem`: why it does not load; null: it does, or this reader may not see it. */
  appeared: { problem: string | null } | null;
  /** null: settings can't be tried here. `action`: where the form is sent. */
  form: { action: string; code: string; fields: FormFields } | null;
  /** Why there is no form. */
  whyNoForm: string | null;
  tried: Tried | null;
}

/** Only the style of this page; no script. */
export const PAGE_POLICY = [
  `default-src 'none'`,
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  'img-src data:',
  `form-action 'self'`,
  `base-uri 'none'`,
  `frame-ancestors 'none'`,
].join('; ');

const SHORTEST = `clusters:
  production:
    url: http://127.0.0.1:9200
    backups: backups
`;

/** A whole page, which needs no script and no other file. Pure. */
export const unconfiguredPage = (page: UnconfiguredPage): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="dark light">
<meta name="robots" content="noindex, nofollow">
<title>Restore Desk is not configured yet</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
</head>
<body>
<main>
<p class="brand">Restore Desk</p>
<h1>Restore Desk is not configured yet</h1>
${page.appeared === null ? '' : appeared(page.appeared)}
<p>There was no file <code>${escape(page.file)}</code> when it started, and <code>ELASTICSEARCH_URL</code> is not set. No cluster is
known, and nothing is watched.</p>
${page.tried === null ? '' : tried(page.tried)}
<h2>Write the file by questions</h2>
<pre>restore-desk init</pre>
<p>It asks for the cluster and the place of its backups, tries both, and writes the file with comments. From a checkout:
<code>npx restore-desk init</code>.</p>
<h2>Or write it by hand</h2>
<p>This is enough for a cluster without credentials; <code>docs/configuration.md</code> has every key:</p>
<pre>${escape(SHORTEST)}</pre>
<p>Then start Restore Desk again (<code>${escape(startCommand())}</code>): it reads the file when it starts.</p>
${page.form === null ? `<p class="note">${escape(page.whyNoForm ?? '')}</p>` : form(page.form)}
</main>
</body>
</html>
`;

const appeared = ({ problem }: { problem: string | null }): string =>
  problem === null
    ? '<p class="panel ok" role="status">The file is there now. Start Restore Desk again: it reads it when it starts.</p>'
    : `<p class="panel bad" role="alert">The file is there now, and can’t be used: ${escape(problem)}</p>`;

function tried({ lines, text }: Tried): string {
  const works = text !== null && lines.every(({ ok }) => ok);
  const items = lines.map(
    ({ hint, ok, sentence, what }) =>
      `<li><strong class="${ok ? 'ok' : 'bad'}">${ok ? 'OK' : 'Failed'}</strong> ${what}: ${escape(sentence)}${hint === null ? '' : `<br><span class="note">${escape(hint)}</span>`}</li>`,
  );
  return `<section class="panel ${works ? 'ok' : 'bad'}" role="${works ? 'status' : 'alert'}">
<h2 tabindex="-1" autofocus>${works ? 'These settings work' : 'These settings don’t work yet'}</h2>
<ul>
${items.join('\n')}
</ul>
${
  text === null
    ? ''
    : `<p>Nothing was written. Copy this into the file${works ? '' : ' once it works'}, then start Restore Desk again:</p>
<pre>${escape(text)}</pre>`
}
</section>`;
}

const form = ({ action, code, fields }: NonNullable<UnconfiguredPage['form']>): string => `<h2>Try settings here</h2>
<p>Restore Desk asks the cluster for its name and looks at the place of the backups. It writes nothing, and shows the file to copy.</p>
<form method="post" action="${escape(action)}">
<input type="hidden" name="code" value="${escape(code)}">
${field('url', 'Address of the cluster', fields.url, 'Without a password: https://search.example.org:9200')}
${field('username', 'User name', fields.username, 'Empty for an API key, or a cluster without credentials')}
${field('secret', 'Where the password or the API key is', fields.secret, 'The name of an environment variable of Restore Desk, or a path with a slash; never the secret itself')}
${field('ca', 'File of its certificate authority', fields.ca, 'PEM; empty: the system’s authorities')}
${field('backups', 'Folder of the backups, or s3://bucket/prefix', fields.backups, 'Paths start at the folder of the file')}
${field('environment', 'Environment', fields.environment, 'production, staging, test, …: every page shows it')}
<button type="submit">Try these settings</button>
</form>`;

const field = (name: keyof FormFields, label: string, value: string, help: string): string =>
  `<label for="${name}">${label}</label>
<input id="${name}" name="${name}" value="${escape(value)}" aria-describedby="${name}-help" autocomplete="off" spellcheck="false">
<p class="note" id="${name}-help">${help}</p>`;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);
