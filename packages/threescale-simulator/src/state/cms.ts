import { type Fields, flag, oneOf, requiredText, text, whole } from './fields';
import { found, invalid } from './Refused';
import { generated } from './systemName';
import type { Tenant } from './Tenant';
import type { CmsFile, CmsSection, CmsTemplate } from './typesOfUse';

const TYPES = ['page', 'layout', 'partial'] as const;

/** Where pages are that name no section. */
export function rootSection(tenant: Tenant): CmsSection {
  return found(
    tenant.sections.find(({ parent_id }) => parent_id === undefined),
  );
}

export function createSection(tenant: Tenant, fields: Fields): CmsSection {
  const title = requiredText(fields, 'title');
  const parent = whole(fields, 'parent_id') ?? rootSection(tenant).id;
  found(tenant.sections.get(parent));
  const systemName = text(fields, 'system_name') || generated(title);
  if (tenant.sections.find(one => one.system_name === systemName)) {
    throw invalid('system_name', 'has already been taken');
  }
  return tenant.sections.insert(id => ({
    ...{ id, ...tenant.stamp(), title, system_name: systemName },
    partial_path: text(fields, 'partial_path') || `/${systemName}`,
    parent_id: parent,
    public: flag(fields, 'public') ?? true,
  }));
}

export function updateSection(
  tenant: Tenant,
  id: number,
  fields: Fields,
): CmsSection {
  const now = found(tenant.sections.get(id));
  return tenant.sections.put({
    ...now,
    title: text(fields, 'title') || now.title,
    partial_path: text(fields, 'partial_path') || now.partial_path,
    public: flag(fields, 'public') ?? now.public,
    updated_at: tenant.time(),
  });
}

export function deleteSection(tenant: Tenant, id: number): CmsSection {
  const section = found(tenant.sections.get(id));
  if (section.parent_id === undefined) {
    throw invalid('base', 'A built-in section cannot be deleted');
  }
  tenant.sections.delete(id);
  return section;
}

function checkTemplate(
  tenant: Tenant,
  asked: Partial<CmsTemplate>,
  id?: number,
) {
  const isTaken = (name: 'path' | 'system_name') =>
    asked[name] !== undefined &&
    tenant.templates.find(
      one =>
        one[name] === asked[name] &&
        (name === 'path' || one.type === asked.type) &&
        one.id !== id,
    ) !== undefined;
  for (const name of ['path', 'system_name'] as const) {
    if (isTaken(name)) {
      throw invalid(name, 'has already been taken');
    }
  }
  if (asked.path !== undefined && !/^\/[\w\-./]*$/.test(asked.path)) {
    throw invalid('path', 'is invalid');
  }
}

function layoutOf(tenant: Tenant, fields: Fields): string | undefined {
  const id = whole(fields, 'layout_id');
  return id === undefined
    ? text(fields, 'layout_name')
    : found(tenant.templates.get(id)).system_name;
}

const REQUIRED = {
  page: ['title', 'path'],
  layout: ['system_name'],
  partial: ['system_name'],
} as const;

/** A page, layout or partial. What is given is a draft: nobody sees it until it is published. */
export function createTemplate(tenant: Tenant, fields: Fields): CmsTemplate {
  const type = oneOf(fields, 'type', TYPES);
  if (!type) {
    throw invalid('type', "can't be blank");
  }
  for (const name of REQUIRED[type]) {
    requiredText(fields, name);
  }
  const template = {
    ...{ type, ...tenant.stamp() },
    system_name: text(fields, 'system_name') || undefined,
    title: text(fields, 'title'),
    path: type === 'page' ? text(fields, 'path') : undefined,
    section_id:
      type === 'page'
        ? whole(fields, 'section_id') ?? rootSection(tenant).id
        : undefined,
    layout_name: layoutOf(tenant, fields),
    content_type: text(fields, 'content_type') ?? 'text/html',
    handler: text(fields, 'handler') || undefined,
    liquid_enabled: flag(fields, 'liquid_enabled') ?? false,
    draft: text(fields, 'draft'),
  };
  checkTemplate(tenant, template);
  return tenant.templates.insert(id => ({ id, ...template }));
}

export function updateTemplate(
  tenant: Tenant,
  id: number,
  fields: Fields,
): CmsTemplate {
  const now = found(tenant.templates.get(id));
  const next = {
    ...now,
    system_name: text(fields, 'system_name') || now.system_name,
    title: text(fields, 'title') ?? now.title,
    path: now.type === 'page' ? text(fields, 'path') ?? now.path : now.path,
    section_id: whole(fields, 'section_id') ?? now.section_id,
    layout_name: layoutOf(tenant, fields) ?? now.layout_name,
    content_type: text(fields, 'content_type') ?? now.content_type,
    handler: text(fields, 'handler') ?? now.handler,
    liquid_enabled: flag(fields, 'liquid_enabled') ?? now.liquid_enabled,
    draft: text(fields, 'draft') ?? now.draft,
    updated_at: tenant.time(),
  };
  checkTemplate(tenant, next, id);
  return tenant.templates.put(next);
}

/** Shows the draft to everybody; then there is none any more. */
export function publishTemplate(tenant: Tenant, id: number): CmsTemplate {
  const now = found(tenant.templates.get(id));
  return tenant.templates.put({
    ...now,
    published: now.draft ?? now.published,
    draft: undefined,
    updated_at: tenant.time(),
  });
}

export function deleteTemplate(tenant: Tenant, id: number): CmsTemplate {
  const template = found(tenant.templates.get(id));
  if (template.type.startsWith('builtin_')) {
    throw invalid('base', 'A built-in template cannot be deleted');
  }
  tenant.templates.delete(id);
  return template;
}

export function createFile(
  tenant: Tenant,
  fields: Fields,
  attachment:
    | { content: string; contentType: string; name: string }
    | undefined,
): CmsFile {
  const path = requiredText(fields, 'path');
  if (!attachment) {
    throw invalid('attachment', "can't be blank");
  }
  if (tenant.files.find(one => one.path === path)) {
    throw invalid('path', 'has already been taken');
  }
  return tenant.files.insert(id => ({
    ...{ id, ...tenant.stamp(), path, title: attachment.name },
    section_id: whole(fields, 'section_id') ?? rootSection(tenant).id,
    downloadable: flag(fields, 'downloadable') ?? false,
    content_type: attachment.contentType,
    content: attachment.content,
  }));
}

export function updateFile(
  tenant: Tenant,
  id: number,
  { fields, content }: { fields: Fields; content?: string },
): CmsFile {
  const now = found(tenant.files.get(id));
  return tenant.files.put({
    ...now,
    path: text(fields, 'path') || now.path,
    section_id: whole(fields, 'section_id') ?? now.section_id,
    downloadable: flag(fields, 'downloadable') ?? now.downloadable,
    content: content ?? now.content,
    updated_at: tenant.time(),
  });
}
