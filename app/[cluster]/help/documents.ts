/** The pages of the folder `docs` that people who use Restore Desk need. */
export const DOCUMENTS: readonly { file: string; about: string }[] = [
  { file: 'operations.md', about: 'What is kept where, starting and stopping, the command line' },
  { file: 'configuration.md', about: 'Every key of restore-desk.yaml, sign-in, roles' },
  { file: 'privileges.md', about: 'What the Elasticsearch user of Restore Desk may do' },
  { file: 'reliability.md', about: 'What happens when something fails, case by case' },
  { file: 'backup-file.md', about: 'The backup file: reading it without Restore Desk, the seal, the content digest' },
];
