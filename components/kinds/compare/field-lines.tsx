import type { FieldDifference, FieldDifferences, ShownValue } from '@/lib/contract/compared-document.ts';
import { formatCount, plural } from '@/lib/format.ts';

/** The fields that differ, each with the left side's value (−) and the right one's (+), and how many are equal. */
export function FieldLines({ fields, name }: { fields: FieldDifferences; name: string }) {
  const { differences, equal, found, reordered } = fields;
  return (
    <div
      tabIndex={0}
      role="region"
      aria-label={name}
      className="max-h-[480px] overflow-auto rounded-md border bg-sunken py-2.5 font-mono text-code"
    >
      {differences.map((difference) => (
        <Lines key={`${difference.kind} ${difference.path}`} difference={difference} />
      ))}
      {found > differences.length && (
        <p className="px-3.5 text-faint">
          The first {formatCount(differences.length)} of {plural(found, 'different field')}.
        </p>
      )}
      {reordered > 0 && (
        <p className="px-3.5 text-faint">
          Keys are in another order{reordered > 1 && ` in ${formatCount(reordered)} objects`}.
        </p>
      )}
      {found + reordered === 0 && <p className="px-3.5 text-faint">No field differs now.</p>}
      <p className="px-3.5 text-faint">{plural(equal, 'equal field')}</p>
    </div>
  );
}

function Lines({ difference: { path, kind, left, right } }: { difference: FieldDifference }) {
  return (
    <>
      {left !== null && <Line mark="−" path={path} value={left} spelling={kind === 'spelling'} />}
      {right !== null && <Line mark="+" path={path} value={right} spelling={kind === 'spelling'} />}
    </>
  );
}

function Line({
  mark,
  path,
  value,
  spelling,
}: {
  mark: '−' | '+';
  path: string;
  value: ShownValue;
  /** The values are equal. */
  spelling: boolean;
}) {
  const Element = mark === '−' ? 'del' : 'ins';
  return (
    <Element
      className={`block px-3.5 [overflow-wrap:anywhere] whitespace-pre-wrap no-underline ${mark === '−' ? 'bg-bad-soft' : 'bg-ok-soft'}`}
    >
      <span aria-hidden="true" className={mark === '−' ? 'text-bad' : 'text-ok'}>
        {mark}{' '}
      </span>
      <span className="text-muted">{path === '' ? 'the document' : path}:</span> {value.text}
      {spelling && <span className="text-faint"> (the same value)</span>}
    </Element>
  );
}
