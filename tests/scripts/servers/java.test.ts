import { expect, test } from 'vitest';
import { findJdk, parseFeature } from '../../../scripts/servers/java.ts';
import { MissingRequirement } from '../../../scripts/servers/missing-requirement.ts';
import { SERVERS } from '../../../scripts/servers/versions.ts';

test('the feature release is read from old and new version strings', () => {
  expect(parseFeature('openjdk version "1.8.0_402"\nOpenJDK Runtime')).toBe(8);
  expect(parseFeature('openjdk version "17.0.15" 2025-04-15')).toBe(17);
  expect(parseFeature('openjdk version "25-ea" 2026-03-17')).toBe(25);
  expect(parseFeature('no java here')).toBeNull();
});

test('the JDK of the default server is in its range', () => {
  const kind = SERVERS.find(({ key }) => key === '8.19.9');
  expect(kind).toBeDefined();
  const { feature } = findJdk(kind!);
  expect(feature).toBeGreaterThanOrEqual(17);
});

test('a missing Java is reported in one sentence that says what to install', () => {
  const find = () => findJdk({ key: '99', java: { min: 98, max: 99 } });
  expect(find).toThrow(MissingRequirement);
  expect(find).toThrow(
    /^Server 99 needs Java 98 to 99 and this machine has only [\d, ]+: install a JDK 98 .* JAVA_HOME at one\.$/,
  );
});
