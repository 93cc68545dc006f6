import { flag, text, type Verb } from './verb.ts';

export type InitVerbName = 'init';

/** Writes a first configuration. No configuration and no data directory are needed. */
export const INIT_VERB: Record<InitVerbName, Verb> = {
  init: {
    name: 'init',
    summary: 'ask for a cluster and a place for its backups, try them, and write restore-desk.yaml',
    usage:
      'restore-desk init [--url URL] [--name NAME] [--key KEY] [--environment NAME] [--backups DIR|s3://…]\n' +
      '                     [--username NAME (--password-env VARIABLE | --password-file FILE) |\n' +
      '                     --api-key-env VARIABLE | --api-key-file FILE] [--ca FILE] [--out FILE] [--yes]',
    positionals: [],
    options: {
      url: text,
      name: text,
      key: text,
      environment: text,
      backups: text,
      username: text,
      'password-env': text,
      'password-file': text,
      'api-key-env': text,
      'api-key-file': text,
      ca: text,
      out: text,
      yes: flag,
    },
    optionHelp: [
      ['--url URL', 'the address of the cluster, without a password: https://search.example.org:9200'],
      ['--name NAME', 'as pages call the cluster (default: the name that it gives itself)'],
      ['--key KEY', 'its key in the configuration and in addresses of pages (default: made of the name)'],
      ['--environment NAME', 'production, staging, test, … (default: production); every page shows it'],
      ['--backups DIR', 'the folder of its backups, or s3://bucket/prefix'],
      ['--username NAME', 'with one of --password-env and --password-file'],
      ['--password-env VARIABLE', 'the environment variable that has the password'],
      ['--password-file FILE', 'the file that has the password'],
      ['--api-key-env VARIABLE', 'the environment variable that has the API key'],
      ['--api-key-file FILE', 'the file that has the API key'],
      ['--ca FILE', 'the certificate authority of the cluster (PEM)'],
      ['--out FILE', 'the file to write (default: RESTORE_DESK_CONFIG, else restore-desk.yaml); never one that exists'],
      [
        '--yes',
        'ask nothing: take the default of what is not given, and only warn where a cluster or a bucket does not answer now, or a variable is not set yet',
      ],
    ],
    notes:
      'On a terminal it asks for what is not given; elsewhere --url and --backups are needed, and the credentials where the cluster ' +
      'asks for some. Each answer is tried: the cluster says its name and accepts the credentials, a file is written into the folder ' +
      'of the backups and removed, the bucket is listed. An answer that fails is asked for again; an option that fails ends it, ' +
      'and nothing is written. A password is never taken, only where it is. The file is readable by its owner alone, has comments ' +
      'on the next settings, and is loaded before it gets its name.',
    examples: [
      'restore-desk init',
      'restore-desk init --url https://search.example.org:9200 --username restore-desk --password-env SEARCH_PASSWORD --backups /var/backups/search',
      'restore-desk init --url http://127.0.0.1:9200 --environment test --backups s3://backups/search --yes --json',
    ],
  },
};
