import { DRY_RUN, flag, text, texts, type Verb } from './verb.ts';

export type RepositoryVerbName =
  'repositories' | 'repository add' | 'repository verify' | 'repository cleanup' | 'repository remove';

/** Snapshot repositories: where the cluster keeps its own backups. */
export const REPOSITORY_VERBS: Record<RepositoryVerbName, Verb> = {
  repositories: {
    name: 'repositories',
    summary: 'list the snapshot repositories',
    usage: 'restore-desk repositories <url>',
    positionals: ['url'],
    options: {},
    optionHelp: [],
    notes:
      'Lists each repository with its type, location and number of snapshots. A repository that can’t be read is listed ' +
      'with the reason; then the exit code is 3.',
    examples: ['restore-desk repositories http://127.0.0.1:9200 --json'],
  },
  'repository add': {
    name: 'repository add',
    summary: 'register a snapshot repository',
    usage: 'restore-desk repository add <url> <name> --type TYPE --setting KEY=VALUE... [--read-only] [--dry-run]',
    positionals: ['url', 'name'],
    options: { type: text, setting: texts, 'read-only': flag, 'dry-run': flag },
    optionHelp: [
      ['--type TYPE', 'fs, s3, gcs, azure, url, source, or the type of a plugin'],
      ['--setting KEY=VALUE', 'a setting of the repository; may be given several times'],
      ['--read-only', 'only restore from it: for a repository that another cluster writes to'],
      DRY_RUN,
    ],
    notes:
      'Every node verifies the repository; one that fails does not remain registered. Two clusters that write to one ' +
      'place destroy each other’s snapshots: register it as read-only on all but one.',
    examples: [
      'restore-desk repository add http://127.0.0.1:9200 nightly --type fs --setting location=/mnt/snapshots',
      'restore-desk repository add http://127.0.0.1:9200 production --type s3 --setting bucket=search --read-only',
    ],
  },
  'repository verify': {
    name: 'repository verify',
    summary: 'have every node check that it can use a repository',
    usage: 'restore-desk repository verify <url> <name>',
    positionals: ['url', 'name'],
    options: {},
    optionHelp: [],
    notes: 'Every node writes a file to the repository and reads it. Exit code 1 if one can’t.',
    examples: ['restore-desk repository verify http://127.0.0.1:9200 nightly'],
  },
  'repository cleanup': {
    name: 'repository cleanup',
    summary: 'delete the files of a repository that no snapshot uses',
    usage: 'restore-desk repository cleanup <url> <name> [--dry-run]',
    positionals: ['url', 'name'],
    options: { 'dry-run': flag },
    optionHelp: [DRY_RUN],
    notes: 'No snapshot is deleted. Elasticsearch 7.4 and later and OpenSearch can do it.',
    examples: ['restore-desk repository cleanup http://127.0.0.1:9200 nightly'],
  },
  'repository remove': {
    name: 'repository remove',
    summary: 'unregister a repository; its files are kept',
    usage: 'restore-desk repository remove <url> <name> [--dry-run]',
    positionals: ['url', 'name'],
    options: { 'dry-run': flag },
    optionHelp: [DRY_RUN],
    notes: 'This cluster can’t restore its snapshots until it is registered again.',
    examples: ['restore-desk repository remove http://127.0.0.1:9200 old'],
  },
};
