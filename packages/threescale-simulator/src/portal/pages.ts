import type { Tenant } from '../state/Tenant';
import type { Asked } from './Realm';
import type {
  Application,
  AuthenticationProvider,
  ServicesPlan,
} from '../state/typesOfUse';
import { type Html, html } from './html';
import { exampleOf } from './example';
import { limitsOf, type Offered, offeredProducts } from './products';

const planLine = (tenant: Tenant, plan: ServicesPlan) => {
  const limits = limitsOf(tenant, plan);
  return html`<span class="plan">
    ${plan.name}${limits.length > 0 ? `: ${limits.join(', ')}` : ''}
  </span>`;
};

const productCard = (
  tenant: Tenant,
  { service, plans, endpoint, isLive }: Offered,
) => html`
  <section class="card" data-product="${service.system_name}">
    <h2>${service.name}</h2>
    <p>${service.description}</p>
    <div>${plans.map(plan => planLine(tenant, plan))}</div>
    <p><code>${isLive ? endpoint : 'not promoted yet'}</code></p>
    <a class="button" href="/admin/applications/new?service_id=${service.id}"
      >Subscribe</a
    >
  </section>
`;

export function servicesPage(tenant: Tenant): Html {
  const offered = offeredProducts(tenant);
  return html`
    <h1>Models</h1>
    <p class="lead">Choose a model and a plan, and call it with your key.</p>
    <div class="cards">${offered.map(one => productCard(tenant, one))}</div>
    ${offered.length === 0 ? html`<p>No model is offered at present.</p>` : ''}
  `;
}

const field = (name: string, label: string, type = 'text') => html`
  <label for="${name}">${label}</label>
  <input id="${name}" name="${name}" type="${type}" required maxlength="120" />
`;

const backField = (back: string) =>
  html`<input type="hidden" name="back" value="${back}" />`;

export const loginPage = (
  back: string,
  logins: readonly AuthenticationProvider[],
): Html => html`
  <h1>Sign in</h1>
  ${logins.map(
    ({ system_name, name }) =>
      html`<p><a class="button" href="/auth/${system_name}">${name}</a></p>`,
  )}
  <p class="lead">
    The sample developer is john. <a href="/signup">Sign up</a>
  </p>
  <form class="card stack" method="post" action="/login">
    ${backField(back)} ${field('username', 'Username')}
    <button>Sign in</button>
  </form>
`;

export const signupPage = (back: string): Html => html`
  <h1>Sign up</h1>
  <form class="card stack" method="post" action="/signup">
    ${backField(back)} ${field('org_name', 'Organization')}
    ${field('username', 'Username')} ${field('email', 'E-mail', 'email')}
    <button>Sign up</button>
  </form>
`;

/** The form of the simulated SSO. */
export const realmPage = (asked: Asked | undefined): Html => html`
  <h1>Single sign-on</h1>
  <p class="lead">A simulated realm without passwords.</p>
  ${asked &&
  html`<form class="card stack" method="post">
    ${Object.entries(asked).map(
      ([name, value]) =>
        html`<input type="hidden" name="${name}" value="${value}" />`,
    )}
    ${field('email', 'E-mail', 'email')}
    <button>Log in</button>
  </form>`}
`;

export const accessCodePage = (): Html => html`
  <h1>This portal is not open yet</h1>
  <p class="lead">It asks for the access code of its tenant.</p>
  <form class="card stack" method="post" action="/access_code">
    ${field('access_code', 'Access code', 'password')}
    <button>Enter</button>
  </form>
`;

export const newApplicationPage = (
  tenant: Tenant,
  { service, plans }: Offered,
): Html => html`
  <h1>Subscribe to ${service.name}</h1>
  <p class="lead">${service.description}</p>
  <form class="card stack" method="post" action="/admin/applications">
    <input type="hidden" name="service_id" value="${service.id}" />
    <label for="plan_id">Plan</label>
    <select id="plan_id" name="plan_id">
      ${plans.map(
        plan => html`<option value="${plan.id}">
          ${[plan.name, ...limitsOf(tenant, plan)].join(', ')}
        </option>`,
      )}
    </select>
    ${field('name', 'Name of your application')}
    <button>Get a key</button>
  </form>
`;

const masked = (key: string) => `${key.slice(0, 4)}…${key.slice(-4)}`;

export function applicationsPage(
  tenant: Tenant,
  applications: readonly Application[],
): Html {
  const row = (one: Application) => html`<tr>
    <td><a href="/admin/applications/${one.id}">${one.name}</a></td>
    <td>${tenant.services.get(one.service_id)?.name}</td>
    <td>${tenant.applicationPlans.get(one.plan_id)?.name}</td>
    <td>${one.state}</td>
    <td><code>${masked(one.user_key)}</code></td>
  </tr>`;
  return html`
    <h1>My applications</h1>
    <table>
      <thead>
        <tr>
          <th>Application</th>
          <th>Model</th>
          <th>Plan</th>
          <th>State</th>
          <th>Key</th>
        </tr>
      </thead>
      <tbody>
        ${applications.map(row)}
      </tbody>
    </table>
    ${applications.length === 0
      ? html`<p>None yet. <a href="/admin/services">Choose a model</a></p>`
      : ''}
  `;
}

export function applicationPage(tenant: Tenant, one: Application): Html {
  const service = tenant.services.get(one.service_id);
  const plan = tenant.applicationPlans.get(one.plan_id);
  const endpoint = tenant.proxies.get(one.service_id)?.endpoint;
  const pending = html`<p class="notice">
    It waits for approval: its key is not taken yet.
  </p>`;
  return html`
    <h1>${one.name}</h1>
    <p class="lead">${service?.name}, ${plan?.name}</p>
    ${one.state === 'pending' ? pending : ''}
    <section class="card">
      <h2>How to call it</h2>
      <dl>
        <dt>Endpoint</dt>
        <dd><code id="endpoint">${endpoint}</code></dd>
        <dt>API key</dt>
        <dd><code class="key" id="user-key">${one.user_key}</code></dd>
        <dt>Limits</dt>
        <dd>${(plan && limitsOf(tenant, plan).join(', ')) || 'none'}</dd>
      </dl>
      <pre id="example">${exampleOf(tenant, one)}</pre>
    </section>
  `;
}

export function docsPage(tenant: Tenant): Html {
  const docs = tenant.activeDocs.list(({ published }) => published);
  return html`
    <h1>API docs</h1>
    <p class="lead">The definitions of what is offered.</p>
    <div class="cards">
      ${docs.map(
        doc => html`<section class="card">
          <h2>${doc.name}</h2>
          <p>${doc.description}</p>
          <a href="/docs/${doc.system_name}.json">OpenAPI document</a>
        </section>`,
      )}
    </div>
  `;
}
