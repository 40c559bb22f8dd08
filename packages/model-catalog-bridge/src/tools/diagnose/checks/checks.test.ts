import type { SourceStatus } from '@model-catalog/common';
import { HttpError } from '@model-catalog/node';
import { shownConfig } from '../hub';
import { tokenFacts } from '../jwt';
import { judgeAbsence, judgeEndpoint } from './endpoints';
import { judgeLocation } from './location';
import { judgeProcess } from './process';
import { judgeStore, judgeStoreUse } from './store';
import { judgeProvider, judgeTechDocs } from './techdocs';
import { judgeTls, type TlsFacts } from './tls';
import { judgeToken } from './tokens';

const NOW = Date.parse('2026-11-21T12:00:00Z');
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const failed = (details: Partial<ConstructorParameters<typeof HttpError>[1]>) =>
  new HttpError('failed', {
    kind: 'status',
    method: 'GET',
    url: 'https://registry',
    ...details,
  });

describe('a token', () => {
  const place = {
    id: 'tokens.x',
    title: 'Token',
    from: 'KFMR_TOKEN',
  };
  it.each([
    ['over', -HOUR, false, 'fail'],
    ['over, though renewed', -HOUR, true, 'fail'],
    ['over in an hour, renewed', HOUR, true, 'ok'],
    ['over in an hour, not renewed', HOUR, false, 'warn'],
    ['over in ten days, not renewed', 10 * DAY, false, 'ok'],
    ['without an end', undefined, false, 'ok'],
  ])('that is %s', (_, inMs, renews, verdict) => {
    const expiresAt = inMs === undefined ? undefined : NOW + inMs;
    const facts = { kind: 'jwt', expiresAt } as const;
    expect(judgeToken({ ...place, renews, facts }, NOW).verdict).toBe(verdict);
  });

  it.each(['', 'a', 'a.b', 'a.b.c', 'a.e30.c.d', `a.${'A'.repeat(9)}.c`])(
    '"%s" is opaque',
    text => expect(tokenFacts(text)).toEqual({ kind: 'opaque' }),
  );
});

describe('TLS', () => {
  const url = 'https://dev';
  const certificate = {
    subject: 'dev',
    issuer: 'ca',
    validTo: NOW + 90 * DAY,
    names: 'DNS:dev',
  };
  it.each<[string, TlsFacts, string, RegExp]>([
    ['trusted', { url, state: 'seen', certificate }, 'ok', /^$/],
    [
      'over soon',
      {
        url,
        state: 'seen',
        certificate: { ...certificate, validTo: NOW + DAY },
      },
      'warn',
      /Renew/,
    ],
    [
      'over',
      {
        url,
        state: 'seen',
        certificate: { ...certificate, flaw: 'CERT_HAS_EXPIRED' },
      },
      'fail',
      /Renew/,
    ],
    [
      'for another name',
      {
        url,
        state: 'seen',
        certificate: { ...certificate, flaw: 'ERR_TLS_CERT_ALTNAME_INVALID' },
      },
      'fail',
      /host name/,
    ],
    [
      'of an unknown authority',
      {
        url,
        state: 'seen',
        certificate: { ...certificate, flaw: 'SELF_SIGNED_CERT_IN_CHAIN' },
      },
      'fail',
      /--ca-file/,
    ],
    [
      'not spoken',
      { url, state: 'failed', message: 'EPROTO' },
      'fail',
      /openssl/,
    ],
    ['ended by a proxy of ours', { url, state: 'proxied' }, 'skipped', /^$/],
    ['left out', { url: 'http://dev', state: 'plain' }, 'warn', /https/],
  ])('that is %s', (_, facts, verdict, step) => {
    const finding = judgeTls(facts, { id: 'x', title: 'x' }, NOW);
    expect(finding.verdict).toBe(verdict);
    expect(finding.nextStep ?? '').toMatch(step);
  });
});

describe('an endpoint that refuses us', () => {
  const registry = {
    kind: 'model-registry',
    name: 'dev',
    how: 'by MR_ROUTE',
    url: 'https://registry',
  } as const;
  it.each([
    [failed({ status: 403 }), /registry-user-dev/],
    [failed({ status: 401 }), /KFMR_TOKEN/],
    [failed({ status: 404 }), /before \/api\/model_registry/],
    [failed({ kind: 'network' }), /reachable/],
    [failed({ kind: 'tls' }), /--ca-file/],
    [failed({ kind: 'content' }), /login in front/],
    [failed({ status: 500 }), /log of dev/],
  ])('%#: %s', (error, step) => {
    const finding = judgeEndpoint({ ...registry, error });
    expect(finding.verdict).toBe('fail');
    expect(finding.nextStep).toMatch(step);
  });

  it('is too old for cards where it is a catalog that is not there', () => {
    const { nextStep } = judgeEndpoint({
      ...registry,
      kind: 'model-catalog',
      error: failed({ status: 404 }),
    });
    expect(nextStep).toContain('2.25');
  });

  it.each([
    [{ isLookedFor: false }, 'skipped', /^$/],
    [{ error: failed({ status: 403 }) }, 'fail', /Grant/],
    [{ managementState: 'Removed' }, 'warn', /Managed/],
    [{}, 'warn', /MR_ROUTE/],
    [{ kind: 'model-catalog' as const, hasRegistry: true }, 'warn', /Update/],
    [{ kind: 'model-catalog' as const }, 'warn', /registry component/],
  ])('none with %j is %s', (facts, verdict, step) => {
    const finding = judgeAbsence({
      kind: 'model-registry',
      isLookedFor: true,
      namespaces: ['rhoai-model-registries'],
      hasRegistry: false,
      ...facts,
    });
    expect(finding.verdict).toBe(verdict);
    expect(finding.nextStep ?? '').toMatch(step);
  });
});

describe('the store', () => {
  const view = { records: new Map(), issues: [], synced: true };
  it.each([
    ['as it should be', { view }, 'ok'],
    ['never synced', { view: { ...view, synced: false } }, 'warn'],
    ['unfinished', { view: { ...view, unfinished: true } }, 'warn'],
    ['damaged', { view: { ...view, issues: ['x was deleted'] } }, 'warn'],
    ['unreadable', { error: failed({ status: 403 }) }, 'fail'],
    ['in memory', {}, 'warn'],
  ])('that is %s', (_, facts, verdict) => {
    expect(judgeStore({ type: 'ConfigMap', ...facts }).verdict).toBe(verdict);
  });

  it.each([
    [undefined, 'warn', 'nobody has ever'],
    [{ holder: '', epoch: 3 }, 'warn', 'given back'],
    [{ holder: 'pod/all', epoch: 3 }, 'ok', 'pod/all'],
  ])('claimed by %j', (lease, verdict, found) => {
    const [, writer] = judgeStoreUse({ maps: [], lease });
    expect(writer?.verdict).toBe(verdict);
    expect(writer?.found).toContain(found);
  });
});

describe('a location service', () => {
  it.each([
    [401, /--token-file/],
    [403, /localhost/],
    [404, /Nothing of a location service/],
    [503, /first sync/],
    [undefined, /--url/],
  ])('that answers %p', (status, step) => {
    const error = Object.assign(new Error('no'), { status });
    const [finding] = judgeLocation({ url: 'x', state: 'failed', error });
    expect(finding?.nextStep).toMatch(step);
  });

  it.each<[SourceStatus['state'], string]>([
    ['complete', 'ok'],
    ['partial', 'warn'],
    ['failed', 'warn'],
    ['unavailable', 'skipped'],
  ])('with a source that is %s', (state, verdict) => {
    const sources = [{ id: 'kserve', state, since: '2026-11-21T00:00:00Z' }];
    const [, source] = judgeLocation({
      ...{ url: 'x', state: 'read', revision: 'r', generatedAt: 't' },
      ...{ records: 1, bad: [], sources },
    });
    expect(source).toMatchObject({ id: 'location.source.kserve', verdict });
  });
});

describe('a process', () => {
  it.each([
    [{ status: 'ok', reasons: [] }, 'ok', /^$/],
    [{ status: 'degraded', reasons: ['kserve: failed'] }, 'warn', /checks of/],
    [
      {
        status: 'degraded',
        reasons: ['kserve: the removal of 8 objects was refused'],
      },
      'warn',
      /approve-removals/,
    ],
    [{ status: 'starting', reasons: [] }, 'warn', /first sync/],
    [{ status: 'unavailable', reasons: ['store: x'] }, 'fail', /checks of/],
  ] as const)('that says %j', ({ status, reasons }, verdict, step) => {
    const finding = judgeProcess({
      role: 'location',
      address: 'http://127.0.0.1:8083/readyz',
      answer: { status, reasons: [...reasons] },
    });
    expect(finding.verdict).toBe(verdict);
    expect(finding.nextStep ?? '').toMatch(step);
  });
});

describe('the hub', () => {
  const of = (config: object, isPartial = false) => ({
    from: 'app-config.yaml',
    config,
    isPartial,
  });
  it.each([
    [{}, 'ok', 'builder local, publisher local'],
    [{ builder: 'external' }, 'warn', 'builder external'],
    [{ publisher: { type: 'awsS3' } }, 'ok', 'publisher awsS3'],
  ])('with techdocs %j', (techdocs, verdict, found) => {
    const finding = judgeTechDocs(of({ techdocs }));
    expect(finding.verdict).toBe(verdict);
    expect(finding.found).toContain(found);
  });

  it.each([
    [{}, 'fail'],
    [{ development: {} }, 'fail'],
    [{ development: { baseUrl: 'http://localhost:9090' } }, 'ok'],
  ])('with providers %j', (modelCatalog, verdict) => {
    const config = { catalog: { providers: { modelCatalog } } };
    expect(judgeProvider(of(config)).verdict).toBe(verdict);
  });

  it('shows browsers how it builds pages', () => {
    const parts = [{ data: { techdocs: { builder: 'external' } } }];
    const html = `<html><script type="backstage.io/config">
      ${JSON.stringify(parts).replace(/"/g, '&quot;')}
    </script></html>`;
    expect(shownConfig(html)?.techdocs?.builder).toBe('external');
    expect(shownConfig('<html></html>')).toBeUndefined();
  });
});
