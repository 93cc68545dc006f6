import { flag, type Verb } from './verb.ts';

export type ProgramVerbName = 'serve' | 'demo';

/** They become another program: nothing follows them. */
export const PROGRAM_VERBS: Record<ProgramVerbName, Verb> = {
  serve: {
    name: 'serve',
    summary: 'run the dashboard',
    usage: 'restore-desk serve',
    positionals: [],
    options: {},
    optionHelp: [],
    notes:
      'Reads RESTORE_DESK_CONFIG, else restore-desk.yaml in the working directory: `listen` in it says where it listens (default: ' +
      '127.0.0.1, port 3000). Without a file, ELASTICSEARCH_URL and PORT; without both, its page says what to do. Ctrl-C or SIGTERM ' +
      'stops it: jobs save their state first. It writes only in the data directory and in the backups; in a checkout it builds the ' +
      'pages first, where sources have changed.',
    examples: ['restore-desk serve'],
  },
  demo: {
    name: 'demo',
    summary: 'run the dashboard on a real Elasticsearch with sample indices and backups',
    usage: 'restore-desk demo [--reset] [--bucket] [--staging]',
    positionals: [],
    options: { reset: flag, bucket: flag, staging: flag },
    optionHelp: [
      ['--reset', 'begin again with fresh data'],
      ['--bucket', 'keep copies of the backups in a bucket of a store with the S3 interface, which it starts'],
      ['--staging', 'show a second cluster, for the page of all clusters and copies from one to the other'],
    ],
    notes:
      'Fetches Elasticsearch with Maven the first time, and needs Java; as root on Debian or Ubuntu it installs both. PORT is where ' +
      'the dashboard listens (3000). Everything is kept below RESTORE_DESK_CACHE (default: ~/.cache/restore-desk, in a checkout .cache). ' +
      'With ELASTICSEARCH_URL it shows that cluster instead. Ctrl-C stops it.',
    examples: ['restore-desk demo', 'restore-desk demo --reset'],
  },
};
