import type { WantedPage } from '../types';
import { KEYS } from './keys';
import { MODELS } from './models';
import { SNIPPETS } from './snippets';

/** In every page that is ours: others are never overwritten unasked. */
export const MARK = 'kept by model-catalog-bridge maas setup-tenant';

const marked = (text: string) =>
  `{% comment %} ${MARK}: changes are undone {% endcomment %}\n${text.trim()}\n`;

const LAYOUT = 'main_layout';

/** The pages for developers; liquid as 3scale's portal renders it. */
export const PORTAL_PAGES: readonly WantedPage[] = [
  {
    ...{ type: 'page', systemName: 'maas_models', title: 'Models' },
    ...{ path: '/models', layoutName: LAYOUT, draft: marked(MODELS) },
  },
  {
    ...{ type: 'page', systemName: 'maas_keys', title: 'How to get a key' },
    ...{ path: '/models/keys', layoutName: LAYOUT, draft: marked(KEYS) },
  },
  {
    ...{ type: 'page', systemName: 'maas_snippets', title: 'Call a model' },
    ...{
      path: '/models/snippets',
      layoutName: LAYOUT,
      draft: marked(SNIPPETS),
    },
  },
];
