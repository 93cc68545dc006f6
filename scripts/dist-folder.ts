/**
 * The folder of a build. Every built address contains the sub-path, so each sub-path has its own folder, and building for one
 * keeps the build for another. next.config.ts repeats this rule.
 */
export const distFolder = (basePath: string): string => `.next${basePath.replaceAll('/', '~')}`;

/** The sub-path in RESTORE_DESK_BASE_PATH, "/restore-desk"; empty: none. */
export const basePathIn = (environment: NodeJS.ProcessEnv): string =>
  (environment['RESTORE_DESK_BASE_PATH'] ?? '').replace(/\/+$/, '');
