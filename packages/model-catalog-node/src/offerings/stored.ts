import { Offering } from '@model-catalog/common';
import type { StoredRecord, StoredServer } from '../records/stored';

type Facets = Partial<Pick<StoredServer['facets'], 'offerings'>>;

/** What sources said last of the offerings in stored records, each once. */
export function offeringsIn(
  records: readonly StoredRecord[],
  /** Of the same records: those without offerings are not looked into. */
  facets: readonly Facets[],
): Offering[] {
  const found = new Map<string, Offering>();
  for (const [at, stored] of records.entries()) {
    if (!facets[at]?.offerings?.length) {
      continue;
    }
    const { record } = stored;
    const served = record.kind === 'server' ? record.offerings ?? [] : [];
    for (const one of served) {
      // Without what it was joined to.
      const offering = Offering.parse(one);
      found.set(`${offering.source}\n${offering.id}`, offering);
    }
  }
  return [...found.values()];
}
