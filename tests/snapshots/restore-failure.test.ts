import { expect, test } from 'vitest';
import { AppError } from '../../lib/errors.ts';
import { explainRestoreRefusal, explainShardFailure } from '../../lib/snapshots/restore-failure.ts';
import { readableVersion } from '../../lib/snapshots/snapshot-version.ts';

const here = { distribution: 'elasticsearch', version: '9.2.0' } as const;
const readable = readableVersion('9.2.0', here);
const doubtful = readableVersion('8.19.9', here);

/** As real servers wrote them: 8.19.9 and 9.2.0 with a stack, 6.8.23 and OpenSearch with nested exceptions. */
test.each([
  [
    'failed shard on node [a]: failed to create index, failure java.lang.IllegalArgumentException: Unknown analyzer type [nonsense] for [a]\n\tat org.elasticsearch.server@8.19.9/org.elasticsearch.X.y(X.java:546)',
    /lacks what its analysis refers to.*Unknown analyzer type \[nonsense\] for \[a\]/,
    false,
  ],
  [
    'failed shard on node [a]: failed to create index, failure IllegalArgumentException[Unknown analyzer type [nonsense] for [a]]',
    /Unknown analyzer type \[nonsense\] for \[a\] \(/,
    false,
  ],
  [
    'failed shard on node [a]: failed recovery, failure RecoveryFailedException[[r6][0]: Recovery failed on {node-1}]; nested: IndexShardRecoveryException[failed recovery]; nested: NoSuchFileException[/repo/indices/x/0/__y];',
    /a file of the snapshot is missing in the repository/,
    true,
  ],
  [
    'failed recovery, failure org.elasticsearch.indices.recovery.RecoveryFailedException: [r5][0]\n\tat a.b(C.java:1)\nCaused by: org.apache.lucene.index.CorruptIndexException: verification failed (hardware problem?) : expected=1 actual=2\n\tat d.e(F.java:2)',
    /a file of the snapshot is damaged: verification failed/,
    true,
  ],
  [
    'failed to create index, failure IllegalArgumentException[IOException while reading synonyms_path: /etc/syn.txt]',
    /the nodes lack a file that its analysis refers to.*syn\.txt/,
    false,
  ],
] as const)('the reason of a shard is named: %s', (details, sentence, damaged) => {
  const found = explainShardFailure(details, readable);
  expect(found.message).toMatch(sentence);
  expect(found.message).not.toMatch(/\tat |\.java:/);
  expect(found.damaged).toBe(damaged);
});

test('“corrupt” is not said of what may only be newer', () => {
  const details = 'failure CorruptIndexException[checksum failed]';
  expect(explainShardFailure(details, doubtful)).toMatchObject({ damaged: false });
  const refusal = new AppError('cluster_error', 'refused', {
    details: { type: 'corrupt_state_exception', reason: 'checksums do not match' },
  });
  expect(explainRestoreRefusal(refusal, 'one', doubtful)).toMatchObject({
    code: 'unsupported',
    message: expect.stringMatching(/may be newer than Elasticsearch 9\.2\.0/),
  });
  expect(explainRestoreRefusal(refusal, 'one', readable)).toBe(refusal);
});

test('a missing snapshot is named, whatever the server calls it', () => {
  for (const details of [
    { type: 'snapshot_missing_exception', reason: '[main:one/x] is missing' },
    { type: 'snapshot_restore_exception', reason: '[main:one] snapshot does not exist' },
  ])
    expect(explainRestoreRefusal(new AppError('cluster_error', 'x', { details }), 'one', readable)).toMatchObject({
      code: 'not_found',
    });
});
