import { readdirSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import type { AuditLogSpace } from '../jobs/store/audit-log-space.ts';
import { TOOL } from '../version.ts';
import { counter, gauge, type Sheet } from './sheet.ts';

/** Names without the prefix are those that every Prometheus client gives to the same values. */
export const PROCESS = {
  build: gauge('restore_desk_build_info', 'The version that runs. Always 1.', ['version', 'node_version']),
  databaseUp: gauge(
    'restore_desk_database_up',
    'Whether the jobs’ database can be read: otherwise metrics of jobs, schedules, incidents, messages and drills are left out.',
  ),
  databaseBytes: gauge('restore_desk_database_bytes', 'Size of the jobs’ database.'),
  dataDiskFree: gauge('restore_desk_data_disk_free_bytes', 'Free space of the disk with the data directory.'),
  cpu: counter('process_cpu_seconds_total', 'CPU time of the process, of user and system.'),
  memory: gauge('process_resident_memory_bytes', 'Memory of the process that is not swapped out.'),
  started: gauge('process_start_time_seconds', 'When the process started.'),
  openFiles: gauge('process_open_fds', 'Open files and connections of the process.'),
  heap: gauge('nodejs_heap_size_used_bytes', 'Used part of the JavaScript heap.'),
  busy: counter('nodejs_eventloop_active_seconds_total', 'Time in which the event loop was not idle.'),
};

/** `space` null: the jobs' database can't be read. */
export function addProcess(sheet: Sheet, space: AuditLogSpace | null): void {
  sheet.set(PROCESS.build, { version: TOOL.version, node_version: process.version }, 1);
  sheet.set(PROCESS.databaseUp, {}, Number(space !== null));
  sheet.set(PROCESS.databaseBytes, {}, space && space.used);
  sheet.set(PROCESS.dataDiskFree, {}, space && space.free);
  const { system, user } = process.cpuUsage();
  sheet.set(PROCESS.cpu, {}, (system + user) / 1e6);
  const { heapUsed, rss } = process.memoryUsage();
  sheet.set(PROCESS.memory, {}, rss);
  sheet.set(PROCESS.heap, {}, heapUsed);
  sheet.set(PROCESS.started, {}, performance.timeOrigin / 1000);
  sheet.set(PROCESS.busy, {}, performance.eventLoopUtilization().active / 1000);
  sheet.set(PROCESS.openFiles, {}, openFiles());
}

/** null where the system does not say. */
function openFiles(): number | null {
  try {
    return readdirSync('/proc/self/fd').length;
  } catch {
    return null;
  }
}
