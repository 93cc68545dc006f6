import { median, type Measurement } from './measure.ts';

export interface Row {
  name: string;
  runs: Measurement[];
  note: string;
}

/** A Markdown table: medians with their spread, and their ratio to the median of `limit`. */
export function table(title: string, rows: readonly Row[], limit: Row): string {
  const seconds = (row: Row) => row.runs.map((run) => run.seconds);
  const base = median(seconds(limit));
  const lines = rows.map((row) => {
    const all = seconds(row);
    const cells = [
      row.name,
      `${median(all).toFixed(1)} (${Math.min(...all).toFixed(1)}–${Math.max(...all).toFixed(1)})`,
      (median(all) / base).toFixed(2),
      median(row.runs.map((run) => run.cpuSeconds)).toFixed(1),
      Math.max(...row.runs.map((run) => run.peakMb)).toFixed(0),
      row.note,
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return [
    `### ${title}`,
    '',
    '| what | seconds: median (spread) | × the limit | client CPU s | client peak MB | |',
    '| --- | --- | --- | --- | --- | --- |',
    ...lines,
    '',
  ].join('\n');
}
