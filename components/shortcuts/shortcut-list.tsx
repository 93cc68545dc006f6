import { Fragment } from 'react';
import { PALETTE_SHORTCUT, SHORTCUTS } from '@/lib/present/shortcut.ts';
import { Key } from '../ui/key.tsx';

/** The keys, and what they do. */
export function ShortcutList() {
  return (
    <dl className="flex flex-col">
      <Line {...PALETTE_SHORTCUT} between="+" />
      {SHORTCUTS.map(({ keys, does }) => (
        <Line key={does} keys={keys} does={does} between="then" />
      ))}
    </dl>
  );
}

function Line({ keys, does, between }: { keys: readonly string[]; does: string; between: string }) {
  return (
    <div className="flex items-center justify-between gap-4 border-b py-2 last:border-b-0">
      <dt className="order-2 flex flex-none items-center gap-1">
        {keys.map((key, place) => (
          <Fragment key={key}>
            {place > 0 && <span className="text-caption text-faint">{between}</span>}
            <Key>{key}</Key>
          </Fragment>
        ))}
      </dt>
      <dd className="min-w-0">{does}</dd>
    </div>
  );
}
