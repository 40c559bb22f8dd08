/* eslint-disable @backstage/no-forbidden-package-imports -- the library's own records, which no program gets */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  createMemoryStore,
  createRemoteRecords,
  createRemoteStore,
  type Store,
  StoreError,
  StoreUnreachable,
  storeWire,
} from '@model-catalog/node';
import { storedModel } from '@model-catalog/node/src/store/__testUtils__';
import { serveStore } from './__testUtils__/serveStore';

jest.setTimeout(30_000);

const { STORE_PATHS } = storeWire;
const TOKEN = 'the write credential';
const NOTHING = {
  upsert: [],
  remove: [],
  blobs: new Map<string, string>(),
  completedSources: ['kserve'],
};

describe('storage-rest', () => {
  let driver: Store;
  let served: Awaited<ReturnType<typeof serveStore>>;
  const open: { close(): Promise<void> }[] = [];

  beforeEach(async () => {
    driver = createMemoryStore();
    served = await serveStore(driver, TOKEN);
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map(one => one.close()));
    await served.close();
  });

  const client = (token?: string, url = served.url) => {
    const store = createRemoteStore({
      url,
      token: token === undefined ? undefined : async () => token,
    });
    open.push(store);
    return store;
  };
  const ask = async (method: string, path: string, token?: string) => {
    const answer = await fetch(`${served.url}${path}`, {
      method,
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      body: method === 'POST' ? '{}' : undefined,
    });
    await answer.body?.cancel();
    return answer.status;
  };

  it.each([
    ['GET', `${STORE_PATHS.view}`, 200],
    ['GET', `${STORE_PATHS.view}?facets=false`, 200],
    ['GET', `${STORE_PATHS.view}?facets=true`, 401],
    ['GET', `${STORE_PATHS.view}?facets=true&facets=false`, 400],
    ['GET', STORE_PATHS.follow, 200],
    ['GET', `${STORE_PATHS.text}?digest=${'a'.repeat(64)}`, 200],
    ['GET', `${STORE_PATHS.text}?digest=../x`, 400],
    ['POST', STORE_PATHS.apply, 401],
    ['POST', STORE_PATHS.claim, 401],
    ['POST', STORE_PATHS.release, 401],
    ['DELETE', STORE_PATHS.view, 401],
    ['GET', '/', 404],
  ])(
    'answers %s %s without a credential with %i',
    async (method, path, status) => {
      expect(await ask(method, path)).toBe(status);
    },
  );

  it.each([
    ['POST', '/currentkeyset?key='],
    ['POST', '/upsert?key=a_b'],
    ['GET', '/list'],
    ['GET', '/fetch?key=a_b'],
  ])('serves %s %s of the connector before no more', async (method, path) => {
    expect(await ask(method, path)).toBe(410);
    expect(await ask(method, path, TOKEN)).toBe(410);
  });

  it.each(['', 'x', `${TOKEN}x`, TOKEN.slice(1), TOKEN.toUpperCase()])(
    'lets nobody write with the credential "%s"',
    async token => {
      const store = client(token);
      await expect(store.claim({ holder: 'a', ttlMs: 1 })).rejects.toThrow(
        'refuses the write credential',
      );
      await expect(store.apply(NOTHING, '0')).rejects.toThrow(StoreError);
      await expect(store.read()).rejects.toThrow('STORAGE_TOKEN');
      expect((await driver.read()).synced).toBe(false);
    },
  );

  it('asks for the credential at every request when it is bound wider', async () => {
    const wide = await serveStore(driver, TOKEN, { isGuarded: true });
    open.push(wide);
    const read = (token?: string) => {
      const records = createRemoteRecords({
        url: wide.url,
        token: token === undefined ? undefined : async () => token,
        pack: record => record,
        isSame: () => false,
      });
      open.push(records);
      return records.read();
    };
    await expect(read()).rejects.toThrow('refuses the write credential');
    expect((await read(TOKEN)).synced).toBe(false);
  });

  it('tells who would write to come again while the credential cannot be read', async () => {
    const without = await serveStore(driver, TOKEN, {
      credential: async () => {
        throw new Error('STORAGE_TOKEN_FILE /token is missing or empty');
      },
    });
    open.push(without);
    const answer = await fetch(`${without.url}${STORE_PATHS.claim}`, {
      method: 'POST',
      headers: { authorization: 'Bearer x' },
    });
    expect(answer.status).toBe(503);
    expect(answer.headers.get('Retry-After')).toBe('5');
    expect(await answer.json()).toEqual({
      error: 'The write credential cannot be read yet',
    });
  });

  it('is said to be unreachable while nobody listens', async () => {
    const store = client(TOKEN, 'http://127.0.0.1:1');
    await expect(store.read()).rejects.toThrow(StoreUnreachable);
    await expect(store.claim({ holder: 'a', ttlMs: 1 })).rejects.toThrow(
      StoreUnreachable,
    );
  });

  it('takes nothing of an apply that is cut off', async () => {
    const begin = {
      type: 'begin',
      format: storeWire.STORE_FORMAT,
      revision: '0',
      completedSources: [],
    };
    for (const lines of [[begin], [begin, { type: 'end', count: 1 }], ['{']]) {
      const answer = await fetch(`${served.url}${STORE_PATHS.apply}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${TOKEN}` },
        body: lines.map(line => `${JSON.stringify(line)}\n`).join(''),
      });
      expect(answer.status).toBe(400);
      expect(await answer.text()).toContain('cannot be used');
    }
    expect((await driver.read()).synced).toBe(false);
  });

  it('refuses a text that is not that of its digest', async () => {
    const blobs = new Map([['0'.repeat(64), 'a text']]);
    const applied = client(TOKEN).apply({ ...NOTHING, blobs }, '0');
    await expect(applied).rejects.toThrow('a text is not that of its digest');
  });

  it('does not send back what it was sent, and tells what another wrote', async () => {
    const bytes: number[] = [];
    const one = createRemoteStore({
      url: served.url,
      token: async () => TOKEN,
      onExchange: ({ bytesIn }) => bytes.push(bytesIn),
    });
    open.push(one);
    const other = client(TOKEN);
    const upsert = Array.from({ length: 50 }, (_, index) =>
      storedModel(`version/main/granite/${index}`),
    );
    const { revision } = await one.read();
    const view = await one.apply({ ...NOTHING, upsert }, revision);
    const kept = upsert.map(stored => view.records.get(stored.record.key));
    expect(kept.every((stored, at) => stored === upsert[at])).toBe(true);
    expect(bytes.at(-1)).toBeLessThan(1_000);

    const theirs = storedModel('version/main/granite/0', { title: 'Theirs' });
    const read = await other.read();
    await other.apply({ ...NOTHING, upsert: [theirs] }, read.revision);
    const now = await one.read();
    expect(bytes.at(-1)).toBeLessThan(3_000);
    expect(now.records.get(theirs.record.key)).toEqual(theirs);
    expect(now.records.get('version/main/granite/1')).toBe(upsert[1]);

    const first = storedModel('version/main/a/1');
    const { revision: last } = await other.read();
    await other.apply({ ...NOTHING, upsert: [first] }, last);
    const keys = [...(await one.read()).records.keys()];
    expect(keys).toEqual([...keys].sort());
    expect(keys).toHaveLength(51);
  });

  it('tells a quiet follower nothing, and a change at once', async () => {
    const [one, other] = [client(TOKEN), client(TOKEN)];
    await one.read();
    const stop = new AbortController();
    let changes = 0;
    const following = one.follow(stop.signal, () => {
      changes += 1;
    });
    await sleep(300);
    expect(changes).toBe(0);

    await other.apply(NOTHING, (await other.read()).revision);
    while (changes === 0) {
      await sleep(5);
    }
    expect((await one.read()).completedSources).toEqual(['kserve']);
    stop.abort();
    await following;
  });

  it('has its followers read when its store cannot be read', async () => {
    const one = client(TOKEN);
    await one.read();
    const stop = new AbortController();
    const heard = new Promise<void>(resolve => {
      void one.follow(stop.signal, resolve);
    });
    driver.read = async () => {
      throw new StoreError('the database is gone');
    };
    const telling = setInterval(() => served.views.doubt(), 20);
    await heard;
    clearInterval(telling);
    await expect(one.read()).rejects.toThrow('the database is gone');
    stop.abort();
  });
});
