/** OpenShift AI, read inside of this backend. */
export interface Config {
  catalog?: {
    providers?: {
      /** Clusters and location services by id. */
      modelCatalog?: {
        [id: string]: {
          /** Of a location service elsewhere; not beside `rhoai`. */
          baseUrl?: string;
          /**
           * Reads OpenShift AI in this backend, in place of `baseUrl`. `{}`
           * reads the cluster that the hub runs in. The keys of the bridge's
           * configuration file, and those of the connection.
           */
          rhoai?: {
            /** How the cluster is reached; without it, as the service account of this pod. */
            kubernetes?: {
              /** Name of a cluster in `kubernetes.clusterLocatorMethods` of type `config`. */
              cluster?: string;
              /** Of the Kubernetes API, where no cluster is named. */
              url?: string;
              /**
               * Of a service account of that cluster.
               * @visibility secret
               */
              token?: string;
              /** File with the token, read again as it changes. */
              tokenFile?: string;
              /** Authorities of the API's certificate: PEM in base64, as in `kubernetes.clusterLocatorMethods`. */
              caData?: string;
              /** The same in a file (PEM). */
              caFile?: string;
              /** Verifies no certificate of the API: for a trial. */
              skipTLSVerify?: boolean | string;
              /** Namespace that the service account may read `openshift-service-ca.crt` in; by default its own. */
              namespace?: string;
            };
            /** What the names of all its entities begin with, e.g. `east`. Of several clusters one may have none. */
            namePrefix?: string;
            /** Name of the cluster in keys: `local`, with a `namePrefix` the id. */
            cluster?: string;
            /** The dashboard of OpenShift AI, where it cannot be found. */
            dashboardUrl?: string;
            /** How often registries and catalogs are asked whether anything is new: `10s`. */
            checkInterval?: string;
            /** How often they are read completely, at the least: `2m`. */
            pollingInterval?: string;
            /** The largest share of a source that may vanish in one run: `0.5`. */
            maxRemovalShare?: number | string;
            /** Files with authorities (PEM) that are trusted besides the others. */
            caFiles?: string[];
            /** Verifies no certificate of registries, catalogs and model servers: for a trial. */
            insecureSkipTLSVerify?: boolean | string;
            /**
             * For registries and catalogs, where the token of the cluster is not taken.
             * @visibility secret
             */
            registryToken?: string;
            /** Model registries; without them they are looked for in the cluster. */
            registries?: Array<{
              name: string;
              url?: string;
              route?: { namespace: string; name: string };
              tokenFile?: string;
              tokenEnv?: string;
              caFile?: string;
            }>;
            /** Model catalogs; without them they are looked for in the cluster. */
            catalogs?: Array<{
              name: string;
              url?: string;
              route?: { namespace: string; name: string };
              tokenFile?: string;
              tokenEnv?: string;
              caFile?: string;
            }>;
            /** What is looked for in the cluster, and in which namespaces of operators. */
            discovery?: {
              registries?: boolean | string;
              catalogs?: boolean | string;
              namespaces?: string[];
            };
            /** Which model servers are taken, by their namespaces. */
            namespaces?: {
              include?: string[];
              exclude?: string[];
              selector?: string;
            };
            /** `opt-out` or `opt-in`. */
            selection?: string;
            /** `all`, `deployed` or `latest:N`. */
            versions?: string;
            /** How owners are found. */
            owners?: {
              default?: string;
              transform?: {
                stripDomain?: boolean | string;
                replace?: Array<{ match: string; with: string }>;
                map?: { [written: string]: string };
              };
              namespaces?: { [pattern: string]: string };
              namespaceLabel?: string;
            };
            /** How lifecycles are found. */
            lifecycle?: {
              default?: string;
              map?: { [written: string]: string };
              namespaces?: { [pattern: string]: string };
            };
            /** Hosts that a TechDocs property may name. */
            techdocs?: { allowedHosts?: string[] };
            /** Where models are offered as a service. */
            maas?: {
              mode?: string;
              clusterDomain?: string;
              suggestions?: boolean;
              threescale?: {
                namespaces?: string[];
                adminUrl?: string;
                tokenFile?: string;
                tokenEnv?: string;
                caFile?: string;
                portalUrl?: string;
                sameCluster?: boolean;
              };
            };
            /** API definitions of model servers, and tokens for reading them. */
            definitions?: {
              discover?: boolean | string;
              tokens?: Array<{
                server: string;
                origin: string;
                secretFile?: string;
                secretRef?: { namespace: string; name: string; key: string };
              }>;
            };
          };
        };
      };
    };
  };
}
