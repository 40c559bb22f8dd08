import {
  Sidebar,
  SidebarDivider,
  SidebarItem,
  SidebarPage,
  SidebarSpace,
} from '@backstage/core-components';
import ApiIcon from '@material-ui/icons/Extension';
import CatalogIcon from '@material-ui/icons/Category';
import DocsIcon from '@material-ui/icons/LibraryBooks';
import ModelIcon from '@material-ui/icons/BubbleChart';
import SearchIcon from '@material-ui/icons/Search';
import ServerIcon from '@material-ui/icons/Dns';
import SettingsIcon from '@material-ui/icons/Settings';
import { PropsWithChildren } from 'react';
import { useNavigate } from 'react-router-dom';
import { SidebarLogo } from './SidebarLogo';

const MODELS = '/catalog?filters[kind]=resource&filters[type]=ai-model';
const SERVERS = '/catalog?filters[kind]=component&filters[type]=model-server';

/**
 * What the connector brings, one click away. A plain link would be shown as the
 * current page on every page of the catalog.
 */
const Shortcuts = () => {
  const navigate = useNavigate();
  return (
    <>
      <SidebarItem
        icon={ServerIcon}
        onClick={() => navigate(SERVERS)}
        text="Model servers"
      />
      <SidebarItem
        icon={ModelIcon}
        onClick={() => navigate(MODELS)}
        text="AI models"
      />
    </>
  );
};

/** The navigation beside every page. */
export const Frame = ({ children }: PropsWithChildren<{}>) => (
  <SidebarPage>
    <Sidebar>
      <SidebarLogo />
      <SidebarItem icon={SearchIcon} to="/search" text="Search" />
      <SidebarDivider />
      <Shortcuts />
      <SidebarDivider />
      <SidebarItem icon={CatalogIcon} to="/catalog" text="Catalog" />
      <SidebarItem icon={ApiIcon} to="/api-docs" text="APIs" />
      <SidebarItem icon={DocsIcon} to="/docs" text="Docs" />
      <SidebarSpace />
      <SidebarItem icon={SettingsIcon} to="/settings" text="Settings" />
    </Sidebar>
    {children}
  </SidebarPage>
);
