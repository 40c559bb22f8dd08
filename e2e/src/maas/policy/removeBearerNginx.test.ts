import { logLine } from '../../realServers/describeReal';
import { CASES, KEY } from './cases';
import { findNginx, type RunningNginx, startNginx } from './nginx';

jest.setTimeout(60_000);

const found = findNginx();
if (found.kind === 'unavailable') logLine(found.reason);

/** What can be sent in one header line; nginx takes spaces off both ends. */
const SENT = CASES.filter(([header]) => !/[\r\n\0]/.test(header));

(found.kind === 'found' ? describe : describe.skip)(
  'remove-bearer in an nginx with Lua, before a model',
  () => {
    let nginx: RunningNginx;

    beforeAll(async () => {
      if (found.kind === 'found') nginx = await startNginx(found.binary);
    });
    afterAll(async () => {
      await nginx?.dispose();
    });

    it.each(SENT)('makes of %j %j: %s', async (header, becomes) => {
      const { status, authorization } = await nginx.send([
        `Authorization: ${header}`,
      ]);
      expect(status).toBe(200);
      const expected = becomes ?? header.trim();
      expect(authorization.join()).toBe(expected);
    });

    it.each(['authorization', 'AUTHORIZATION'])('knows %s, too', async name => {
      expect(await nginx.send([`${name}:Bearer ${KEY}`])).toEqual({
        status: 200,
        authorization: [KEY],
      });
    });

    it('sends none on where there is none', async () => {
      expect(await nginx.send([])).toEqual({ status: 200, authorization: [] });
    });

    it('lets no second header through beside the first', async () => {
      const { status, authorization } = await nginx.send([
        `Authorization: Bearer ${KEY}`,
        'Authorization: Bearer other',
      ]);
      // Newer releases of nginx refuse two by themselves.
      const expected = status === 400 ? [] : [KEY];
      expect(authorization).toEqual(expected);
    });

    it('refuses a header with a byte that ends strings', async () => {
      const { status } = await nginx.send([`Authorization: Bearer ${KEY}\0x`]);
      expect(status).toBe(400);
    });
  },
);
