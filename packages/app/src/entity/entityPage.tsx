import { EntitySwitch, isKind } from '@backstage/plugin-catalog';
import { apiPage } from './apiPage';
import { componentPage } from './componentPage';
import { groupPage, userPage } from './ownerPages';
import { resourcePage } from './resourcePage';
import { systemPage } from './systemPage';

/** One layout for each kind of entity; whatever has none of its own looks like a Resource. */
export const entityPage = (
  <EntitySwitch>
    <EntitySwitch.Case if={isKind('component')}>
      {componentPage}
    </EntitySwitch.Case>
    <EntitySwitch.Case if={isKind('api')}>{apiPage}</EntitySwitch.Case>
    <EntitySwitch.Case if={isKind('user')}>{userPage}</EntitySwitch.Case>
    <EntitySwitch.Case if={isKind('group')}>{groupPage}</EntitySwitch.Case>
    <EntitySwitch.Case if={isKind('system')}>{systemPage}</EntitySwitch.Case>
    <EntitySwitch.Case if={isKind('domain')}>{systemPage}</EntitySwitch.Case>
    <EntitySwitch.Case>{resourcePage}</EntitySwitch.Case>
  </EntitySwitch>
);
