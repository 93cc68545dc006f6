'use client';
import { useRef, useState, type DragEvent } from 'react';
import { Button } from '@/components/ui/button.tsx';
import { classes } from '@/components/ui/classes.ts';

/** Files are dropped on it, or chosen with its button. */
export function FileDrop({ onFiles }: { onFiles: (files: readonly File[]) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const drag = (isOver: boolean) => (event: DragEvent) => {
    event.preventDefault();
    setOver(isOver);
  };
  return (
    <div
      onDragOver={drag(true)}
      onDragLeave={drag(false)}
      onDrop={(event) => {
        drag(false)(event);
        onFiles([...event.dataTransfer.files]);
      }}
      className={classes(
        'flex flex-col items-start gap-2 rounded-lg border border-dashed p-5',
        over ? 'border-accent bg-raised' : 'border-line-strong',
      )}
    >
      <p className="text-muted">Drop zip files here, or choose them.</p>
      <input
        ref={input}
        type="file"
        multiple
        accept=".zip,application/zip"
        aria-label="Files to import"
        className="hidden"
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])]);
          // The same file can be chosen again.
          event.target.value = '';
        }}
      />
      <Button onClick={() => input.current?.click()}>Choose files</Button>
    </div>
  );
}
