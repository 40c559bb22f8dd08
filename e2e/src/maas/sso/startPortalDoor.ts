import { createServer } from 'http';

/** The portal's own address, whose log-in button sends users on. */
export interface PortalDoor {
  readonly url: string;
  close(): Promise<void>;
}

/** @param target - where the button leads, given the portal's address */
export async function startPortalDoor(
  target: (url: string) => string,
): Promise<PortalDoor> {
  let url = '';
  const server = createServer((request, response) => {
    const isButton = request.url === '/auth/keycloak';
    response.writeHead(isButton ? 302 : 404, {
      ...(isButton ? { location: target(url) } : {}),
    });
    response.end();
  });
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('no address');
  url = `http://127.0.0.1:${address.port}`;
  return {
    url,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
