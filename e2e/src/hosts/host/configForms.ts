/** What the plugins are told, in one of the ways that people write it. */
export interface ConfigForm {
  readonly name: string;
  /** `catalog.providers.modelCatalog`. */
  readonly modelCatalog: Readonly<Record<string, object>>;
  /** What the configuration's variables stand for; the others are unset. */
  readonly environment: Readonly<Record<string, string>>;
  /** More of `backend`. */
  readonly backend?: object;
  /** `catalog.locations`. */
  readonly locations?: readonly object[];
}

/** What the forms speak of. */
export interface Addresses {
  /** The location service as a sidecar: HTTP on this machine, no token. */
  readonly plain: string;
  /** The same behind TLS, for those with the token. */
  readonly secured: { url: string; caFile: string; token: string };
}

/** A key that no release ever read. */
export const UNKNOWN_KEY = 'colour';

const unset = (name: string) => `\${${name}:-}`;

/** As the documentation of RHDH 1.8 says, and nothing more. */
const oldForm = ({ plain }: Addresses): ConfigForm => ({
  name: 'old',
  modelCatalog: { development: { baseUrl: plain } },
  environment: {},
});

/** Every key there is. */
const newForm = ({ secured }: Addresses): ConfigForm => ({
  name: 'new',
  modelCatalog: {
    hub: {
      baseUrl: '${LOCATION_URL}',
      token: '${LOCATION_TOKEN}',
      caFile: '${LOCATION_CA_FILE}',
      schedule: { frequency: { seconds: 45 } },
      removalGuard: { maxSharePercent: 40, atLeast: 3 },
      entityShape: 'classic',
      urls: 'all',
      previousIds: ['development'],
    },
  },
  environment: {
    LOCATION_URL: secured.url,
    LOCATION_TOKEN: secured.token,
    LOCATION_CA_FILE: secured.caFile,
  },
});

/** Every optional key by a variable that is not set, and a key that nobody knows. */
const unsetForm = ({ plain }: Addresses): ConfigForm => ({
  name: 'unset',
  modelCatalog: {
    development: {
      baseUrl: '${LOCATION_URL}',
      token: unset('NOT_SET_TOKEN'),
      caFile: unset('NOT_SET_CA_FILE'),
      schedule: { frequency: unset('NOT_SET_FREQUENCY') },
      removalGuard: {
        maxSharePercent: unset('NOT_SET_SHARE'),
        atLeast: unset('NOT_SET_LEAST'),
      },
      entityShape: unset('NOT_SET_SHAPE'),
      urls: unset('NOT_SET_URLS'),
      previousIds: unset('NOT_SET_PREVIOUS'),
      [UNKNOWN_KEY]: 'blue',
    },
    elsewhere: { baseUrl: unset('NOT_SET_URL') },
  },
  environment: { LOCATION_URL: plain },
});

/** Each form, in the order in which a host is started with them. */
export const formsFor = (
  addresses: Addresses,
): readonly [ConfigForm, ConfigForm, ConfigForm] => [
  oldForm(addresses),
  newForm(addresses),
  unsetForm(addresses),
];
