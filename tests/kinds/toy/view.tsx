import { kindView } from '@/components/kinds/kind-view.ts';
import type { ToyResult } from './schema.ts';

export const toyView = kindView<ToyResult>({
  Result: ({ result }) => <p>All {result.counted} are there</p>,
  NextSteps: ({ detail }) => <p>Next: count {detail.facts[0]?.value} again</p>,
});
