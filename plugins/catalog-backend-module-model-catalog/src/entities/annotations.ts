import {
  ANNOTATION_LOCATION,
  ANNOTATION_ORIGIN_LOCATION,
  makeValidator,
} from '@backstage/catalog-model';
import {
  DASHBOARD_URL,
  PREVIOUS_NAME,
  SERVER_STATE,
  SOURCE,
  SOURCE_KEY,
  TECHDOCS,
  encodePart,
  type CardRef,
} from '@model-catalog/common';
import { BOUNDS, cut, first, quoted } from './bounds';
import { httpUrl, type Wanted } from './links';
import { whyReserved } from './reservedKeys';
import { clean } from './text';
import type { EntityContext, EntityInput, Note, ShownUrls } from './types';

export type Annotations = { [key: string]: string };

/** The annotation by which TechDocs finds the text. */
const TECHDOCS_REF = 'backstage.io/techdocs-ref';

const FIELD = 'metadata.annotations';

const { isValidAnnotationKey } = makeValidator();

/** `TechDocs` and the dashboard's page are translated elsewhere; the bridge says the state in a field too, from which it is taken. */
const ELSEWHERE: ReadonlySet<string> = new Set([
  DASHBOARD_URL,
  SERVER_STATE,
  TECHDOCS,
]);

/** The annotations of a record that may be copied. */
export function copiedAnnotations(
  annotations: Annotations | undefined,
  note: Note,
): Annotations {
  const entries = Object.entries(annotations ?? {}).filter(
    ([key]) => !ELSEWHERE.has(key),
  );
  const bound = { max: BOUNDS.annotations, field: FIELD, note };
  const copied = first(entries, bound).flatMap(([key, value]) => {
    const why = isValidAnnotationKey(key)
      ? whyReserved(key)
      : 'is no valid annotation key';
    if (why !== undefined) {
      note(FIELD, `${quoted(key)} ${why} and is left out`);
      return [];
    }
    return [[key, cut(clean(value), BOUNDS.annotationValue)]];
  });
  return Object.fromEntries(copied);
}

/** Whose page it is, where that is a model server's. */
export type CardFor = {
  /** Key of its record. */
  server: string;
  urls?: ShownUrls;
};

/**
 * Where the page of an entity is read, through the location service; nothing
 * where there is none.
 *
 * | of | card | URLs that are shown | page |
 * |---|---|---|---|
 * | a model | yes | - | the card |
 * | a model server | yes | all, external | how it is called, by such a URL; the card below |
 * | a model server | yes | none | the card |
 * | a model server | no | all, external | how it is called |
 * | anything else | no | - | none |
 */
function pageUrl(
  baseUrl: string,
  card: CardRef | undefined,
  { server, urls = 'all' }: Partial<CardFor> = {},
): string | undefined {
  const isCalled = server !== undefined && urls !== 'none';
  const query = [
    ...(card ? [`key=${encodePart(card.key)}`] : []),
    ...(isCalled ? [`server=${encodePart(server)}`] : []),
    ...(isCalled && urls === 'external' ? ['urls=external'] : []),
  ];
  return query.length === 0
    ? undefined
    : `${baseUrl}/modelcard?${query.join('&')}`;
}

/** What a location service serves itself; old ones call themselves by this address wherever they run. */
function isOwn(url: string, baseUrl: string): boolean {
  const { origin, pathname } = new URL(url);
  const origins = [new URL(baseUrl).origin, 'http://localhost:9090'];
  return origins.includes(origin) && pathname.endsWith('/modelcard');
}

export type TechDocs = { annotations: Annotations; links: Wanted[] };

/**
 * A card of the model catalog wins over the `TechDocs` property, which anybody
 * may have written: the hub is made to read only what it is configured for.
 *
 * | card | property | becomes |
 * |---|---|---|
 * | yes | any | documentation from the card |
 * | no | URL of the location service, or of a host that the hub reads | documentation from it |
 * | no | any other http(s) URL | a link, and how a server is called |
 * | no | none | how a server is called |
 * | no | anything else | that too, and noted |
 */
export function techDocs(
  card: CardRef | undefined,
  property: string | undefined,
  {
    context,
    note,
    wantedFor,
  }: { context: EntityContext; note: Note; wantedFor?: CardFor },
): TechDocs {
  const { baseUrl, hubReads } = context;
  const from = (page: string | undefined): TechDocs => ({
    annotations: page === undefined ? {} : { [TECHDOCS_REF]: `url:${page}` },
    links: [],
  });
  const field = `metadata.annotations.${TECHDOCS_REF}`;
  const own = from(pageUrl(baseUrl, card, wantedFor));
  if (card || !property?.trim()) {
    return own;
  }
  const url = httpUrl(property);
  if (url === undefined) {
    note(
      field,
      'the TechDocs property is no http or https URL and is left out',
    );
    return own;
  }
  if (!hubReads || hubReads(url) || isOwn(url, baseUrl)) {
    return from(url);
  }
  note(
    field,
    `the TechDocs property leads to ${
      new URL(url).host
    }, from which this hub does not read; it is a link. To build documentation from there, add the host to integrations or to backend.reading.allow`,
    'info',
  );
  return { ...own, links: [{ title: 'Documentation', url }] };
}

/** What every entity of a record carries. */
export function originAnnotations(
  record: EntityInput,
  context: EntityContext,
): Annotations {
  return {
    [ANNOTATION_LOCATION]: context.location,
    [ANNOTATION_ORIGIN_LOCATION]: context.location,
    [SOURCE]: clean(record.source),
    [SOURCE_KEY]: clean(record.key),
    ...(record.previousName && {
      [PREVIOUS_NAME]: clean(record.previousName),
    }),
  };
}
