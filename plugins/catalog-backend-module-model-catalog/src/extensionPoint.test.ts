import * as main from '@backstage/plugin-catalog-node';
import { catalogProcessingExtensionPoint } from '@backstage/plugin-catalog-node/alpha';
import { findProcessingExtensionPoint } from './extensionPoint';

const point = { catalogProcessingExtensionPoint };

describe('findProcessingExtensionPoint', () => {
  it.each<[string, object[]]>([
    ['only in /alpha, as up to Backstage 1.45', [main, point]],
    ['in both', [point, point]],
    ['only in the main entry, as from Backstage 1.52', [point, {}]],
    [
      'in the main entry, with an empty name left in /alpha',
      [point, { catalogProcessingExtensionPoint: undefined }],
    ],
  ])('finds it %s', (_, entries) => {
    expect(findProcessingExtensionPoint(entries)).toBe(
      catalogProcessingExtensionPoint,
    );
  });

  it('finds it in this host', () => {
    expect(findProcessingExtensionPoint()).toBe(
      catalogProcessingExtensionPoint,
    );
  });

  it('says what is missing where there is none', () => {
    expect(() => findProcessingExtensionPoint([{}, {}])).toThrow(
      'This Backstage has no catalogProcessingExtensionPoint',
    );
  });
});
