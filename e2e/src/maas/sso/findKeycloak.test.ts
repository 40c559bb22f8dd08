import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { findKeycloak, KEYCLOAK } from './findKeycloak';

jest.setTimeout(60_000);

describe('where Keycloak is looked for', () => {
  let home: string;

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'java-'));
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  /** An environment whose Java says this of itself, or that has none. */
  const env = (says?: string) => {
    mkdirSync(join(home, 'bin'));
    const java = join(home, 'bin', 'java');
    if (says) writeFileSync(java, `#!/bin/sh\necho '${says}' >&2\n`);
    if (says) chmodSync(java, 0o755);
    return { NODE_ENV: 'test', JAVA_HOME: home, MODEL_CATALOG_CACHE: home };
  };

  it('needs Java', () => {
    expect(findKeycloak(env())).toMatchObject({
      kind: 'unavailable',
      reason: expect.stringMatching(
        /Keycloak .+ is skipped.+there is no Java; install them \(Debian: .+\) and run again\.$/,
      ),
    });
  });

  it('needs a Java that is new enough', () => {
    expect(findKeycloak(env('openjdk version "11.0.2" 2019'))).toMatchObject({
      kind: 'unavailable',
      reason: expect.stringContaining('Java here is 11'),
    });
  });

  it.each(['openjdk version "17.0.15" 2025-04-15', 'java version "21" 2023'])(
    'is content with %s and what is in the cache, without Maven',
    says => {
      const cached = join(home, `keycloak-${KEYCLOAK}`);
      mkdirSync(cached);
      expect(findKeycloak(env(says))).toEqual({
        kind: 'found',
        java: join(home, 'bin', 'java'),
        home: cached,
      });
    },
  );
});
