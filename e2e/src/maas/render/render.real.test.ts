/* eslint-disable @backstage/no-forbidden-package-imports -- the cases of the renderer, which no program gets */
import { promotionManifest } from '@model-catalog/maas';
import { CASES } from '@model-catalog/maas/src/render/__testUtils__/cases';
import {
  rendered,
  settings,
} from '@model-catalog/maas/src/render/__testUtils__/servers';
import { dryRun } from '../../deploy/dryRun';
import { START_TIMEOUT_MS } from '../../realServers/describeReal';
import {
  describePublisher,
  type PublisherRig,
  startPublisherRig,
} from '../publisher/__testUtils__/rig';

jest.setTimeout(240_000);

describePublisher()('what is rendered, on the real kube-apiserver', () => {
  let rig: PublisherRig;
  beforeAll(async () => {
    rig = await startPublisherRig();
  }, START_TIMEOUT_MS);
  afterAll(async () => {
    await rig?.stop();
  }, START_TIMEOUT_MS);

  it.each(CASES)(
    '%s: every object passes schema, CEL rules and the search for unknown fields',
    async (_, more, set) => {
      const offering = rendered(more, set);
      const promotion = promotionManifest(offering, settings);
      const objects = [...offering.objects, ...(promotion ? [promotion] : [])];
      expect(objects).toHaveLength(5);
      const verdicts = await Promise.all(
        objects.map(object => dryRun(rig.plain, object)),
      );
      expect(verdicts.filter(({ outcome }) => outcome !== 'accepted')).toEqual(
        [],
      );
    },
  );

  it('an address without a scheme would be refused: the schemas are asked', async () => {
    const [backend] = rendered().objects;
    expect(backend?.kind).toBe('Backend');
    const spoiled = {
      apiVersion: backend?.apiVersion ?? '',
      kind: 'Backend',
      metadata: { name: 'spoiled', namespace: '3scale' },
      spec: { ...backend?.spec, privateBaseURL: 'granite:8080' },
    };
    expect((await dryRun(rig.plain, spoiled)).outcome).toBe('refused');
  });
});
