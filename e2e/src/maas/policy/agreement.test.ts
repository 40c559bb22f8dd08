import { request } from 'http';
import { type Offered, offerGranite } from '../smoke/rendered';
import { CASES, KEY } from './cases';

jest.setTimeout(60_000);

const SENT = CASES.filter(([header]) => !/[\r\n\0]/.test(header));

/** GET with this header as it is. */
async function statusOf(url: string, authorization: string): Promise<number> {
  return await new Promise((resolve, reject) => {
    request(url, { headers: { authorization } }, response => {
      response.resume();
      response.once('end', () => resolve(response.statusCode ?? 0));
    })
      .once('error', reject)
      .end();
  });
}

describe('the simulated gateway, with a product that names remove-bearer', () => {
  let offered: Offered;

  beforeAll(async () => {
    offered = await offerGranite('header-remove-bearer');
  });
  afterAll(async () => {
    await offered.stop();
  });

  it.each(SENT)('judges %j as the policy does', async (header, becomes) => {
    const { gateway, key } = offered;
    const withKey = (text: string) => text.replaceAll(KEY, key);
    const status = await statusOf(`${gateway}/v1/models`, withKey(header));
    const taken = withKey(becomes ?? header.trim()) === key;
    const refused = status === 401 || status === 403;
    expect({ taken: status === 200, refused }).toEqual({
      taken,
      refused: !taken,
    });
  });
});
