import { copyFileSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { runCommand, type CommandResult } from '../../support/command-line.ts';
import { flipByte } from '../../support/flip-byte.ts';
import { testStore, whyNoObjectStore, type TestStore } from '../../support/object-store.ts';
import { fixture, NEW, useClusterCommands } from '../cluster-commands.ts';

const commands = useClusterCommands();
const store: TestStore | null = await testStore();

describe.skipIf(store === null)(
  `a bucket on the command line (${store === null ? whyNoObjectStore() : 'VersityGW'})`,
  () => {
    let bucket: string;
    beforeEach(async () => {
      bucket = await store!.makeBucket();
    });
    afterAll(() => store!.stop());

    /** With the SDK's own variables, and nothing else. */
    const run = (words: string[], variables: Record<string, string> = {}): Promise<CommandResult> =>
      runCommand(words, {
        ...commands.options(),
        environment: {
          ...commands.options().environment,
          AWS_ENDPOINT_URL_S3: store!.url,
          AWS_REGION: 'us-east-1',
          AWS_ACCESS_KEY_ID: store!.accessKeyId,
          AWS_SECRET_ACCESS_KEY: store!.secretAccessKey,
          ...variables,
        },
      });
    const filesOf = (): string[] =>
      readdirSync(join(store!.directory, bucket), { recursive: true, encoding: 'utf8' }).filter((name) =>
        name.endsWith('.zip'),
      );

    test('back up, verify, compare, restore and carry forward, wherever a folder or a file stands', async () => {
      await commands.createIndex(NEW, { aliases: { government: {} } });
      await commands.addDocuments(NEW, 120);
      const backup = await run(['backup', commands.url, `s3://${bucket}/search/`, '--alias', 'government', '--json']);
      expect(backup).toMatchObject({ code: 0, json: { status: 'done', documents: 120 } });
      const file = backup.json['file'] as string;
      expect(file).toMatch(new RegExp(`^s3://${bucket}/search/government/government-.*\\.zip$`));
      expect(filesOf()).toHaveLength(1);

      const verified = await run(['verify', file, '--json']);
      expect(verified).toMatchObject({ code: 0, json: { status: 'done', file, documents: 120 } });
      const compared = await run(['compare', commands.url, file, NEW, '--json']);
      expect(compared).toMatchObject({ code: 0, json: { equal: 120, changed: 0 } });
      const restored = await run(['restore', commands.url, file, '--into', 'from-bucket', '--json']);
      expect(restored).toMatchObject({ code: 0, json: { status: 'done', index: 'from-bucket', file } });
      expect(await commands.indices()).toEqual(['from-bucket', NEW].sort());
      const carried = await run([
        'carry-forward',
        commands.url,
        NEW,
        'from-bucket',
        '--base',
        file,
        '--dry-run',
        '--json',
      ]);
      expect(carried).toMatchObject({ code: 0, json: { status: 'planned' } });
    });

    test('import a zip of the machine, and one from a bucket', async () => {
      copyFileSync(fixture('government.zip'), join(commands.folder, 'government.zip'));
      const imported = await run(['import', `s3://${bucket}/search`, 'government.zip', '--json']);
      expect(imported).toMatchObject({ code: 0, json: { imported: ['government.zip'], refused: [] } });
      expect(filesOf()).toEqual(['search/government.zip']);
      expect(
        readFileSync(join(store!.directory, bucket, 'search/government.zip')).equals(
          readFileSync(fixture('government.zip')),
        ),
      ).toBe(true);
      mkdirSync(join(commands.folder, 'backups'));
      const back = await run(['import', 'backups', `s3://${bucket}/search/government.zip`, '--json']);
      expect(back).toMatchObject({ code: 0, json: { imported: ['government.zip'] } });
      const again = await run(['import', `s3://${bucket}/search`, 'government.zip', '--json']);
      expect(again.json['refused']).toMatchObject([
        { reason: expect.stringContaining('The same backup is already there') as string },
      ]);
    });

    test('damage, wrong keys and wrong names are each said, with an exit code, and without the secret', async () => {
      await run(['import', `s3://${bucket}/search`, fixture('government.zip')]);
      await flipByte(join(store!.directory, bucket, 'search/government.zip'));
      const damaged = await run(['verify', `s3://${bucket}/search/government.zip`, '--json']);
      expect(damaged).toMatchObject({ code: 1, json: { files: [{ status: 'damaged' }] } });
      const missing = await run(['verify', `s3://${bucket}/search/none.zip`, '--json']);
      expect(missing).toMatchObject({ code: 1, json: { error: { code: 'not_found' } } });

      const secret = 'a-secret-that-nobody-may-see';
      const wrong = await run(['backup', commands.url, `s3://${bucket}/x`, '--all', '--json'], {
        AWS_SECRET_ACCESS_KEY: secret,
      });
      expect(wrong.code).not.toBe(0);
      expect(wrong.stdout + wrong.stderr).not.toContain(secret);
      const noBucket = await run(['verify', 's3://not-there/a.zip', '--json']);
      expect(noBucket).toMatchObject({
        code: 1,
        json: { error: { message: expect.stringMatching(/^There is no bucket/) as string } },
      });
      const wrongKeys = await run(['verify', `s3://${bucket}/search/government.zip`, '--json'], {
        AWS_SECRET_ACCESS_KEY: secret,
      });
      expect(wrongKeys.json['error']).toMatchObject({
        message: expect.stringContaining('the secret does not belong') as string,
      });
    });

    test.each([
      ['verify', 's3:///a.zip'],
      ['verify', 's3://bucket'],
      ['verify', 'S3://bucket/a.zip'],
      ['import', 'gs://bucket', 'a.zip'],
      ['import', 's3://bucket/search', 's3://bucket/search/'],
      ['database-backup', 's3://bucket/copy.db'],
    ])('%s %s is a usage error, and no folder of that name is made', async (...words) => {
      const { code, json } = await run([...words, '--json']);
      expect([code, (json['error'] as { code: string }).code]).toEqual([2, 'invalid_input']);
      expect(readdirSync(commands.folder).filter((name) => name.includes(':'))).toEqual([]);
    });
  },
);
