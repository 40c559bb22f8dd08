import { chmod, mkdir, mkdtemp, rm, writeFile } from 'fs/promises';
import { tmpdir } from 'os';
import { join } from 'path';
import { findGo, goCandidates } from './goTool';

const FUTURE = { full: 'go99.0.0', major: 99, minor: 0, patch: 0 };

describe('the Go tool', () => {
  let root: string;

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'go-tool-'));
  });
  afterEach(async () => {
    await rm(root, { recursive: true, force: true });
  });

  async function fakeGo(folder: string, answer: string): Promise<string> {
    const path = join(root, folder, 'go');
    await mkdir(join(root, folder), { recursive: true });
    await writeFile(path, `#!/bin/sh\necho "${answer}"\n`);
    await chmod(path, 0o755);
    return path;
  }

  it('is looked for on PATH, then in GOROOT, then at the usual place', () => {
    expect(goCandidates({ GOROOT: '/opt/go' })).toEqual([
      'go',
      '/opt/go/bin/go',
      '/usr/local/go/bin/go',
    ]);
    expect(goCandidates({})).toEqual(['go', '/usr/local/go/bin/go']);
  });

  it('is taken from GOROOT when the one on PATH is too old', async () => {
    await fakeGo('old', 'go version go1.21.3 linux/amd64');
    const path = await fakeGo('root/bin', 'go version go99.1.2 linux/amd64');
    const env = { PATH: join(root, 'old'), GOROOT: join(root, 'root') };

    expect(findGo(FUTURE, env)).toEqual({
      kind: 'found',
      path,
      version: 'go version go99.1.2 linux/amd64',
    });
  });

  it('is unavailable with one line that says what was found and what to do', async () => {
    await fakeGo('old', 'go version go1.21.3 linux/amd64');
    const answer = findGo(FUTURE, { PATH: join(root, 'old') });

    expect(answer).toEqual({
      kind: 'unavailable',
      reason: expect.stringMatching(
        /^The real kube-apiserver is skipped: Go 99\.0\.0 or newer .*too old: go1\.21\.3 at go.*https:\/\/go\.dev\/dl\/.*$/,
      ),
    });
  });
});
