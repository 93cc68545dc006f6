'use client';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { Button } from '@/components/ui/button.tsx';
import { TextField } from '@/components/ui/field.tsx';
import { Panel } from '@/components/ui/panel.tsx';

/** The index's name does not say whose it is. A plain form: its answer is an address. */
export function NameTheAlias({ index }: { index: string }) {
  const { key } = useCluster();
  const router = useRouter();
  const [alias, setAlias] = useState('');
  return (
    <Panel title={<>Which alias should point to {index}?</>}>
      <p className="mb-3 text-muted">
        The name of the index does not contain its alias. Only names like government-2018-01-08t10-20-30z-1a2b do.
      </p>
      <form
        className="flex flex-wrap items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          if (alias.trim() !== '') router.push(paths.switchTo(key, index, alias.trim()));
        }}
      >
        <TextField
          className="max-w-96 flex-1 basis-60"
          label="Alias"
          mono
          value={alias}
          onChange={(event) => setAlias(event.target.value)}
        />
        <Button type="submit" look="primary">
          Review the switch
        </Button>
      </form>
    </Panel>
  );
}
