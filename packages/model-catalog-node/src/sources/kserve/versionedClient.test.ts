import { z } from 'zod/v4';
import { HttpError } from '../../http';
import type { KubernetesClient } from '../../kubernetes/types';
import { SERVING_KINDS } from './kinds';
import { inServedVersion } from './versionedClient';

const GROUP = '/apis/serving.kserve.io';
const LIST = `${GROUP}/v1alpha2/llminferenceservices`;

/** A cluster that serves these kinds in these versions; a status stands for a refusal. */
type Served = Record<string, string[]> | number;

function clusterOf(state: { served: Served }) {
  const asked: string[] = [];
  const answer = (path: string): unknown => {
    const { served } = state;
    const isDiscovery = path === GROUP || /\/v1[a-z0-9]+$/.test(path);
    const fail = (status: number) => {
      throw new HttpError(`answered ${status}`, {
        kind: 'status',
        method: 'GET',
        url: path,
        status,
      });
    };
    if (isDiscovery && typeof served === 'number') {
      return fail(served);
    }
    if (!isDiscovery || typeof served === 'number') {
      return {};
    }
    const versions = Object.keys(served);
    if (path === GROUP) {
      return versions.length > 0
        ? { versions: versions.map(version => ({ version })) }
        : fail(404);
    }
    const names = served[path.slice(GROUP.length + 1)];
    return names ? { resources: names.map(name => ({ name })) } : fail(404);
  };
  const client: KubernetesClient = {
    server: 'https://api.example.com',
    get: async (path, schema) => {
      asked.push(path);
      return schema.parse(answer(path));
    },
    create: async () => Promise.reject(new Error('not asked')),
    replace: async () => Promise.reject(new Error('not asked')),
    watch: path => {
      asked.push(path);
      return (async function* none() {})();
    },
    close: async () => {},
  };
  return { client, asked };
}

const LLM = 'llminferenceservices';
const kind = SERVING_KINDS.llminferenceservice;

async function pathsFor(served: Served): Promise<string> {
  const { client, asked } = clusterOf({ served });
  await inServedVersion(client, kind).get(`${LIST}?limit=500`, z.unknown());
  return asked.at(-1) ?? '';
}

describe('the version that a kind is read in', () => {
  it.each<[string, Served, string]>([
    [
      'both',
      { v1alpha1: [LLM, 'servingruntimes'], v1alpha2: [LLM] },
      'v1alpha2',
    ],
    [
      'the older one only',
      { v1alpha1: [LLM], v1beta1: ['inferenceservices'] },
      'v1alpha1',
    ],
    [
      'the newer one for other kinds only',
      { v1alpha2: ['other'], v1alpha1: [LLM] },
      'v1alpha1',
    ],
    ['what it does not tell (403)', 403, 'v1alpha2'],
  ])('of a cluster that serves %s', async (_name, served, version) => {
    expect(await pathsFor(served)).toBe(`${GROUP}/${version}/${LLM}?limit=500`);
  });

  it.each<[string, Served]>([
    ['no KServe', {}],
    [
      'KServe without the kind',
      { v1alpha1: ['servingruntimes'], v1beta1: ['inferenceservices'] },
    ],
  ])('is none where there is %s', async (_name, served) => {
    await expect(pathsFor(served)).rejects.toMatchObject({ status: 404 });
  });

  it('is not guessed when discovery fails', async () => {
    await expect(pathsFor(503)).rejects.toMatchObject({ status: 503 });
  });

  it('changes with the next list; pages and watches stay in it', async () => {
    const state: { served: Served } = { served: { v1alpha1: [LLM] } };
    const { client, asked } = clusterOf(state);
    const versioned = inServedVersion(client, kind);
    const signal = new AbortController().signal;
    await versioned.get(`${LIST}?limit=1`, z.unknown());
    state.served = { v1alpha1: [LLM], v1alpha2: [LLM] };
    await versioned.get(`${LIST}?limit=1&continue=x`, z.unknown());
    versioned.watch(`${LIST}?watch=true`, { signal, idleTimeoutMs: 1 });
    await versioned.get(`${LIST}?limit=1`, z.unknown());

    expect(asked.filter(path => path.includes(LLM))).toEqual([
      `${GROUP}/v1alpha1/${LLM}?limit=1`,
      `${GROUP}/v1alpha1/${LLM}?limit=1&continue=x`,
      `${GROUP}/v1alpha1/${LLM}?watch=true`,
      `${GROUP}/v1alpha2/${LLM}?limit=1`,
    ]);
  });

  it('is not asked for where there is only one', async () => {
    const { client, asked } = clusterOf({ served: {} });
    const path = `${GROUP}/v1beta1/inferenceservices?limit=1`;
    const one = SERVING_KINDS.inferenceservice;
    await inServedVersion(client, one).get(path, z.unknown());

    expect(asked).toEqual([path]);
  });
});
