import type { ConfigForm } from './configForms';

/** What differs between two starts of a host. */
export interface HostSetting {
  readonly port: number;
  readonly form: ConfigForm;
  /** Where TechDocs keeps what it built. */
  readonly docsDir: string;
  /** `backend.database`; SQLite in memory unless given. */
  readonly database?: object;
}

const IN_MEMORY = { client: 'better-sqlite3', connection: ':memory:' };

/** The configuration of a start, as an app-config file holds it. */
export function hostConfig({
  port,
  form,
  docsDir,
  database = IN_MEMORY,
}: HostSetting): object {
  const url = `http://localhost:${port}`;
  return {
    app: { title: 'Host', baseUrl: url },
    backend: {
      baseUrl: url,
      listen: { host: '127.0.0.1', port },
      database,
      ...form.backend,
    },
    auth: {
      environment: 'development',
      providers: { guest: { dangerouslyAllowOutsideDevelopment: true } },
    },
    catalog: {
      rules: [{ allow: ['Component', 'API', 'Resource', 'System', 'Domain'] }],
      locations: form.locations ?? [],
      providers: { modelCatalog: form.modelCatalog },
    },
    techdocs: {
      builder: 'local',
      generator: { runIn: 'local' },
      publisher: { type: 'local', local: { publishDirectory: docsDir } },
    },
  };
}

/** What RHDH's installer of dynamic plugins leaves beside them. */
export const dynamicPluginsConfig = (rootDirectory: string) => ({
  dynamicPlugins: { rootDirectory },
});
