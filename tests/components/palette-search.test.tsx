import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { renderToString } from 'react-dom/server';
import { expect, test } from 'vitest';
import { NOTHING_EARLY } from '@/components/palette/early-search.tsx';
import { PaletteSearch } from '@/components/palette/palette-search.tsx';
import type { Place } from '@/components/palette/use-place.ts';

const ignore = () => undefined;
const rendered = (place: Place): string =>
  renderToString(
    <QueryClientProvider client={new QueryClient()}>
      <PaletteSearch place={place} early={NOTHING_EARLY} onOpen={ignore} onClose={ignore} />
    </QueryClientProvider>,
  );
const place: Place = { own: 'one', clusters: [], approval: false, may: () => true };

test('the field names its list only while there is one', () => {
  const list = /role="listbox" id="([^"]+)"/;
  const withResults = rendered(place);
  expect(withResults).toContain(`aria-controls="${list.exec(withResults)![1]}"`);
  const without = rendered({ ...place, own: null });
  expect(without).not.toMatch(list);
  expect(without).toContain('aria-expanded="false"');
  expect(without).not.toContain('aria-controls');
});
