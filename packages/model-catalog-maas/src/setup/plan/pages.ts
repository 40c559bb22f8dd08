import { MARK, PORTAL_PAGES } from '../portal/pages';
import type {
  Action,
  ObservedTenant,
  Step,
  WantedPage,
  WantedTenant,
} from '../types';
import { done, needs, todo, unread, valueOf } from './steps';

type Template = NonNullable<ReturnType<typeof templatesOf>>[number];

const PAGES = { id: 'portal.pages', title: 'Pages of the portal' };

const templatesOf = ({ templates }: ObservedTenant) => valueOf(templates);

/** A page by its path, a partial or layout by its system name. */
const standing = (
  all: readonly Template[],
  page: WantedPage,
): Template | undefined =>
  all.find(one =>
    page.path === undefined
      ? one.systemName === page.systemName && one.type === page.type
      : one.path === page.path,
  );

const isOurs = ({ draft, published }: Template) =>
  [draft, published].some(text => text?.includes(MARK));

function actionsFor(page: WantedPage, now: Template | undefined): Action[] {
  const where = page.path ?? page.systemName;
  if (!now) {
    return [
      {
        title: `add and publish ${where}`,
        run: async api => {
          const { id } = await api.createTemplate(page);
          await api.publishTemplate(id);
        },
      },
    ];
  }
  const isShown = now.published === page.draft;
  // A draft of somebody is work under way: only what is not ours is in doubt.
  if (isShown && (now.draft === undefined || now.draft === page.draft)) {
    return [];
  }
  const { type: _, ...change } = page;
  return [
    {
      title: `${isShown ? 'restore' : 'change and publish'} ${where}`,
      run: async api => {
        await api.updateTemplate(now.id, change);
        await api.publishTemplate(now.id);
      },
    },
  ];
}

/** Our pages, uploaded and published; those that others made at our paths are left. */
export function pageSteps(
  observed: ObservedTenant,
  wanted: WantedTenant,
): Step[] {
  if (!wanted.portal) {
    return [];
  }
  const { templates } = observed;
  if (templates && 'error' in templates) {
    return [unread(PAGES, templates.error)];
  }
  const all = templatesOf(observed) ?? [];
  const pairs = PORTAL_PAGES.map(page => ({ page, now: standing(all, page) }));
  const foreign = pairs.filter(
    ({ now }) => now && !isOurs(now) && !wanted.replacePages,
  );
  const actions = pairs
    .filter(pair => !foreign.includes(pair))
    .flatMap(({ page, now }) => actionsFor(page, now));
  const steps: Step[] = [];
  if (foreign.length > 0) {
    const paths = foreign.map(({ page }) => page.path ?? page.systemName);
    steps.push(
      needs(
        'blocked',
        { ...PAGES, id: 'portal.foreign-pages' },
        {
          found: `made by somebody else: ${paths.join(', ')}`,
          nextStep: 'Move them, or give --replace-pages',
        },
      ),
    );
  }
  steps.push(
    actions.length > 0
      ? todo(
          PAGES,
          `${actions.length} of ${PORTAL_PAGES.length} differ`,
          actions,
        )
      : done(PAGES, `${PORTAL_PAGES.length - foreign.length} published`),
  );
  return steps;
}
