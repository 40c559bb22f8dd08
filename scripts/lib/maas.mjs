import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { BUNDLES } from './build.mjs';
import { inRoot } from './paths.mjs';
import { say } from './progress.mjs';
import { isOk, waitFor } from './wait.mjs';

/** Of the simulated 3scale, which listens on loopback only. */
const TOKEN = 'admin-token-of-the-simulator';

/** Where the objects of 3scale's operator are. */
const NAMESPACE = '3scale';

/** Where models may ask to be published. */
const NAMESPACES = ['genai-team', 'fraud-detection'];

/** The model that asks to be published from the beginning. */
const PUBLISHED = 'llama-3-1-8b';

/** The Secret with what the gateway shows to models that ask for a token. */
const MODEL_TOKEN = 'model-token';

/** The token is the simulated cluster's own. */
const modelToken = {
  kind: 'Secret',
  metadata: { name: MODEL_TOKEN, namespace: NAMESPACE },
  data: {
    configuration: Buffer.from(
      JSON.stringify({
        request: [
          {
            op: 'set',
            header: 'Authorization',
            value: 'Bearer simulator-admin-token',
          },
        ],
      }),
    ).toString('base64'),
  },
};

/** The first plan allows so little that its limit can be reached by hand. */
const publisherSettings = page => `corsOrigins: [${page}]
modelTokenSecret: ${MODEL_TOKEN}
plans:
  default:
    - systemName: trial
      name: Trial
      limits: [{ period: minute, value: 5, metric: hits }]
    - systemName: standard
      name: Standard
`;

/** What the bridge is told of 3scale; the token comes by the environment. */
const bridgeSettings = (admin, portal) => `maas:
  threescale:
    namespaces: [${NAMESPACE}]
    adminUrl: ${admin}
    tokenEnv: THREESCALE_TOKEN
    portalUrl: ${portal}
`;

/** The command that runs the simulated 3scale, installed in a cluster. */
const threescaleCommand = (ports, kubeconfig) => [
  process.execPath,
  inRoot(BUNDLES.threescale.bundle),
  'serve',
  ...['--kubeconfig', kubeconfig],
  ...['--namespace', NAMESPACE],
  ...['--port-admin', String(ports.threescaleAdmin)],
  ...['--port-portal', String(ports.threescalePortal)],
  ...['--port-gateway', String(ports.threescaleGateway)],
  ...['--port-products', String(ports.threescaleProducts)],
];

/** The publisher, as a platform engineer runs it. */
const publisherCommand = (ports, settings) => [
  process.execPath,
  inRoot(BUNDLES.bridge.bundle),
  'maas-publisher',
  ...['--namespaces', NAMESPACES.join()],
  ...['--target-namespace', NAMESPACE],
  ...['--settings', settings],
  ...['--metrics-address', `127.0.0.1:${ports.publisherMetrics}`],
];

function written(path, text) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

async function command(control, name, input) {
  const answer = await fetch(`${control}/commands/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(input),
  });
  if (!answer.ok) throw new Error(`${name}: ${await answer.text()}`);
}

/** Whether the gateway knows a product: it asks for a key instead of saying 404. */
async function isPromoted(url) {
  const answer = await fetch(`${url}/v1/models`);
  await answer.arrayBuffer();
  return answer.status === 401;
}

/**
 * Starts a simulated 3scale in the simulated cluster, and the publisher, and
 * waits until the first model is offered.
 *
 * @returns where portal and first model are, and the bridge's environment
 */
export async function startMaas({ supervisor, ports, dir, endpoints }) {
  const at = port => `http://127.0.0.1:${port}`;
  const [admin, portal, offered] = [
    at(ports.threescaleAdmin),
    at(ports.threescalePortal),
    at(ports.threescaleProducts),
  ];
  const { kubeconfig, control } = endpoints;
  supervisor.launch('threescale', threescaleCommand(ports, kubeconfig));
  await waitFor('The simulated 3scale', () => isOk(portal), 30);
  await command(control, 'write-object', { object: modelToken });
  // So that calls can be tried from the definition's page.
  const page = `http://localhost:${ports.backstage}`;
  const settings = written(
    join(dir, 'maas', 'publisher.yaml'),
    publisherSettings(page),
  );
  supervisor.launch('publisher', publisherCommand(ports, settings), {
    env: { KUBECONFIG: kubeconfig },
  });
  const labels = { 'maas.rhdh.io/publish': 'true' };
  await command(control, 'label', { name: PUBLISHED, labels });
  await waitFor('The first model in the gateway', () => isPromoted(offered));
  say('A simulated 3scale runs, and offers the first model');
  const config = bridgeSettings(admin, portal);
  const bridgeEnv = {
    CONFIG_FILE: written(join(dir, 'maas', 'bridge.yaml'), config),
    THREESCALE_TOKEN: TOKEN,
  };
  return { portal, offered, bridgeEnv };
}

/** What is printed about the journey. */
export const maasLines = ({ portal, offered }) => `
  Models as a Service
    ${portal.padEnd(24)}  the developer portal: sign up, subscribe, get a key
    ${offered.padEnd(24)}  the first model, behind the gateway
      curl ${offered}/v1/models -H "Authorization: Bearer $KEY"
    npm run demo -- publish nomic-embed-text     offer another one
    npm run demo -- unpublish llama-3-1-8b       hide it again: its keys still work
`;
