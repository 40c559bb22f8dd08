/** Nobody waits longer for a page; Node's own limit is five minutes. */
const ANSWER_MS = 30_000;

/** A person in the developer portal: keeps the cookie, follows what the pages say. */
export class Developer {
  private cookie = '';

  constructor(private readonly portal: string) {}

  async signUp(username: string): Promise<void> {
    const { status } = await this.ask('/signup', {
      org_name: `Team of ${username}`,
      username,
      email: `${username}@example.com`,
    });
    if (status !== 303) throw new Error(`sign-up answered ${status}`);
  }

  /** What is offered, by the names that the page shows. */
  async models(): Promise<string[]> {
    const { text } = await this.ask('/admin/services');
    return [...text.matchAll(/<h2>([^<]*)<\/h2>/g)].map(([, name]) =>
      String(name),
    );
  }

  /** Subscribes to a plan of a product; gives its endpoint and the key. */
  async subscribe(
    systemName: string,
    planName: string,
  ): Promise<{ endpoint: string; key: string }> {
    const { text: page } = await this.ask('/admin/services');
    const card = page
      .split('data-product="')
      .find(part => part.startsWith(`${systemName}"`));
    const service = /service_id=(\d+)/.exec(card ?? '')?.[1];
    if (!service) throw new Error(`${systemName} is not offered:\n${page}`);
    const form = await this.ask(
      `/admin/service_contracts/new?service_id=${service}`,
    );
    const plan = new RegExp(`<option value="(\\d+)">\\s*${planName}`).exec(
      form.text,
    )?.[1];
    if (!plan) throw new Error(`there is no plan ${planName}:\n${form.text}`);
    const { location } = await this.ask('/admin/applications', {
      service_id: service,
      plan_id: plan,
      name: 'notebook',
    });
    const { text } = await this.ask(location);
    return {
      endpoint: /id="endpoint">([^<]+)</.exec(text)?.[1] ?? '',
      key: /id="user-key">([^<]+)</.exec(text)?.[1] ?? '',
    };
  }

  private async ask(path: string, form?: Record<string, string>) {
    const answer = await fetch(new URL(path, this.portal), {
      method: form ? 'POST' : 'GET',
      headers: { cookie: this.cookie },
      redirect: 'manual',
      signal: AbortSignal.timeout(ANSWER_MS),
      ...(form ? { body: new URLSearchParams(form) } : {}),
    });
    const set = answer.headers.get('set-cookie');
    if (set) this.cookie = set.split(';')[0] ?? '';
    return {
      status: answer.status,
      location: answer.headers.get('location') ?? '/',
      text: await answer.text(),
    };
  }
}
