import { z } from 'zod/v4';
import type { RegistryBody, RegistryChange } from '../schema';
import type { Reply } from './HttpService';
import { errorReply, pageOf, type Row } from './paging';
import { type Dialect } from './releases';

const LISTS = [
  'registered_models',
  'model_versions',
  'inference_services',
  'serving_environments',
] as const;
const CAN_FILTER = new Set([
  'registered_models',
  'model_versions',
  'artifacts',
]);

const Peek = z.looseObject({
  id: z.string().optional().catch(undefined),
  lastUpdateTimeSinceEpoch: z.string().optional().catch(undefined),
});

/** 1 November 2026: rows that say nothing of their time are of then. */
const EPOCH = 1_793_491_200_000;

/** Milliseconds by which changes follow each other. */
const TICK = 1000;

/** The rows of one registry, and its answers. Rows are served as the scenario gives them. */
export class RegistryRows {
  private clock = EPOCH + 1_000_000;

  constructor(
    private readonly body: RegistryBody,
    private readonly dialect: Dialect,
    /** Replaces placeholders. */
    private readonly resolve: (value: unknown) => unknown,
  ) {}

  /** Adds or replaces fields of rows by id, and stamps them. */
  change(change: RegistryChange): void {
    for (const list of LISTS) {
      for (const row of change[list] ?? []) {
        this.put(this.body[list], row);
      }
    }
    for (const [version, artifacts] of Object.entries(change.artifacts ?? {})) {
      const known = this.body.artifacts[version] ?? [];
      for (const artifact of artifacts) {
        this.put(known, artifact);
      }
      this.body.artifacts[version] = known;
    }
    for (const path of change.erase ?? []) {
      const [list = '', id] = path.split('/');
      const rows = LISTS.find(name => name === list);
      if (!rows) {
        throw new Error(`erase: there is no list ${list}`);
      }
      const left = this.body[rows].filter(row => idOf(row) !== id);
      this.body[rows].splice(0, Infinity, ...left);
    }
  }

  answer(target: URL): Reply {
    const path = this.pathOf(target);
    const found = path === undefined ? undefined : this.rowsOf(path);
    if (!found) {
      return { status: 404, type: 'text/plain', body: '404 page not found' };
    }
    const query = target.searchParams;
    const filter = query.get('filterQuery');
    const kind = query.get('artifactType');
    const rows = this.stamped(found).filter(
      ({ body }) =>
        kind === null ||
        z.looseObject({ artifactType: z.unknown() }).safeParse(body).data
          ?.artifactType === kind,
    );
    if (
      filter === null ||
      !this.dialect.canFilter ||
      !CAN_FILTER.has(path ?? '')
    ) {
      return pageOf(rows, query, { dialect: this.dialect });
    }
    const matches = filterOf(filter);
    return matches
      ? pageOf(rows.filter(matches), query, { dialect: this.dialect })
      : errorReply(this.dialect, 400, `invalid filterQuery ${filter}`);
  }

  private pathOf({ pathname }: URL): string | undefined {
    const { prefix = '' } = this.body;
    for (const version of this.dialect.registryVersions) {
      const base = `${prefix}/api/model_registry/${version}/`;
      if (pathname.startsWith(base)) {
        return pathname.slice(base.length);
      }
    }
    return undefined;
  }

  private rowsOf(path: string): readonly unknown[] | undefined {
    const list = LISTS.find(name => name === path);
    if (list) {
      return this.body[list];
    }
    if (path === 'artifacts' || path === 'model_artifacts') {
      return Object.values(this.body.artifacts)
        .flat()
        .filter(
          ({ artifactType }) =>
            path === 'artifacts' || artifactType === 'model-artifact',
        );
    }
    const [, version] = /^model_versions\/([^/]+)\/artifacts$/.exec(path) ?? [];
    return version === undefined
      ? undefined
      : this.body.artifacts[decodeURIComponent(version)] ?? [];
  }

  private stamped(rows: readonly unknown[]): Row[] {
    return rows.map((raw, index) => {
      const body = this.resolve(raw);
      const { data } = Peek.safeParse(body);
      const id = Number(data?.id ?? 100_000 + index);
      const stamp = Number(data?.lastUpdateTimeSinceEpoch ?? EPOCH + id);
      const times = {
        createTimeSinceEpoch: String(EPOCH + id),
        lastUpdateTimeSinceEpoch: String(stamp),
        customProperties: {},
      };
      return { id, stamp, body: data ? { ...times, ...data } : body };
    });
  }

  private put(rows: unknown[], row: { id: string }): void {
    this.clock += TICK;
    const at = rows.findIndex(other => idOf(other) === row.id);
    const before = at < 0 ? {} : Peek.parse(rows[at]);
    const next = {
      ...before,
      ...row,
      lastUpdateTimeSinceEpoch: String(this.clock),
    };
    if (at < 0) {
      rows.push(next);
    } else {
      rows[at] = next;
    }
  }
}

const idOf = (row: unknown) => Peek.safeParse(row).data?.id;

/** The filters that a connector needs; `undefined` for what is refused. */
function filterOf(text: string): ((row: Row) => boolean) | undefined {
  const [, field, operator, written] =
    /^(id|lastUpdateTimeSinceEpoch)\s*(<|>=|>)\s*(-?\d+)$/.exec(text) ?? [];
  const number = Number(written);
  const valueOf = (row: Row) => (field === 'id' ? row.id : row.stamp);
  switch (operator) {
    case '<':
      return row => valueOf(row) < number;
    case '>':
      return row => valueOf(row) > number;
    case '>=':
      return row => valueOf(row) >= number;
    default:
      return undefined;
  }
}
