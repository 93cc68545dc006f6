import { text, type Verb } from './verb.ts';

export type CompareVerbName = 'compare';

/** What differs between indices and backups. */
export const COMPARE_VERBS: Record<CompareVerbName, Verb> = {
  compare: {
    name: 'compare',
    summary: 'compare an index or a backup with another one, document by document',
    usage: 'restore-desk compare <url> <left> <right> [--left-cluster URL|KEY] [--right-cluster URL|KEY] [--out FILE]',
    positionals: ['url', 'left', 'right'],
    options: { 'left-cluster': text, 'right-cluster': text, out: text },
    optionHelp: [
      ['--left-cluster URL|KEY', 'the left index is of this cluster: an address, or a key of the configuration'],
      ['--right-cluster URL|KEY', 'the same for the right index'],
      ['--out FILE', 'write every document that differs to FILE, a line of JSON each; an existing file is replaced'],
    ],
    notes:
      'A side that ends in .zip or begins with s3:// is a backup, else an index or the alias of one. Documents are matched by id and routing, and compared ' +
      'by content; each side is read as it is at one moment. `sameValues` are documents that differ only in spelling, such as the order ' +
      'of keys, or 1.0 against 1. equal + sameValues + changed + onlyLeft is the number of documents on the left, and likewise on the right. ' +
      'Credentials of --credentials and the environment are for <url> alone; those of another cluster are in the ' +
      'configuration or in its address. ' +
      'Nothing is changed. Exit code 0 whenever the comparison finished, equal or not.',
    examples: [
      'restore-desk compare production government government --right-cluster staging',
      'restore-desk compare http://127.0.0.1:9200 /var/backups/search/government/government-2026-01-08t03-00-00z.zip government',
      'restore-desk compare http://127.0.0.1:9200 government-1 government-2 --out differences.ndjson --json',
    ],
  },
};
