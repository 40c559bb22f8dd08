import type { Entity } from '@backstage/catalog-model';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import { renderInTestApp } from '@backstage/test-utils';
import { fireEvent, screen } from '@testing-library/react';
import { HeldWarning, isHeld } from './HeldWarning';

const entity = (annotations?: Record<string, string>): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'granite', annotations },
});

const held = (since: string) =>
  entity({ 'rhdh.modelcatalog.io/held-since': since });

it.each([
  ['2026-11-21T10:00:00Z', /cannot be read since .*2026/],
  ['some time ago', /cannot be read: this is what it said last/],
])('an entity held since %s says so', async (since, words) => {
  await renderInTestApp(
    <EntityProvider entity={held(since)}>
      <HeldWarning />
    </EntityProvider>,
  );
  expect(screen.getByText(words)).toBeInTheDocument();
  expect(isHeld(held(since))).toBe(true);
});

it('says what that means to whoever opens it', async () => {
  await renderInTestApp(
    <EntityProvider entity={held('2026-11-21T10:00:00Z')}>
      <HeldWarning />
    </EntityProvider>,
  );
  fireEvent.click(screen.getByText(/cannot be read since/));
  expect(screen.getByText(/comes by itself/)).toBeVisible();
});

it('one whose source is read is not held', () => {
  expect(isHeld(entity())).toBe(false);
});
