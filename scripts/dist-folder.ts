/**
 * Where a build for a sub-path stands. It is part of every built address, so that each has a folder of its own:
 * building for one does not throw away the build for the other. next.config.ts says the same.
 */
export const distFolder = (basePath: string): string => `.next${basePath.replaceAll('/', '~')}`;

/** The sub-path that RESTORE_DESK_BASE_PATH names, "/restore-desk"; empty: none. */
export const basePathIn = (environment: NodeJS.ProcessEnv): string =>
  (environment['RESTORE_DESK_BASE_PATH'] ?? '').replace(/\/+$/, '');
