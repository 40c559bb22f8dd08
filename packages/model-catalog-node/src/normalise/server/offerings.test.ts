import { digestOf, Offering, type ServerRecord } from '@model-catalog/common';
import { aServer } from '../../__testUtils__/builders';
import {
  asStored,
  reasons,
  run,
  serverOf,
} from '../../__testUtils__/normalising';
import { anOffering, GATEWAY, offeredAt } from '../../__testUtils__/offerings';
import { blobsOf, packStored, StoredRecord } from '../../records/stored';
import { knownFrom } from '../../pipeline/known';
import type { NormaliseInput, NormaliseOutput } from '../types';

const granite = aServer();
const OTHER = aServer({ name: 'mistral' });

const DOCUMENT = JSON.stringify({
  openapi: '3.0.3',
  info: { title: 'x', version: '1' },
  paths: { '/published': { get: { responses: {} } } },
});

function offered(
  offerings: Offering[],
  {
    texts = [],
    ...more
  }: Partial<Omit<NormaliseInput, 'texts'>> & { texts?: string[] } = {},
) {
  const servers = more.servers ?? [granite];
  const placed = offeredAt(servers, ...offerings);
  return run({ servers, offered: placed, ...more }, texts);
}

function offeringsOf(output: NormaliseOutput) {
  return serverOf(output).offerings ?? [];
}

function definitionOf(output: NormaliseOutput, at = 0) {
  const { definition } = offeringsOf(output)[at] ?? {};
  const text = output.blobs.get(definition?.digest ?? '');
  return { ...definition, document: text && JSON.parse(text) };
}

const withDocument = (text: string) =>
  anOffering({ documentDigest: digestOf(text) });

describe('the record of a server that is offered', () => {
  it('is the same as ever where it is not', () => {
    const plain = run({ servers: [granite] });
    expect(offered([])).toEqual(plain);
    expect(JSON.stringify(plain.records)).not.toContain('offering');
  });

  it('has what the source said, its name, and why it is there', () => {
    const output = offered([anOffering()]);
    expect(offeringsOf(output)).toEqual([
      {
        ...anOffering(),
        name: 'granite-gateway',
        match: { by: 'explicit', evidence: 'a test' },
        isShownHere: true,
        definition: expect.objectContaining({ origin: 'operations' }),
      },
    ]);
  });

  it('is understood by readers that know nothing of offerings', () => {
    const { server, ...record } = serverOf(offered([anOffering()]));
    const plain = serverOf(run({ servers: [granite] }));
    expect(server).toEqual(plain.server);
    expect({ ...record, offerings: undefined }).toEqual({
      ...plain,
      offerings: undefined,
      server: undefined,
    });
  });

  it('gives back what is known of its offerings after a restart', () => {
    const stored = offered([anOffering()]).records;
    for (const keep of [packStored, StoredRecord.parse]) {
      const { offerings } = knownFrom(stored.map(one => keep(one)));
      expect([...offerings]).toEqual([['threescale', [anOffering()]]]);
    }
  });

  it('names the texts of its gateways', () => {
    const output = offered([anOffering()]);
    const [stored] = output.records.filter(r => r.record.kind === 'server');
    const digest = offeringsOf(output)[0]?.definition?.digest;
    expect(stored && blobsOf(stored)).toContain(digest);
    expect(output.blobs.has(digest ?? '')).toBe(true);
  });
});

describe('the name of the API of a gateway', () => {
  const namesIn = (output: NormaliseOutput) =>
    output.records.flatMap(({ record }) =>
      record.kind === 'server' ? record.offerings?.map(({ name }) => name) : [],
    );

  it('is one for all servers, of which one shows it', () => {
    const output = offered([anOffering()], { servers: [granite, OTHER] });
    expect(namesIn(output)).toEqual(['granite-gateway', 'granite-gateway']);
    const shown = output.records.flatMap(({ record }) =>
      record.kind === 'server' ? record.offerings ?? [] : [],
    );
    expect(shown.map(({ isShownHere }) => isShownHere)).toEqual([true, false]);
    expect(shown.map(({ definition }) => definition !== undefined)).toEqual([
      true,
      false,
    ]);
  });

  it('is none that a server or another tenant has', () => {
    const rival = aServer({ namespace: 'granite', name: 'gateway' });
    const output = offered([anOffering(), anOffering({ tenant: 'other' })], {
      servers: [granite, rival],
    });
    const names = [...new Set(namesIn(output))];
    expect(names).toHaveLength(2);
    expect(names).not.toContain('granite-gateway');
  });

  it('stays when another comes that is older', () => {
    const first = offered([anOffering()]);
    const older = anOffering({ tenant: 'other', createdAt: '2001-01-01' });
    const output = offered([older, anOffering()], { stored: asStored(first) });
    const kept = offeringsOf(output).find(({ tenant }) => tenant === 'maas');
    expect(kept?.name).toBe('granite-gateway');
  });

  it.each(['Mistral_7B/Instruct v0.3', 'ä', '../x', 'x'.repeat(200)])(
    'of %j is one that the catalog takes',
    systemName => {
      const [one] = offeringsOf(offered([anOffering({ systemName })]));
      expect(one?.name).toMatch(
        /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/,
      );
    },
  );
});

describe('the definition of the API of a gateway', () => {
  it('is the document that it is published with', () => {
    const output = offered([withDocument(DOCUMENT)], { texts: [DOCUMENT] });
    expect(definitionOf(output)).toMatchObject({
      origin: 'document',
      document: {
        servers: [{ url: GATEWAY }],
        paths: { '/published': {} },
        security: [{ gateway: [] }],
      },
    });
  });

  it('is the server’s own otherwise, cut by the rules', () => {
    const server = {
      id: granite.id,
      offers: [
        {
          protocol: 'openai' as const,
          base: '/v1',
          operations: ['models', 'chat'],
        },
      ],
    };
    const output = offered([anOffering()], { apis: [server] });
    const { origin, document } = definitionOf(output);
    expect(origin).toBe('server');
    expect(document.servers).toEqual([{ url: GATEWAY }]);
    expect(Object.keys(document.paths)).toEqual(['/v1/chat/completions']);
  });

  it('is what the rules say where nothing more is known', () => {
    const { origin, document } = definitionOf(offered([anOffering()]));
    expect(origin).toBe('operations');
    expect(Object.keys(document.paths)).toEqual(['/v1/chat/completions']);
  });

  it('is not a document that is none, and says so', () => {
    const text = '{"apiVersion":"v1","kind":"Secret"}';
    const output = offered([withDocument(text)], { texts: [text] });
    expect(definitionOf(output).origin).toBe('operations');
    expect(reasons(output).join()).toContain('it is not used');
  });

  it('stays while its document cannot be read, and comes when it can', () => {
    const first = offered([withDocument(DOCUMENT)], { texts: [DOCUMENT] });
    const stored = asStored(first);
    const changed = { ...withDocument(DOCUMENT), title: 'Another' };
    const without = offered([changed], { stored });
    expect(offeringsOf(without)[0]?.definition).toEqual(
      offeringsOf(first)[0]?.definition,
    );
    const again = offered([changed], {
      stored: asStored(without),
      texts: [DOCUMENT],
    });
    expect(definitionOf(again)).toMatchObject({
      origin: 'document',
      document: { info: { title: 'Another' } },
    });
  });

  it('is made again when the store has lost it', () => {
    const first = offered([anOffering()]);
    const digest = offeringsOf(first)[0]?.definition?.digest ?? '';
    const again = offered([anOffering()], {
      stored: asStored(first),
      missingTexts: new Set([digest]),
    });
    expect(again.blobs.has(digest)).toBe(true);
  });

  it('is not made twice of the same', () => {
    const first = offered([withDocument(DOCUMENT)], { texts: [DOCUMENT] });
    const again = offered([withDocument(DOCUMENT)], {
      stored: asStored(first),
    });
    expect(again.records).toEqual(first.records);
    expect(again.blobs.size).toBe(0);
  });

  it('follows the gateway', () => {
    const first = offered([anOffering()]);
    const moved = anOffering({
      gatewayUrls: { production: 'https://new.example.com' },
      path: '/base',
      auth: { type: 'api-key', location: 'query', parameter: 'user_key' },
    });
    const { document } = definitionOf(
      offered([moved], { stored: asStored(first) }),
    );
    expect(document).toMatchObject({
      servers: [{ url: 'https://new.example.com/base' }],
      components: { securitySchemes: { gateway: { in: 'query' } } },
    });
  });
});

it('what is offered holds nothing that is not in its shape', () => {
  const record: ServerRecord = serverOf(offered([anOffering()]));
  const secrets = { user_key: 's3cret', client_secret: 's3cret' };
  const parsed = Offering.parse({ ...record.offerings?.[0], ...secrets });
  expect(JSON.stringify(parsed)).not.toContain('s3cret');
});
