import { hasCrds, schemaErrors } from './__testUtils__/crds';
import { CASES } from './__testUtils__/cases';
import { definitionIn, rendered } from './__testUtils__/servers';
import { flawsOf } from './__testUtils__/validate';

jest.setTimeout(60_000);

if (!hasCrds) {
  process.stderr.write(
    'The definitions of the 3scale operator are not at hand: objects are not held to them\n',
  );
}

describe.each(CASES)('%s', (_, more, set) => {
  const offering = rendered(more, set);

  it('becomes a Backend, a Product, a definition and its ActiveDoc', () => {
    expect(
      offering.problems.filter(({ severity }) => severity === 'error'),
    ).toEqual([]);
    expect(offering.objects.map(({ kind }) => kind)).toEqual([
      'Backend',
      'Product',
      'Secret',
      'ActiveDoc',
    ]);
  });

  it('is what the definitions of the 3scale operator allow', () => {
    expect(offering.objects.flatMap(schemaErrors)).toEqual([]);
  });
});

it('each definition is one of OpenAPI 3.0', () => {
  const all = CASES.map(([, more, set]) => definitionIn(rendered(more, set)));
  expect(flawsOf(all)).toEqual(all.map(() => ''));
  expect(all.filter(({ openapi }) => openapi !== '3.0.3')).toEqual([]);
});
