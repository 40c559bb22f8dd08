import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  DefaultNamespaceEntityPolicy,
  type Entity,
  EntityPolicies,
  FieldFormatEntityPolicy,
  NoForeignRootFieldsEntityPolicy,
  SchemaValidEntityPolicy,
} from '@backstage/catalog-model';
import type { EntityProviderConnection } from '@backstage/plugin-catalog-node';
import type { Knex } from 'knex';
import { loadCatalogParts } from './internals';

/** Real milliseconds between two looks of the catalog's loops, while they run. */
const LOOK_MS = 2;
/** So often in a row must nothing be left to do. */
const QUIET_LOOKS = 2;
/** Seconds after which the catalog would process what did not change. */
const REFRESH_S = 24 * 60 * 60;

const silent: LoggerService = {
  error() {},
  warn() {},
  info() {},
  debug() {},
  child: () => silent,
};

interface Stitched {
  readonly entity_id: string;
  readonly entity_ref: string;
  readonly final_entity: string;
  readonly hash: string;
}

/** What differs from the last look. */
export interface Seen {
  readonly changed: readonly Entity[];
  readonly gone: readonly string[];
}

/**
 * Backstage's own catalog on a database: mutations are committed by its own
 * connection, entities are processed and stitched by its own loops, and what is
 * seen is what its API would answer from.
 */
export class RealCatalog {
  private readonly known = new Map<string, string>();
  private readonly state: { inFlight: number };
  private readonly parts: ReturnType<typeof assemble>;

  private constructor(readonly database: Knex) {
    this.state = { inFlight: 0 };
    this.parts = assemble(database, this.state);
  }

  /** Makes its tables, and begins to serve. */
  static async open(database: Knex): Promise<RealCatalog> {
    const catalog = new RealCatalog(database);
    await loadCatalogParts().applyDatabaseMigrations(database);
    return catalog;
  }

  /** The connection that a provider of this name is given. */
  async connect(name: string): Promise<EntityProviderConnection> {
    let found: EntityProviderConnection | undefined;
    const provider = {
      getProviderName: () => name,
      connect: async (connection: EntityProviderConnection) => {
        found = connection;
      },
    };
    const { providerDatabase } = this.parts;
    await loadCatalogParts().connectEntityProviders(providerDatabase, [
      provider,
    ]);
    if (!found) {
      throw new Error('The catalog gave no connection');
    }
    return found;
  }

  /** As somebody does who unregisters an entity by hand. */
  async unregister(ref: string): Promise<void> {
    const row = await this.database<Stitched>('final_entities')
      .where({ entity_ref: ref })
      .first('entity_id');
    if (row) {
      await this.parts.entities.removeEntityByUid(row.entity_id);
    }
  }

  /** Processes and stitches until nothing is left to do, and looks. */
  async look(): Promise<Seen> {
    await this.work();
    const rows = await this.database<Stitched>('final_entities')
      .whereNotNull('final_entity')
      .select('entity_ref', 'final_entity', 'hash');
    const changed: Entity[] = [];
    const seen = new Set<string>();
    for (const { entity_ref: ref, final_entity: text, hash } of rows) {
      seen.add(ref);
      if (this.known.get(ref) !== hash) {
        this.known.set(ref, hash);
        changed.push(JSON.parse(text));
      }
    }
    const gone = [...this.known.keys()].filter(ref => !seen.has(ref));
    gone.forEach(ref => this.known.delete(ref));
    return { changed, gone };
  }

  private async work(): Promise<void> {
    const { engine } = this.parts;
    await engine.start();
    try {
      for (let quiet = 0; quiet < QUIET_LOOKS; ) {
        await sleep(1);
        quiet = (await this.isBusy()) ? 0 : quiet + 1;
      }
    } finally {
      await engine.stop();
    }
  }

  private async isBusy(): Promise<boolean> {
    const { database } = this;
    const left = await database('refresh_state')
      .where('next_update_at', '<=', database.fn.now())
      .first('entity_id');
    return left !== undefined || this.state.inFlight > 0;
  }
}

function assemble(knex: Knex, state: { inFlight: number }) {
  const catalog = loadCatalogParts();
  const options = { database: knex, logger: silent };
  const stitcher = new catalog.DefaultStitcher({
    knex,
    logger: silent,
    // Deferred, an entity that is touched twice may wait a minute for its turn.
    strategy: { mode: 'immediate' },
  });
  const engine = new catalog.DefaultCatalogProcessingEngine({
    config: { getOptionalString: () => undefined, has: () => false },
    logger: silent,
    knex,
    processingDatabase: new catalog.DefaultProcessingDatabase({
      ...options,
      refreshInterval: () => REFRESH_S,
    }),
    orchestrator: new catalog.DefaultCatalogProcessingOrchestrator({
      processors: [new catalog.BuiltinKindsEntityProcessor()],
      integrations: {},
      rulesEnforcer: { isAllowed: () => true },
      logger: silent,
      parser: async function* nothing() {},
      policy: EntityPolicies.allOf([
        new SchemaValidEntityPolicy(),
        new DefaultNamespaceEntityPolicy(),
        new NoForeignRootFieldsEntityPolicy(),
        new FieldFormatEntityPolicy(),
      ]),
      legacySingleProcessorValidation: false,
    }),
    stitcher,
    createHash: () => createHash('sha1'),
    pollingIntervalMs: LOOK_MS,
    tracker: trackerOf(state),
  });
  return {
    stitcher,
    engine,
    providerDatabase: new catalog.DefaultProviderDatabase(options),
    entities: new catalog.DefaultEntitiesCatalog({
      ...options,
      stitcher,
      enableRelationsCompatibility: false,
    }),
  };
}

/** Counts what is being processed. */
const trackerOf = (state: { inFlight: number }) => ({
  processStart: () => {
    state.inFlight += 1;
    const over = () => {
      state.inFlight -= 1;
    };
    return {
      markProcessorsCompleted: () => {},
      markSuccessfulWithNoChanges: over,
      markSuccessfulWithErrors: over,
      markSuccessfulWithChanges: over,
      markFailed: over,
    };
  },
});
