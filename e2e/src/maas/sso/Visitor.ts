import { type DefaultTreeAdapterTypes, parse } from 'parse5';
import { fetch } from 'undici';

/** A page, or where it sends the visitor. */
export interface Visit {
  readonly url: string;
  readonly status: number;
  readonly text: string;
  readonly location: string | undefined;
}

interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly path: string;
}

type Node = DefaultTreeAdapterTypes.Node;
type Element = DefaultTreeAdapterTypes.Element;

function* elementsOf(node: Node): Generator<Element> {
  if ('tagName' in node) yield node;
  if ('childNodes' in node) {
    for (const child of node.childNodes) yield* elementsOf(child);
  }
}

const attribute = (element: Element, name: string) =>
  element.attrs.find(each => each.name === name)?.value;

const elementsIn = (html: string) => [...elementsOf(parse(html))];

/** A person with a browser, as far as a log-in needs one: cookies, forms, links. */
export class Visitor {
  private readonly cookies = new Map<string, Cookie>();

  /** Opens an address; redirects are handed back, not followed. */
  async open(url: string, form?: URLSearchParams): Promise<Visit> {
    const answer = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: this.cookiesFor(new URL(url).pathname) },
      ...(form ? { method: 'POST', body: form } : {}),
    });
    for (const line of answer.headers.getSetCookie()) this.keep(line);
    const location = answer.headers.get('location');
    return {
      url,
      status: answer.status,
      text: await answer.text(),
      location: location === null ? undefined : new URL(location, url).href,
    };
  }

  // On loopback browsers send those that ask for TLS, too.
  private cookiesFor(path: string): string {
    return [...this.cookies.values()]
      .filter(each => path.startsWith(each.path))
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ');
  }

  private keep(line: string): void {
    const [, name = '', value = ''] = /^([^=;]+)=([^;]*)/.exec(line) ?? [];
    const path = /;\s*path=([^;]+)/i.exec(line)?.[1] ?? '/';
    const key = `${path} ${name}`;
    if (/;\s*max-age=0/i.test(line)) this.cookies.delete(key);
    else this.cookies.set(key, { name, value, path });
  }

  /** Opens and follows redirects, as long as they stay on one of these origins. */
  async follow(first: Visit, origin: string): Promise<Visit> {
    let visit = first;
    for (let hops = 0; visit.location?.startsWith(origin); hops += 1) {
      if (hops === 10) throw new Error(`${first.url}: redirected without end`);
      visit = await this.open(visit.location);
    }
    return visit;
  }

  /** Fills in the form with this id, its hidden fields as they are. */
  async submit(
    page: Visit,
    id: string,
    fields: Readonly<Record<string, string>>,
  ): Promise<Visit> {
    const form = elementsIn(page.text).find(
      each => each.tagName === 'form' && attribute(each, 'id') === id,
    );
    const action = form && attribute(form, 'action');
    if (!form || action === undefined) {
      throw new Error(`${page.url}: ${page.status}, no form ${id}`);
    }
    const body = new URLSearchParams();
    for (const each of elementsOf(form)) {
      const name = attribute(each, 'name');
      if (each.tagName === 'input' && name) {
        body.set(name, attribute(each, 'value') ?? '');
      }
    }
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    return await this.open(new URL(action, page.url).href, body);
  }

  /** The address of the link with this id. */
  link(page: Visit, id: string): string {
    const found = elementsIn(page.text).find(
      each => attribute(each, 'id') === id,
    );
    const href = found && attribute(found, 'href');
    if (href === undefined) throw new Error(`${page.url}: no link ${id}`);
    return new URL(href, page.url).href;
  }
}
