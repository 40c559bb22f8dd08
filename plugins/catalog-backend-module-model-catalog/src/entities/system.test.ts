import { SYSTEM } from '@model-catalog/common';
import { draft } from '../__testUtils__/draft';
import { modelRecord, serverRecord } from '../__testUtils__/records';
import type { Systems } from './types';
import { whyInvalid } from './validate';

const server = serverRecord('granite', ['m']);
const model = modelRecord('m');
const marked = {
  ...server,
  server: { ...server.server, annotations: { [SYSTEM]: 'marked' } },
};

/** Systems of the model, of the server and of its API. */
function systemsOf(systems: Systems | undefined, one = server) {
  const { entities, issues } = draft.with({ systems })(model, one);
  return { systems: entities.map(({ spec }) => spec?.system), issues };
}

describe('the System that entities are part of', () => {
  it('is none, where none is configured, whatever people write', () => {
    expect(systemsOf(undefined, marked)).toEqual({
      systems: [undefined, undefined, undefined],
      issues: [],
    });
  });

  it.each<[string, Systems, string | undefined, string | undefined]>([
    ['one for all', { default: 'ai' }, 'ai', 'ai'],
    ['one for a namespace', { namespaces: { demo: 'd' } }, undefined, 'd'],
    ['one for namespaces', { namespaces: { 'de*': 'd' } }, undefined, 'd'],
    [
      'one for others',
      { namespaces: { 'fraud-*': 'd' } },
      undefined,
      undefined,
    ],
    [
      'the name itself before a pattern, the longer pattern before the shorter',
      { namespaces: { '*': 'a', 'd*': 'b', demo: 'c' } },
      undefined,
      'c',
    ],
    [
      'named as the namespace and as the registry',
      {
        namespaces: { '*': 'project-{namespace}' },
        registries: { '*': 'ai/{registry}-models' },
      },
      'ai/registry-models',
      'project-demo',
    ],
    ['of the cluster', { default: '{cluster}' }, undefined, 'cluster'],
    [
      'one for all but some',
      { default: 'ai', namespaces: { demo: 'd' } },
      'ai',
      'd',
    ],
  ])('%s', async (_, systems, ofModel, ofServer) => {
    expect(systemsOf(systems).systems).toEqual([ofModel, ofServer, ofServer]);
    for (const entity of draft.with({ systems })(model, server).entities) {
      expect(await whyInvalid(entity)).toBeUndefined();
    }
  });

  it('is the one that people wrote on the server, where that is allowed', () => {
    const allowed = { default: 'ai', fromAnnotation: true };

    expect(systemsOf(allowed, marked).systems).toEqual([
      'ai',
      'marked',
      'marked',
    ]);
    expect(systemsOf({ default: 'ai' }, marked).systems).toEqual([
      'ai',
      'ai',
      'ai',
    ]);
  });

  it('is none, and noted, where what comes of it is no reference', () => {
    const { systems, issues } = systemsOf(
      { fromAnnotation: true },
      {
        ...server,
        server: { ...server.server, annotations: { [SYSTEM]: 'a b' } },
      },
    );

    expect(systems).toEqual([undefined, undefined, undefined]);
    expect(issues).toEqual([
      expect.objectContaining({
        ref: 'component:default/granite',
        field: 'spec.system',
      }),
    ]);
  });
});
