import type { SourceStatus } from '../sources/types';
import { allSources } from './planRun';
import type { PipelineSources } from './types';

/** What each source says of itself, and what helps them. */
export function statusesOf(
  sources: PipelineSources,
): { id: string; status: SourceStatus | undefined }[] {
  const { helpers = [] } = sources;
  return [
    ...allSources(sources).map(source => ({
      id: source.id,
      status: source.status(),
    })),
    ...helpers
      .flatMap(helper => helper.status() ?? [])
      .map(status => ({ id: status.id, status })),
  ];
}
