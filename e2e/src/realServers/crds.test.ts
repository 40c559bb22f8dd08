import { mkdir, mkdtemp, rm, writeFile } from 'fs/promises';
import { tmpdir } from 'os';
import { basename, join } from 'path';
import { findCrds, OWN_CRDS } from './crds';

describe('the CRDs to load', () => {
  let root: string;
  const shared = () => join(root, 'shared');
  const repository = () => join(root, 'repository');

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'crds-'));
  });
  afterEach(async () => {
    await rm(root, { recursive: true, force: true });
  });

  async function provideShared() {
    await mkdir(join(shared(), 'crds'), { recursive: true });
    for (const file of OWN_CRDS) {
      await writeFile(join(shared(), 'crds', basename(file)), '');
    }
  }

  it("are the operators' own beside the repository when they are there", async () => {
    await provideShared();
    const crds = findCrds({}, repository());
    expect(crds.kind).toBe('full');
    expect(crds.files).toHaveLength(4);
    expect(crds.files.every(file => file.startsWith(shared()))).toBe(true);
  });

  it('are our own small ones in a clone that stands alone', () => {
    expect(findCrds({}, repository())).toEqual({
      kind: 'own',
      files: OWN_CRDS,
    });
  });

  it('are an error when a place was named and they are not there', () => {
    const env = { MODEL_CATALOG_SHARED: shared() };
    expect(() => findCrds(env, repository())).toThrow('MODEL_CATALOG_SHARED');
  });
});
