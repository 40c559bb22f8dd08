import {
  fetchJson,
  type HttpClient,
  type HttpRequest,
} from '@model-catalog/node';
import { z } from 'zod/v4';
import { AdminApiError, toAdminApiError } from './AdminApiError';

/** What the calls are made with. */
export type Door = {
  /** Without a slash at its end. */
  readonly base: string;
  readonly http: HttpClient;
  readonly secrets: readonly string[];
  readonly signal?: AbortSignal;
  /** Told of an item of a list that is not as expected; the others are read. */
  readonly onProblem: (problem: string) => void;
};

/** Texts, numbers and flags of a form. */
export type Form = Readonly<
  Record<string, string | number | boolean | undefined>
>;

/** Largest page that 3scale gives. */
const PAGE = 500;
const MAX_PAGES = 200;

const urlOf = ({ base }: Door, path: string) => `${base}/admin/api/${path}`;

async function call<T>(
  door: Door,
  request: HttpRequest,
  schema: z.ZodType<T>,
): Promise<T> {
  try {
    const { signal } = door;
    return await fetchJson(door.http, { signal, ...request }, schema);
  } catch (error) {
    throw toAdminApiError(error, door.secrets);
  }
}

export const get = <T>(
  door: Door,
  path: string,
  schema: z.ZodType<T>,
): Promise<T> => call(door, { url: urlOf(door, path) }, schema);

/** A write; its fields travel in the body, never in the URL. */
export function send<T>(
  door: Door,
  { method, path, form = {} }: SendRequest,
  schema: z.ZodType<T>,
): Promise<T> {
  const fields = Object.entries(form).filter(
    (field): field is [string, string | number | boolean] =>
      field[1] !== undefined,
  );
  const body = new URLSearchParams(
    fields.map(([name, value]) => [name, String(value)]),
  );
  return call(
    door,
    {
      ...{ method, url: urlOf(door, path), body: body.toString() },
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    },
    schema,
  );
}

export type SendRequest = {
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly form?: Form;
};

/** Of answers that nobody reads: deletions may answer with nothing at all. */
export async function order(door: Door, request: SendRequest): Promise<void> {
  const { method, path, form = {} } = request;
  try {
    await door.http.request({
      ...{ method, url: urlOf(door, path), signal: door.signal },
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(form),
    });
  } catch (error) {
    throw toAdminApiError(error, door.secrets);
  }
}

export type ListRequest<T> = {
  readonly path: string;
  /** Name of the list in the answer; absent where the answer is the list. */
  readonly name?: string;
  readonly item: z.ZodType<T>;
  /** Query of each page. */
  readonly query?: Form;
  /** Largest page; 0 where 3scale does not page. */
  readonly size?: number;
};

function itemsOf<T>(
  door: Door,
  { path, item }: ListRequest<T>,
  raw: readonly unknown[],
): T[] {
  return raw.flatMap((value, index) => {
    const read = item.safeParse(value);
    if (read.success) {
      return [read.data];
    }
    const [issue] = read.error.issues;
    const where = issue?.path.map(String).join('.');
    door.onProblem(
      `${path}: item ${index} is not read: ${where}: ${issue?.message}`,
    );
    return [];
  });
}

/** The whole list, page by page. One item that is not as expected does not hide the others. */
export async function list<T>(
  door: Door,
  request: ListRequest<T>,
): Promise<T[]> {
  const { path, name, query = {}, size = PAGE } = request;
  const schema = name
    ? z
        .object({ [name]: z.array(z.unknown()) })
        .transform(answer => answer[name] ?? [])
    : z.array(z.unknown());
  const items: T[] = [];
  for (let page = 1; page <= MAX_PAGES; page++) {
    const parameters = new URLSearchParams(
      Object.entries({ ...query, ...(size > 0 && { page, per_page: size }) })
        .filter(([, value]) => value !== undefined)
        .map(([key, value]) => [key, String(value)]),
    );
    const tail = parameters.size > 0 ? `?${parameters}` : '';
    const raw = await get(door, `${path}${tail}`, schema);
    items.push(...itemsOf(door, request, raw));
    if (size === 0 || raw.length < size) {
      return items;
    }
  }
  throw new AdminApiError(`${path} has more than ${MAX_PAGES} pages`, {
    kind: 'not-api',
    nextStep: 'Look whether the server heeds the parameter page',
  });
}
