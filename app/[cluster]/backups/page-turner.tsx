import { Button } from '@/components/ui/button.tsx';
import type { BackupsPage } from '@/lib/contract/backups-page.ts';
import { formatCount } from '@/lib/format.ts';

export function PageTurner({ page, onPage }: { page: BackupsPage; onPage: (page: number) => void }) {
  if (page.pages <= 1) return null;
  return (
    <nav aria-label="Pages of backups" className="flex flex-wrap items-center justify-center gap-2.5 py-1">
      <Button
        look="quiet"
        size="small"
        blocked={page.page <= 1 && 'This is the first page.'}
        onClick={() => onPage(page.page - 1)}
      >
        Newer
      </Button>
      <span className="text-small text-muted">
        Page {formatCount(page.page)} of {formatCount(page.pages)}
      </span>
      <Button
        look="quiet"
        size="small"
        blocked={page.page >= page.pages && 'This is the last page.'}
        onClick={() => onPage(page.page + 1)}
      >
        Older
      </Button>
    </nav>
  );
}
