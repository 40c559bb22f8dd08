import type { Made } from '../../../export/makeEntities';
import type { Finding } from '../types';

/** What a catalog would get of a location service, and what it would refuse. */
export function judgeEntities({ drafts, flaws }: Made): Finding[] {
  const kinds = new Map<string, number>();
  for (const { entity } of drafts) {
    kinds.set(entity.kind, (kinds.get(entity.kind) ?? 0) + 1);
  }
  const counted = [...kinds]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([kind, count]) => `${count} ${kind}`);
  const refused = flaws.filter(flaw => flaw.includes('is left out'));
  const others = flaws.filter(flaw => !flaw.includes('is left out'));
  const found = counted.length > 0 ? counted.join(', ') : 'no entity';
  const entities = { id: 'catalog.entities', title: 'What Backstage gets' };
  return [
    drafts.length > 0
      ? { ...entities, verdict: 'ok', found }
      : {
          ...entities,
          verdict: 'warn',
          found,
          nextStep:
            'Deploy or register a model; the checks of sources say what could not be read',
        },
    ...some(refused, {
      id: 'catalog.refused',
      title: 'Refused by the catalog',
      verdict: 'fail',
      nextStep:
        'Mend the name where the object is: explain ENTITY says which object that is',
    }),
    ...some(others, {
      id: 'catalog.flaws',
      title: 'Left out of entities',
      verdict: 'warn',
      nextStep: 'Mend the property or annotation that is named',
    }),
  ];
}

const SHOWN = 5;

function some(
  flaws: readonly string[],
  finding: Omit<Finding, 'found'>,
): Finding[] {
  if (flaws.length === 0) {
    return [];
  }
  const more = flaws.length - SHOWN;
  const found = `${flaws.slice(0, SHOWN).join('; ')}${
    more > 0 ? `; and ${more} more` : ''
  }`;
  return [{ ...finding, found }];
}
