import type { Request, Router } from 'express';
import {
  type CmsFile,
  type CmsSection,
  type CmsTemplate,
  createFile,
  createSection,
  createTemplate,
  deleteSection,
  deleteTemplate,
  found,
  publishTemplate,
  type Tenant,
  updateFile,
  updateSection,
  updateTemplate,
} from '../../state';
import { pagedList, route } from '../answer';
import { fieldsOf, idOf } from '../body';
import { attachmentOf } from '../multipart';

const PAGING = { name: 'collection', max: 100, metadata: 'always' } as const;

function showTemplate(
  tenant: Tenant,
  { layout_name, draft, published, system_name, ...template }: CmsTemplate,
) {
  const layout = tenant.templates.find(
    one => one.type === 'layout' && one.system_name === layout_name,
  );
  return {
    ...{ ...template, system_name: system_name ?? null },
    layout_id: (layout_name !== undefined && layout?.id) || null,
    ...{ hidden: published === undefined, draft: draft ?? null },
    published: published ?? null,
  };
}

/** Lists leave the texts out unless `content=true`. */
function shortly(tenant: Tenant, template: CmsTemplate, request: Request) {
  const { draft, published, ...short } = showTemplate(tenant, template);
  return request.query.content === 'true'
    ? { ...short, draft, published }
    : short;
}

export function templateRoutes(router: Router, tenant: Tenant): void {
  const base = '/cms/templates';
  const show = (template: CmsTemplate) => showTemplate(tenant, template);
  router.get(
    base,
    route(request => {
      const { type, section_id } = request.query;
      const rows = tenant.templates.list(
        one =>
          (type === undefined || one.type === type) &&
          (section_id === undefined || String(one.section_id) === section_id),
      );
      return pagedList(request, rows, {
        ...PAGING,
        show: row => shortly(tenant, row, request),
      });
    }),
  );
  router.post(
    base,
    route(request => ({
      body: show(createTemplate(tenant, fieldsOf(request))),
      status: 201,
    })),
  );
  router.get(
    `${base}/:id`,
    route(request => ({
      body: show(found(tenant.templates.get(idOf(request)))),
    })),
  );
  router.put(
    `${base}/:id/publish`,
    route(request => ({ body: show(publishTemplate(tenant, idOf(request))) })),
  );
  router.put(
    `${base}/:id`,
    route(request => ({
      body: show(updateTemplate(tenant, idOf(request), fieldsOf(request))),
    })),
  );
  router.delete(
    `${base}/:id`,
    route(request => {
      deleteTemplate(tenant, idOf(request));
      return { body: {} };
    }),
  );
}

export function sectionRoutes(router: Router, tenant: Tenant): void {
  const base = '/cms/sections';
  const show = (section: CmsSection) => section;
  router.get(
    base,
    route(request => {
      const { parent_id } = request.query;
      const rows = tenant.sections.list(
        one => parent_id === undefined || String(one.parent_id) === parent_id,
      );
      return pagedList(request, rows, { ...PAGING, show });
    }),
  );
  router.post(
    base,
    route(request => ({
      body: createSection(tenant, fieldsOf(request)),
      status: 201,
    })),
  );
  router.get(
    `${base}/:id`,
    route(request => ({ body: found(tenant.sections.get(idOf(request))) })),
  );
  router.put(
    `${base}/:id`,
    route(request => ({
      body: updateSection(tenant, idOf(request), fieldsOf(request)),
    })),
  );
  router.delete(
    `${base}/:id`,
    route(request => {
      deleteSection(tenant, idOf(request));
      return { body: {} };
    }),
  );
}

export function fileRoutes(router: Router, tenant: Tenant): void {
  const base = '/cms/files';
  const show = ({ content: _, ...file }: CmsFile) => ({
    ...file,
    url: `${tenant.provider.base_url}${file.path}`,
  });
  router.get(
    base,
    route(request => {
      const { section_id } = request.query;
      const rows = tenant.files.list(
        one =>
          section_id === undefined || String(one.section_id) === section_id,
      );
      return pagedList(request, rows, { ...PAGING, show });
    }),
  );
  router.post(
    base,
    route(request => ({
      body: show(createFile(tenant, fieldsOf(request), attachmentOf(request))),
      status: 201,
    })),
  );
  router.get(
    `${base}/:id`,
    route(request => ({ body: show(found(tenant.files.get(idOf(request)))) })),
  );
  router.put(
    `${base}/:id`,
    route(request => {
      const content = attachmentOf(request)?.content;
      const asked = { fields: fieldsOf(request), content };
      return { body: show(updateFile(tenant, idOf(request), asked)) };
    }),
  );
  router.delete(
    `${base}/:id`,
    route(request => {
      found(tenant.files.get(idOf(request)));
      tenant.files.delete(idOf(request));
      return { body: {} };
    }),
  );
}
