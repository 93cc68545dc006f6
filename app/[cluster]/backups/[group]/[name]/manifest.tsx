import { Notice } from '@/components/ui/notice.tsx';
import { Fact, Facts, Panel } from '@/components/ui/panel.tsx';
import { Chip } from '@/components/ui/chip.tsx';
import { Time } from '@/components/ui/time.tsx';
import type { BackupManifest } from '@/lib/contract/backup.ts';
import { formatBytes, formatDuration } from '@/lib/format.ts';

export function Manifest({ manifest }: { manifest: BackupManifest }) {
  return (
    <Panel title="Manifest">
      <Facts>
        <Fact name="Cluster">
          {manifest.cluster.name}{' '}
          <span className="text-muted">
            ({manifest.cluster.distribution} {manifest.cluster.version}), uuid <code>{manifest.cluster.uuid}</code>
          </span>
        </Fact>
        <Fact name="Index">
          <code>{manifest.index.name}</code>
        </Fact>
        <Fact name="Aliases then">
          {manifest.aliases.length === 0
            ? 'none'
            : manifest.aliases.map((membership) => (
                <span key={membership.alias} className="block">
                  {membership.alias} {membership.filter !== undefined && <Chip>filtered</Chip>}{' '}
                  {(membership.indexRouting ?? membership.searchRouting) !== undefined && <Chip>routed</Chip>}{' '}
                  {membership.isWriteIndex && <Chip>write index</Chip>}
                </span>
              ))}
        </Fact>
        <Fact name="As of">
          <Time at={manifest.startedAt} precision="seconds" show="absolute" />
        </Fact>
        <Fact name="Took">
          {formatDuration((Date.parse(manifest.endedAt) - Date.parse(manifest.startedAt)) / 1000)}
        </Fact>
        <Fact name="On disk then">{formatBytes(manifest.primaryBytes)}</Fact>
        <Fact name="Digest">
          <code>{manifest.digest}</code>
        </Fact>
        <Fact name="SHA-256">
          <code>{manifest.objects.sha256}</code>
        </Fact>
        <Fact name="Made with">
          {manifest.tool.name} {manifest.tool.version}
        </Fact>
      </Facts>
      {manifest.warnings.map((warning) => (
        <Notice key={warning} tone="warn" className="mt-3">
          <p>{warning}</p>
        </Notice>
      ))}
    </Panel>
  );
}

export function NoManifest() {
  return (
    <Panel title="No manifest">
      <p className="text-muted">
        This file was written by a tool that keeps none, so the cluster and index it came from, its aliases and its
        checksum are unknown. Its documents are counted against what it promises, and every entry’s CRC is checked.
      </p>
    </Panel>
  );
}
