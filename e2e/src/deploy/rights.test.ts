import { readFileSync } from 'fs';
import { join } from 'path';
import { RIGHTS } from '@model-catalog/node';
import { grantsOf } from './grants';
import { objectsOf } from './objects';
import { DEPLOY, filesBelow } from './paths';
import { componentsOfPage } from './rightsPage';

const FEATURES = filesBelow(DEPLOY)
  .flatMap(path => /^rbac\/([^/]+)\/rbac\.yaml$/.exec(path)?.[1] ?? [])
  .filter(name => name !== 'documented');

const grantedBy = (feature: string) => {
  const file = join(DEPLOY, 'rbac', feature, 'rbac.yaml');
  const grants = grantsOf(objectsOf(readFileSync(file, 'utf8')));
  return [...new Set(grants.map(({ right }) => right))].sort();
};

describe('the rights of each feature', () => {
  it('are together those that the bridge makes use of, but for Secrets, which are granted one by one', () => {
    const used = RIGHTS.filter(({ id }) => id !== 'secrets').flatMap(
      ({ group, resource, verbs }) =>
        verbs.map(verb => `${group}/${resource} ${verb}`),
    );
    expect([...new Set(FEATURES.flatMap(grantedBy))].sort()).toEqual(
      [...new Set(used)].sort(),
    );
  });

  it('are those of the page', () => {
    expect(Object.fromEntries(componentsOfPage())).toEqual(
      Object.fromEntries(FEATURES.map(name => [name, grantedBy(name)])),
    );
  });
});
