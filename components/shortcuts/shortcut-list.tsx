import { SHORTCUTS } from '@/lib/present/shortcut.ts';

/** The keys, and what they do. */
export function ShortcutList() {
  return (
    <dl className="flex flex-col">
      {SHORTCUTS.map(({ keys, does }) => (
        <div key={does} className="flex items-center justify-between gap-4 border-b py-2 last:border-b-0">
          <dt className="order-2 flex flex-none gap-1">
            {keys.map((key, place) => (
              <span key={key} className="flex items-center gap-1">
                {place > 0 && <span className="text-caption text-faint">then</span>}
                <kbd className="min-w-6 rounded-sm border bg-raised px-1.5 text-center font-mono text-code">{key}</kbd>
              </span>
            ))}
          </dt>
          <dd className="min-w-0">{does}</dd>
        </div>
      ))}
    </dl>
  );
}
