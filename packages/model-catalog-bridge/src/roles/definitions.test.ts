import { createRig, eventually } from './__testUtils__/bridge';
import { startAll } from './all';

/** What the location service says of a server; the rest of a record is of no interest here. */
type Shown = {
  kind: string;
  name: string;
  state: string;
  definition?: { origin: string };
  server: { authentication?: boolean; API?: { spec: string; type: string } };
};

describe('the API definitions of the demo', () => {
  it('are there for every server that has an address', async () => {
    const rig = await createRig();
    try {
      const { kubernetes, registry, modelServers } = await rig.cluster({
        world: 'demo',
      });
      let port: number | undefined;
      await rig.bridge(
        {
          KUBECONFIG: kubernetes.kubeconfig,
          MR_ROUTE: `demo=${registry.url}`,
        },
        async options => {
          const started = await startAll(options);
          port = started.ports.location;
          return started;
        },
      );
      const shown = await eventually(async () => {
        const answer = await fetch(`http://127.0.0.1:${port}/api/v1/records`);
        const { records }: { records: Shown[] } = await answer.json();
        const servers = records.filter(({ kind }) => kind === 'server');
        const origins = servers.map(({ definition }) => definition?.origin);
        expect(origins).toContain('property');
        expect(origins.filter(one => one === 'server').length).toBeGreaterThan(
          3,
        );
        return servers;
      });
      const described = shown.filter(({ server }) => server.API);
      const origins = described.map(({ definition }) => definition?.origin);
      expect(origins).not.toContain('minimal');
      expect(origins).not.toContain(undefined);
      expect(JSON.stringify(described)).not.toContain('TBD');

      const templates = described.filter(
        ({ definition }) => definition?.origin === 'template',
      );
      expect(templates.length).toBeGreaterThan(3);
      for (const { server } of templates) {
        const { paths, security } = JSON.parse(server.API?.spec ?? '');
        expect(Object.keys(paths)).not.toEqual([]);
        expect(security !== undefined).toBe(server.authentication);
      }
      const asked = [...modelServers.services.values()].flatMap(service =>
        Object.keys(service.counter.counts.patterns).map(
          pattern => pattern.split(' ')[0],
        ),
      );
      expect(new Set(asked)).toEqual(new Set(['GET']));
    } finally {
      await rig.close();
    }
  }, 20_000);
});
