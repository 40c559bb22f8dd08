import { createAddressPolicy } from './addressPolicy';

const granite = { namespace: 'demo', name: 'granite' };

describe('where a prober of model servers may go', () => {
  const policy = createAddressPolicy();

  it.each([
    [
      'a Service of its own namespace',
      'http://granite-predictor.demo.svc:8080',
    ],
    ['the same in full', 'https://granite.demo.svc.cluster.local:8443'],
    ['the same in short', 'http://granite.demo:8080'],
    ['a pod of a headless Service', 'http://granite-0.granite.demo.svc'],
    ['in a cluster of another domain', 'http://granite.demo.svc.corp.internal'],
    ['a Route', 'https://granite-demo.apps.example.com'],
    ['a private address', 'http://10.0.0.7:8080'],
    [
      'a gateway of another namespace, below its own path',
      'http://gateway.openshift-ingress.svc.cluster.local/demo/granite',
    ],
    ['a domain that looks like a Service', 'https://demo.svc.example.com'],
  ])('to %s: yes', (_, url) => {
    expect(policy.refusedUrl(url, granite)).toBeUndefined();
  });

  it.each([
    [
      'the Kubernetes API',
      'https://kubernetes.default.svc',
      /namespace default/,
    ],
    ['the same in short', 'https://kubernetes.default', /namespace default/],
    ['the same with a dot', 'https://kubernetes.default.', /namespace default/],
    [
      "another namespace's Service",
      'http://db.other.svc.cluster.local',
      /other/,
    ],
    [
      'a path of another server',
      'http://gw.ingress.svc/demo/granite-2',
      /ingress/,
    ],
    ['a name without a domain', 'http://granite', /without a domain/],
    ['this machine', 'http://127.0.0.1:8080', /this machine/],
    ['this machine by name', 'http://localhost', /this machine/],
    ['this machine below a name', 'http://a.localhost.', /this machine/],
    ['this machine in IPv6', 'http://[::1]/', /this machine/],
    ['this machine as mapped', 'http://[::ffff:127.0.0.1]/', /this machine/],
    ['this machine in decimal', 'http://2130706433/', /this machine/],
    ['this machine in hex', 'http://0x7f.1/', /this machine/],
    [
      'the metadata service',
      'http://169.254.169.254/latest',
      /no model server/,
    ],
    ['the same as mapped', 'http://[::ffff:a9fe:a9fe]/', /no model server/],
    ['the same through NAT64', 'http://[64:ff9b::a9fe:a9fe]/', /no model/],
    ['the same through 6to4', 'http://[2002:a9fe:a9fe::]/', /no model/],
    ['the same in IPv6', 'http://[fd00:ec2::254]/', /no model server/],
    ['link-local', 'http://[fe80::1]/', /no model server/],
    ['unspecified', 'http://0.0.0.0/', /no model server/],
    ['unspecified in IPv6', 'http://[::]/', /no model server/],
    ['multicast', 'http://224.0.0.1/', /no model server/],
    ['a cloud by name', 'http://metadata.google.internal/', /metadata service/],
    ['a cloud by a short name', 'http://metadata/', /metadata service/],
    ['Alibaba', 'http://100.100.100.200/', /no model server/],
    ['Azure', 'http://168.63.129.16/', /no model server/],
  ])('to %s (%s): no', (_, url, why) => {
    expect(policy.refusedUrl(url, granite)).toMatch(why);
  });

  it.each(['http://127.0.0.1:1', 'http://localhost:1', 'http://[::1]:1'])(
    'to %s where the cluster is on this machine: yes',
    url => {
      const local = createAddressPolicy({ allowLoopback: true });
      expect(local.refusedUrl(url, granite)).toBeUndefined();
    },
  );

  it.each([
    ['10.1.2.3', false],
    ['2001:db8::1', false],
    ['169.254.169.254', true],
    ['127.0.0.53', true],
    ['fe80::1%eth0', true],
    ['::ffff:169.254.169.254', true],
  ])('a name that resolves to %s is refused: %s', (address, refused) => {
    expect(policy.refusedAddress(address) !== undefined).toBe(refused);
  });

  it.each([
    ['localhost', true],
    ['127.0.0.1', true],
    ['[::1]', true],
    ['api.example.com', false],
  ])('%s is this machine: %s', (host, expected) => {
    expect(policy.isLoopback(host)).toBe(expected);
  });
});
