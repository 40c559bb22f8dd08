import {
  Link,
  sidebarConfig,
  useSidebarOpenState,
} from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles({
  link: {
    display: 'flex',
    alignItems: 'center',
    gap: 12,
    height: 3 * sidebarConfig.logoHeight,
    width: sidebarConfig.drawerWidthClosed,
    paddingLeft: 22,
    marginBottom: -14,
    color: '#fff',
    fontWeight: 600,
    whiteSpace: 'nowrap',
    '&:hover': { textDecoration: 'none' },
  },
});

/** Three models joined to one catalog. */
const Mark = () => (
  <svg
    viewBox="0 0 32 32"
    width="28"
    height="28"
    style={{ flexShrink: 0 }}
    aria-hidden
  >
    <g fill="none" stroke="#7fd1c7" strokeWidth="2.5">
      <path d="M8 8 16 22M24 8 16 22M8 8h16" />
    </g>
    <circle cx="8" cy="8" r="4.5" fill="#7fd1c7" />
    <circle cx="24" cy="8" r="4.5" fill="#f2a65a" />
    <circle cx="16" cy="23" r="6" fill="#fff" />
  </svg>
);

export const SidebarLogo = () => {
  const classes = useStyles();
  const { isOpen } = useSidebarOpenState();
  return (
    <Link to="/" className={classes.link} aria-label="Home" underline="none">
      <Mark />
      {isOpen && <span>Model Catalog</span>}
    </Link>
  );
};
