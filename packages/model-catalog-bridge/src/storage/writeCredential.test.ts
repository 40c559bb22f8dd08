import { OVERLAP_MS } from '@model-catalog/service';
import { ConfigError } from '../config/config';
import {
  createWriteGuard,
  readerCredential,
  writeCredential,
} from './writeCredential';

const of = (
  environment: Record<string, string>,
  storageToken?: { value: string } | { file: string },
) => writeCredential({ config: { storageToken }, environment })();

describe('the write credential', () => {
  it('is the same for all who share the token, and is not the token', async () => {
    const one = await of({ token: 'eyJhbGciOi.secret' });
    expect(one).toMatch(/^[0-9a-f]{64}$/);
    expect(await of({ token: ' eyJhbGciOi.secret\n' })).toBe(one);
    expect(await of({ token: 'eyJhbGciOi.other' })).not.toBe(one);
  });

  it('is what was given explicitly, before anything that is shared', async () => {
    expect(await of({ token: 'shared' }, { value: 'mine' })).toBe('mine');
  });

  it('is read from its file anew each time', async () => {
    let text: string | undefined = 'first\n';
    const credential = writeCredential({
      config: { storageToken: { file: '/token' } },
      environment: {},
      files: { read: async () => text },
    });
    expect(await credential()).toBe('first');
    text = 'second';
    expect(await credential()).toBe('second');
    text = undefined;
    await expect(credential()).rejects.toThrow('/token is missing or empty');
  });

  it('must come from somewhere', () => {
    expect(() =>
      writeCredential({ config: {}, environment: { token: ' ' } }),
    ).toThrow(ConfigError);
  });

  it.each([
    ['http://localhost:7070', true],
    ['http://127.0.0.1:7070', true],
    ['http://[::1]:7070', true],
    ['https://storage.example.com', false],
  ])('is sent by a reader at %s: not %s', (storageUrl, isOpen) => {
    const environment = { token: 'shared' };
    const credential = readerCredential({
      config: { storageUrl },
      environment,
    });
    expect(credential === undefined).toBe(isOpen);
  });
});

describe('who may write', () => {
  it.each([
    ['Bearer right', 'accepted'],
    ['bearer right', 'accepted'],
    ['Bearer wrong', 'refused'],
    ['Bearer ', 'refused'],
    ['right', 'refused'],
    ['Basic right', 'refused'],
    [undefined, 'refused'],
  ])('with "%s": %s', async (header, verdict) => {
    const guard = createWriteGuard(async () => 'right', { now: () => 0 });
    expect(await guard(header)).toBe(verdict);
  });

  it('is whoever has the credential of before, for a while when it is replaced', async () => {
    let text = 'first';
    let time = 0;
    const guard = createWriteGuard(async () => text, { now: () => time });
    expect(await guard('Bearer first')).toBe('accepted');
    text = 'second';
    time = 5_000;
    expect(await guard('Bearer second')).toBe('accepted');
    expect(await guard('Bearer first')).toBe('accepted');
    time += OVERLAP_MS + 1;
    expect(await guard('Bearer first')).toBe('refused');
    expect(await guard('Bearer second')).toBe('accepted');
  });

  it('is not known while the credential could never be read', async () => {
    const told: string[] = [];
    const guard = createWriteGuard(
      async () => {
        throw new Error('STORAGE_TOKEN_FILE /token is missing or empty');
      },
      { now: () => 0, onError: message => told.push(message) },
    );
    expect(await guard('Bearer first')).toBe('unknown');
    expect(told).toEqual([
      'The write credential cannot be read: STORAGE_TOKEN_FILE /token is missing or empty; nobody is let in until it can be',
    ]);
  });
});
