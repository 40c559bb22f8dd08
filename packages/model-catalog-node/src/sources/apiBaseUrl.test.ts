import { apiBaseUrl } from './apiBaseUrl';

describe('the base URL of a REST API', () => {
  const base = (written: string) =>
    apiBaseUrl(written, 'model_registry', 'v1alpha3');

  it.each([
    ['https://host', 'https://host/api/model_registry/v1alpha3'],
    ['https://host/', 'https://host/api/model_registry/v1alpha3'],
    [
      'http://127.0.0.1:8080',
      'http://127.0.0.1:8080/api/model_registry/v1alpha3',
    ],
    [
      'registry-rest.apps.example.com:443',
      'https://registry-rest.apps.example.com/api/model_registry/v1alpha3',
    ],
    [
      'https://host/api/model_registry',
      'https://host/api/model_registry/v1alpha3',
    ],
    [
      'https://host/api/model_registry/v1alpha3/',
      'https://host/api/model_registry/v1alpha3',
    ],
    [
      'https://host/api/model_registry/v1',
      'https://host/api/model_registry/v1',
    ],
    [
      'https://gateway/model-registry/dev',
      'https://gateway/model-registry/dev/api/model_registry/v1alpha3',
    ],
    [
      'https://gateway/model-registry/dev/api/model_registry/v1alpha3',
      'https://gateway/model-registry/dev/api/model_registry/v1alpha3',
    ],
    [
      'https://host/api/model_registry/v1alpha3?x=1#y',
      'https://host/api/model_registry/v1alpha3',
    ],
    [
      'https://host/api/model_registry_v2',
      'https://host/api/model_registry_v2/api/model_registry/v1alpha3',
    ],
    [' https://host ', 'https://host/api/model_registry/v1alpha3'],
  ])('%j is %s', (written, expected) => {
    expect(base(written)).toBe(expected);
  });

  it.each([
    ['', /is no URL/],
    ['https://', /is no URL/],
    ['ftp://host', /only https and http/],
    ['https://user:secret@host', /holds a user or a password/],
  ])('%j is refused', (written, message) => {
    expect(() => base(written)).toThrow(message);
  });

  it('shows no password in its refusal', () => {
    expect(() => base('https://user:secret@host')).not.toThrow(/secret/);
  });
});
