import { formatCount, formatDuration } from '@/lib/format.ts';
import type { RestoreResult } from '@/lib/kinds/restore/schema.ts';
import { restoreProof, type RestoreProof } from '@/lib/kinds/restore/proof.ts';
import { NamedText } from '../../named-text.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Fact, Facts } from '../../ui/panel.tsx';
import type { ResultProps } from '../kind-view.ts';
import { ProofPanel } from '../proof-panel.tsx';

/** The proof as one statement: whether the index equals the backup, and how that was checked. */
export function Proof({ result, detail }: Pick<ResultProps<RestoreResult>, 'result' | 'detail'>) {
  const proof = restoreProof(result);
  return (
    <>
      <ProofPanel
        proof={proof}
        counts={<Counts counts={proof.counts} />}
        hint={result.check.digest === null ? 'counts and times' : 'digests, counts and times'}
      >
        <HowChecked result={result} detail={detail} />
      </ProofPanel>
      {result.warnings.map((warning) => (
        <Notice key={warning} tone="warn">
          <div>
            <NamedText text={warning} />
          </div>
        </Notice>
      ))}
    </>
  );
}

function Counts({ counts }: Pick<RestoreProof, 'counts'>) {
  return (
    <dl className="flex flex-wrap gap-x-6 gap-y-2 mid:gap-x-8">
      {counts.map(({ name, count, bad }) => (
        <div key={name}>
          <dt className="text-caption text-muted">{name}</dt>
          <dd className={`figures text-[22px]/[28px] font-medium mid:text-figure ${bad ? 'text-bad' : ''}`}>
            {count === null ? <span className="text-body text-muted">unknown</span> : formatCount(count)}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function HowChecked({ result, detail }: Pick<ResultProps<RestoreResult>, 'result' | 'detail'>) {
  const { check } = result;
  const { existing, indexed, newer, rejected } = result;
  const counted = new Map(Object.entries({ indexed, existing, newer, rejected }));
  return (
    <>
      <p className="mb-3 max-w-[80ch] text-small text-muted">
        {check.sentence} {check.digest === null ? LOOKED_UP : rejected > 0 ? DIGEST_WITH_REJECTED : DIGEST}
      </p>
      <Facts>
        {check.digest !== null && (
          <Fact name="Digest of the index">
            <code>{check.digest}</code>
          </Fact>
        )}
        <Fact name="Digest of the backup">
          <code>{check.expectedDigest}</code>
        </Fact>
        {detail.counters.map(({ id, label }) => (
          <Fact key={id} name={label}>
            {formatCount(counted.get(id) ?? 0)}
          </Fact>
        ))}
        <Fact name="Time">
          {formatDuration(result.loadSeconds)} to load
          {result.earlier && ` the last ${formatCount(result.documents - result.earlier.documents)}`},{' '}
          {formatDuration(result.checkSeconds)} to compare
          {result.earlier && (
            <span className="text-muted">
              ; {formatCount(result.earlier.documents)} were loaded before it was resumed
              {result.earlier.seconds !== null && `, in ${formatDuration(result.earlier.seconds)}`}
            </span>
          )}
        </Fact>
      </Facts>
    </>
  );
}

/** What a digest is, where it is first met. */
const DIGEST =
  'A digest is a fingerprint of all documents: their ids, routing and content, in any order. Equal digests mean equal documents. Versions are not part of it.';
const DIGEST_WITH_REJECTED =
  'A digest is a fingerprint of all documents: their ids, routing and content, in any order. That of the backup includes the rejected documents, so the two differ; they were compared without them.';
const LOOKED_UP = 'Each document of the backup was looked up by its id, and its content compared byte for byte.';
