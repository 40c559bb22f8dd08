import { Server } from 'node:net';
import { listen } from './listen';

it('listens on every interface also where the system has no IPv6', async () => {
  const real = Server.prototype.listen;
  const withoutIpv6 = jest.spyOn(Server.prototype, 'listen');
  withoutIpv6.mockImplementation(function refuse(this: Server, ...given) {
    const isIpv6 = given.some(argument => argument === '::');
    if (isIpv6) {
      const error = new Error('listen EAFNOSUPPORT');
      process.nextTick(() => this.emit('error', error));
      return this;
    }
    return Reflect.apply(real, this, given);
  });

  const listening = await listen(
    (_request, response) => response.end('here'),
    { host: '::', port: 0 },
    '--address',
  ).finally(() => withoutIpv6.mockRestore());

  const answer = await fetch(`http://127.0.0.1:${listening.port}/`);
  expect(await answer.text()).toBe('here');
  await listening.close();
});
