import { MODEL, type Offered, offerGranite } from './rendered';
import { runSmoke } from './runSmoke';

jest.setTimeout(60_000);

describe.each(['bearer', 'header-remove-bearer'] as const)(
  'a model that is published with the profile %s, on the simulated gateway',
  profile => {
    let offered: Offered;

    beforeAll(async () => {
      offered = await offerGranite(profile);
    });
    afterAll(async () => {
      await offered.stop();
    });

    it('stands the smoke script', async () => {
      const { gateway, key } = offered;
      const result = await runSmoke(
        [
          ...['--gateway', gateway, '--model', MODEL],
          ...['--echo-path', '/health'],
        ],
        { MAAS_API_KEY: key },
      );
      expect(result.lines.filter(line => !line.startsWith('ok '))).toEqual([
        'skip  the portal answers: no --portal',
        'skip  the Product is synced: no --product',
        'all is well',
      ]);
      expect(result.lines).toContain('ok    the key stays at the gateway');
      expect(result.code).toBe(0);
    });
  },
);
