import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { startTestLocation, type TestLocation } from './startLocation';
import { modelNamed, statusOf, viewOf } from './views';

type Options = Partial<Parameters<typeof startTestLocation>[0]>;

export const PATH = '/api/v1/changes';

export const FINE = [statusOf('kserve', 'complete')];

export type Rig = {
  /** A location service with one record, if not told otherwise. */
  start(options?: Options): Promise<TestLocation>;
  /** A connection that a test writes on by itself. */
  open(port: number): Promise<Socket>;
};

/** Closes after each test what it opened. */
export function createRig(): Rig {
  const locations: TestLocation[] = [];
  const sockets: Socket[] = [];
  afterEach(async () => {
    for (const socket of sockets.splice(0)) {
      socket.destroy();
    }
    for (const location of locations.splice(0)) {
      await location.close();
    }
  });
  return {
    start: async options => {
      const view = viewOf('1', [modelNamed('a')]);
      const state = () => ({ view, sources: FINE });
      const location = await startTestLocation({ state, ...options });
      locations.push(location);
      return location;
    },
    open: async port => {
      const socket = connect(port, '127.0.0.1');
      sockets.push(socket);
      await once(socket, 'connect');
      return socket;
    },
  };
}
