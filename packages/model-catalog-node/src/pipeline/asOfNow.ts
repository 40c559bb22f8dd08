import type { Source, SourceObject } from '../sources/types';
import type { PipelineSources } from './types';

/** A source that says what it said when it was asked, however it goes on. */
function fixed<T extends SourceObject>(source: Source<T>): Source<T> {
  const result = source.current();
  const status = source.status();
  return {
    id: source.id,
    absence: source.absence,
    run: signal => source.run(signal),
    current: () => result,
    status: () => status,
    text: digest => source.text?.(digest),
  };
}

/**
 * The sources as they are now, for a run that rests on the way: all of it looks
 * at the same. Only long texts are looked up as they are then: they are too many
 * to be kept twice.
 */
export function asOfNow(sources: PipelineSources): PipelineSources {
  const { servers, registries, catalogs, apis, namespaces, helpers } = sources;
  const { offerings } = sources;
  return {
    servers: servers.map(one => ({ ...one, source: fixed(one.source) })),
    registries: registries.map(one => ({ ...one, source: fixed(one.source) })),
    catalogs: catalogs.map(one => ({ ...one, source: fixed(one.source) })),
    apis: apis && fixed(apis),
    offerings: offerings && {
      ...offerings,
      sources: offerings.sources.map(source => fixed(source)),
    },
    namespaces: namespaces && fixed(namespaces),
    helpers: helpers?.map(helper => {
      const status = helper.status();
      return { status: () => status };
    }),
  };
}
