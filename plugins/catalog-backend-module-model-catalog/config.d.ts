/** The connections to location services of the model catalog bridge. */
export interface Config {
  catalog?: {
    providers?: {
      /**
       * Location services by id, e.g. `development`. The id is part of the
       * provider's name: a changed id moves all its entities.
       */
      modelCatalog?: {
        [id: string]: {
          /**
           * Absolute http(s) URL of the location service, e.g.
           * `http://localhost:9090`. An entry without one is left out.
           * @visibility backend
           */
          baseUrl?: string;
          /**
           * Sent as `Authorization: Bearer` to the base URL, and nowhere else.
           * @visibility secret
           */
          token?: string;
          /**
           * PEM file with the certificate authorities to trust for an https
           * base URL. It is read again when it changes.
           * @visibility backend
           */
          caFile?: string;
          /**
           * How often an old location service, which has only `/list`, is
           * read: every 30 seconds by default. Current ones tell what
           * changed when it changes.
           */
          schedule?: {
            /**
             * `{ seconds: 30 }`, `PT30S` or `30s`.
             * @visibility backend
             */
            frequency?: string | object;
          };
          /**
           * What may leave the catalog at once without having been named one by
           * one: with an old location service, and where another bridge, or
           * one with another store, answers than before. Everything else is
           * guarded by the bridge.
           */
          removalGuard?: {
            /**
             * The share of this entry's entities that may leave in one run, in
             * percent: 50 by default, 100 lets everything leave.
             * @visibility backend
             */
            maxSharePercent?: number | string;
            /**
             * Fewer removals than this are never refused: 5 by default.
             * @visibility backend
             */
            atLeast?: number | string;
          };
          /**
           * `classic` (the default): a model server becomes a Component and an
           * API. `ai-model-server`: one AiModelServerAPI, for Developer Hub
           * 2.1 and later.
           */
          entityShape?: 'classic' | 'ai-model-server';
          /**
           * Which URLs of model servers the catalog shows: `all` (the
           * default), `external` leaves out those that only the cluster can
           * reach, `none` leaves out all of them.
           */
          urls?: 'all' | 'external' | 'none';
          /**
           * Ids that this entry had before. Its entities are taken over from
           * them; without this, the catalog removes them at the next start
           * and gets them anew.
           */
          previousIds?: string[] | string;
          /**
           * How the hub's Kubernetes plugin calls the cluster in which these
           * model servers run. Without it the Kubernetes tab looks in each
           * cluster that the hub knows.
           * @visibility backend
           */
          kubernetesCluster?: string;
          /**
           * Systems of the hub that entities are part of. Values are references
           * (`ai`, `system:default/ai`), in which `{namespace}`, `{registry}`
           * and `{cluster}` stand for where an entity is from; keys are names
           * or patterns with `*`. The Systems themselves are the hub's own.
           */
          systems?: {
            /** Where nothing else says one. */
            default?: string;
            /** Whether the annotation `rhdh.io/system` on a model server counts: not by default. */
            fromAnnotation?: boolean | string;
            /** By the namespace of a model server. */
            namespaces?: { [pattern: string]: string };
            /** By the registry of a model. */
            registries?: { [pattern: string]: string };
          };
        };
      };
    };
  };
}
