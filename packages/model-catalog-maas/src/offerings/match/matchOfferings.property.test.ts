import type { Offering } from '@model-catalog/common';
import type { InferenceServer } from '@model-catalog/node';
import fc from 'fast-check';
import { aServer, anOffering, backendOf } from '../__testUtils__/builders';
import { matchOfferings } from './matchOfferings';

const match = (offerings: Offering[], servers: InferenceServer[]) =>
  matchOfferings(offerings, servers, { suggestions: false });

describe('whatever is there', () => {
  const name = fc.constantFrom('a', 'b', 'a-predictor', 'c.d', 'x'.repeat(70));
  const url = fc.oneof(
    fc.webUrl(),
    fc.string(),
    fc
      .tuple(name, name, fc.constantFrom('', '.svc', '.svc.cluster.local'))
      .map(([svc, ns, end]) => `http://${svc}.${ns}${end}:8080`),
  );
  const servers = fc.uniqueArray(
    fc
      .tuple(name, name, url)
      .map(([ns, own, externalUrl]) =>
        aServer(own, { namespace: ns, externalUrl }),
      ),
    { selector: ({ id }) => id, maxLength: 6 },
  );
  const offerings = fc.uniqueArray(
    fc
      .tuple(name, fc.array(url, { maxLength: 3 }))
      .map(([systemName, urls]) =>
        anOffering({ systemName, backends: urls.map(one => backendOf(one)) }),
      ),
    { selector: ({ id }) => id, maxLength: 6 },
  );

  it('order changes nothing, each offering is shown once, at a server that is there', () => {
    fc.assert(
      fc.property(offerings, servers, (some, all) => {
        const { placed, issues } = match(some, all);
        const again = match([...some].reverse(), [...all].reverse());
        expect(new Map([...again.placed].sort())).toEqual(
          new Map([...placed].sort()),
        );
        expect(again.issues).toEqual(issues);
        const shown = [...placed.values()].flat().filter(p => p.isShownHere);
        const ids = new Set(
          [...placed.values()].flat().map(p => p.offering.id),
        );
        expect(shown.map(p => p.offering.id).sort()).toEqual([...ids].sort());
        const there = new Set(all.map(one => one.id));
        expect([...placed.keys()].filter(id => !there.has(id))).toEqual([]);
      }),
    );
  });

  it('a server that comes takes no offering away from another', () => {
    fc.assert(
      fc.property(offerings, servers, (some, all) => {
        const [newcomer, ...before] = all;
        fc.pre(newcomer !== undefined);
        const served = new Set(before.map(({ namespace }) => namespace));
        fc.pre(newcomer !== undefined && !served.has(newcomer.namespace));
        // In a namespace of its own, and without an address of its own.
        const alone = aServer(newcomer?.name ?? '', {
          namespace: newcomer?.namespace,
          externalUrl: undefined,
          internalUrl: undefined,
        });
        const then = match(some, before).placed;
        const now = match(some, [alone, ...before]).placed;
        const idsIn = (from: typeof now) =>
          [...then.keys()].map(id => from.get(id)?.map(p => p.offering.id));
        expect(idsIn(now)).toEqual(idsIn(then));
      }),
    );
  });
});
