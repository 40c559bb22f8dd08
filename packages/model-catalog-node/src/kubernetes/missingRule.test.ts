import fc from 'fast-check';
import { missingRule } from './missingRule';

const API = 'https://10.0.0.1:6443';

describe('missingRule', () => {
  it.each([
    [
      'GET',
      '/api/v1/namespaces/a/services?limit=500',
      'add to a ClusterRole, or to a Role in namespace a: apiGroups [""], resources ["services"], verbs ["get", "list", "watch"]',
    ],
    [
      'GET',
      '/apis/serving.kserve.io/v1beta1/inferenceservices?watch=true',
      'add to a ClusterRole: apiGroups ["serving.kserve.io"], resources ["inferenceservices"], verbs ["get", "list", "watch"]',
    ],
    [
      'PUT',
      '/api/v1/namespaces/rhdh/configmaps/bac-import-model',
      'add to a ClusterRole, or to a Role in namespace rhdh: apiGroups [""], resources ["configmaps"], verbs ["update"]',
    ],
    [
      'POST',
      '/api/v1/namespaces/rhdh/configmaps',
      'add to a ClusterRole, or to a Role in namespace rhdh: apiGroups [""], resources ["configmaps"], verbs ["create"]',
    ],
    [
      'GET',
      '/api/v1/namespaces',
      'add to a ClusterRole: apiGroups [""], resources ["namespaces"], verbs ["get", "list", "watch"]',
    ],
    [
      'GET',
      '/api/v1/namespaces/rhdh',
      'add to a ClusterRole: apiGroups [""], resources ["namespaces"], verbs ["get"]',
    ],
    ['GET', '/version', undefined],
    ['GET', '/api/v1', undefined],
  ])('of %s %s', (method, path, rule) => {
    expect(missingRule(method, `${API}${path}`)).toBe(rule);
  });

  it('takes any text for a URL', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webPath()), text => {
        for (const url of [text, `${API}${text}`]) {
          const rule = missingRule('GET', url);
          expect(rule === undefined || rule.startsWith('add to')).toBe(true);
        }
      }),
    );
  });
});
