import type { ServerLines, TypeSupport } from '@/lib/contract/repositories-page.ts';
import { typeLabel } from '@/lib/contract/repository-types.ts';
import { CopyBlock } from '@/components/ui/copy.tsx';
import { Disclosure } from '@/components/ui/disclosure.tsx';
import { Notice } from '@/components/ui/notice.tsx';

/** Why the cluster can't register a type, with the lines that its administrator adds; or what to prepare on the servers. */
export function TypeNotice({ support }: { support: TypeSupport | undefined }) {
  if (support === undefined) return null;
  const { lines, state, type, why } = support;
  if (state === 'ok')
    return lines.length === 0 ? null : (
      <Disclosure openOnce={false} summary="Keys and endpoint are settings of the servers" className="text-small">
        <Lines lines={lines} />
      </Disclosure>
    );
  return (
    <div>
      <Notice
        tone="warn"
        title={
          state === 'missing'
            ? `This cluster can’t register the type ${typeLabel(type)}`
            : `Unknown whether this cluster can register the type ${typeLabel(type)}`
        }
      >
        <p>{why}</p>
        {state === 'missing' && lines.length > 0 && <p>Add these lines on its servers, then choose the type again.</p>}
      </Notice>
      <Lines lines={lines} />
    </div>
  );
}

function Lines({ lines }: { lines: readonly ServerLines[] }) {
  return lines.map(({ where, text }) => (
    <div key={`${where} ${text}`} className="mt-3">
      <p className="mb-1.5 text-small text-muted">On {where}:</p>
      <CopyBlock name={`Lines for ${where}`} text={text} label="Copy these lines" />
    </div>
  ));
}
