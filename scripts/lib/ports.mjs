import { createServer } from 'node:net';
import { Failure } from './failure.mjs';

/** Each port `npm start` takes, what it is for, and the variable that moves it. */
export const PORTS = {
  backstage: { port: 7007, variable: 'PORT', use: 'Backstage' },
  location: {
    port: 9090,
    variable: 'LOCATION_PORT',
    use: 'the location service',
  },
  metrics: {
    port: 8081,
    variable: 'METRICS_PORT',
    use: "the bridge's health and metrics",
  },
  kubernetes: {
    port: 16443,
    variable: 'KUBERNETES_PORT',
    use: "the simulator's Kubernetes API",
  },
  registry: {
    port: 18080,
    variable: 'REGISTRY_PORT',
    use: "the simulator's model registry",
  },
  catalog: {
    port: 18081,
    variable: 'CATALOG_PORT',
    use: "the simulator's model catalog",
  },
  control: {
    port: 18082,
    variable: 'CONTROL_PORT',
    use: "the simulator's control API",
  },
  models: {
    port: 18100,
    variable: 'MODELS_PORT',
    use: "the simulator's model servers",
    count: 24,
  },
  threescaleAdmin: {
    port: 18200,
    variable: 'THREESCALE_ADMIN_PORT',
    use: "the simulated 3scale's Admin API",
    onlyMaas: true,
  },
  threescalePortal: {
    port: 18201,
    variable: 'THREESCALE_PORTAL_PORT',
    use: "the simulated 3scale's developer portal",
    onlyMaas: true,
  },
  threescaleGateway: {
    port: 18202,
    variable: 'THREESCALE_GATEWAY_PORT',
    use: "the simulated 3scale's gateway",
    onlyMaas: true,
  },
  threescaleProducts: {
    port: 18210,
    variable: 'THREESCALE_PRODUCTS_PORT',
    use: 'the products in that gateway',
    count: 12,
    onlyMaas: true,
  },
  publisherMetrics: {
    port: 8084,
    variable: 'PUBLISHER_METRICS_PORT',
    use: "the publisher's health and metrics",
    onlyMaas: true,
  },
};

/** Listens for a moment on 127.0.0.1; gives the port, undefined when it is taken. */
function tryListen(port) {
  return new Promise(resolve => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(address.port));
    });
  });
}

function portFrom(name, { port, variable }) {
  const text = process.env[variable];
  if (!text) return [name, port];
  const value = Number(text);
  if (Number.isInteger(value) && value > 0 && value < 65536)
    return [name, value];
  throw new Failure(`${variable}=${text} is no port number (1 to 65535).`);
}

/** Those that are needed where nothing is simulated. */
export const OWN_CLUSTER_PORTS = ['backstage', 'location', 'metrics'];

/** Those of a start with a simulated 3scale: all. */
export const MAAS_PORTS = Object.keys(PORTS);

/** Those of a usual start. */
const USUAL_PORTS = MAAS_PORTS.filter(name => !PORTS[name].onlyMaas);

/** The ports of `npm start`, from the environment, all of them free; else one clear message. */
export async function wantedPorts(names = USUAL_PORTS) {
  const wanted = Object.entries(PORTS).filter(([name]) => names.includes(name));
  const ports = Object.fromEntries(
    wanted.map(([name, entry]) => portFrom(name, entry)),
  );
  for (const [name, { variable, use, count = 1 }] of wanted) {
    for (let port = ports[name]; port < ports[name] + count; port += 1) {
      if ((await tryListen(port)) === undefined) {
        throw new Failure(
          `Port ${port} (${use}) is taken by another program. Stop that one, or choose another port: ${variable}=${
            ports[name] + 1000
          } npm start`,
        );
      }
    }
  }
  return ports;
}

/** `count` ports in a row that nobody uses and that are not in `given`. */
async function freeRun(count, given, random) {
  for (;;) {
    const first = 20000 + Math.floor(random() * 10000);
    const run = Array.from({ length: count }, (_, index) => first + index);
    if (run.some(port => given.has(port))) continue;
    const tried = await Promise.all(run.map(tryListen));
    if (tried.every(port => port !== undefined)) return run;
  }
}

/** Ports that nobody uses, each given once, for tests that run beside an `npm start`. */
export async function freePorts(random = Math.random) {
  const ports = {};
  const given = new Set();
  for (const [name, { count = 1 }] of Object.entries(PORTS)) {
    const run = await freeRun(count, given, random);
    run.forEach(port => given.add(port));
    [ports[name]] = run;
  }
  return ports;
}
