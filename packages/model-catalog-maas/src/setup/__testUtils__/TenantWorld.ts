import {
  addApplicationPlan,
  createBackend,
  createService,
  createUsage,
  type Service,
  startThreescale,
  type Threescale,
  type ThreescaleOptions,
} from '@model-catalog/threescale-simulator';
import { type AdminApi, createAdminApi } from '../../threescale/adminApi';
import {
  type Applied,
  applySetup,
  observeTenant,
  planSetup,
  type Progress,
  type Step,
  type WantedTenant,
} from '../index';

export const TOKEN = 'the-token-of-the-administrator';
export const SECRET = 'the-secret-of-the-client';

export const WANTED: WantedTenant = {
  emails: { supportEmail: 'help@example.com' },
  ...{ openPortal: true, removeSample: true, defaultServicePlans: true },
  ...{ portal: true, replacePages: false, subscribeAccounts: true },
  login: {
    ...{ clientId: '3scale', clientSecret: SECRET, skipsTls: false },
    site: 'https://sso.example.com/realms/maas',
  },
};

/** A tenant over real HTTP, and the set-up of it. */
export class TenantWorld {
  readonly threescale: Threescale;
  readonly api: AdminApi;

  private constructor(threescale: Threescale) {
    this.threescale = threescale;
    this.api = createAdminApi({
      ...{ url: threescale.url, token: () => TOKEN },
      http: { timeoutMs: 1_000, retry: { retries: 0 } },
    });
  }

  static async start(options: ThreescaleOptions = {}): Promise<TenantWorld> {
    const settings = { token: TOKEN, ...options };
    return new TenantWorld(await startThreescale(settings));
  }

  async stop(): Promise<void> {
    await this.api.close();
    await this.threescale.stop();
  }

  async plan(wanted: Partial<WantedTenant> = {}): Promise<Step[]> {
    const all = { ...WANTED, ...wanted };
    return planSetup(await observeTenant(this.api, all), all);
  }

  async states(): Promise<Record<string, string>> {
    const steps = await this.plan();
    return Object.fromEntries(steps.map(({ id, state }) => [id, state]));
  }

  async step(
    id: string,
    wanted?: Partial<WantedTenant>,
  ): Promise<Step | undefined> {
    return (await this.plan(wanted)).find(step => step.id === id);
  }

  async setUp(
    wanted?: Partial<WantedTenant>,
  ): Promise<{ applied: Applied; progress: Progress[] }> {
    const progress: Progress[] = [];
    const steps = await this.plan(wanted);
    const applied = await applySetup(steps, this.api, one =>
      progress.push(one),
    );
    return { applied, progress };
  }

  /** A product as the publisher makes it. */
  addModel(name: string): Service {
    const { tenant } = this.threescale;
    const service = createService(tenant, { name, system_name: name });
    const backend = createBackend(tenant, {
      ...{ name, private_endpoint: `http://${name}.llm.svc:8080` },
    });
    createUsage(tenant, service.id, { backend_api_id: backend.id, path: '/' });
    addApplicationPlan(tenant, service.id, {
      ...{ name: 'Standard', state_event: 'publish' },
    });
    return service;
  }

  writes(): string[] {
    return this.threescale.requests.filter(one => !one.startsWith('GET '));
  }
}
