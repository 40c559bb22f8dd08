import type { Entity } from '@backstage/catalog-model';
import {
  ARTIFACTS,
  LICENSE,
  TECHDOCS,
  toTag,
  type Model,
  type ModelRecord,
} from '@model-catalog/common';
import {
  copiedAnnotations,
  originAnnotations,
  techDocs,
  type Annotations,
} from './annotations';
import { aiAsset } from './aiAsset';
import { BOUNDS, cut } from './bounds';
import { dashboardOf } from './dashboard';
import { originLabels } from './labels';
import { httpUrl, validLinks, withIcon, type Wanted } from './links';
import { lifecycleOf, toEntity } from './metadata';
import { ownerOf } from './owner';
import { systemOf } from './system';
import { validTags } from './tags';
import { clean, cleanOptional } from './text';
import type { EntityContext, Note } from './types';

function artifactsOf(record: ModelRecord): string[] {
  const { artifactLocationURL } = record.model;
  const all = artifactLocationURL
    ? [artifactLocationURL, ...record.artifacts]
    : record.artifacts;
  return [...new Set(all.map(uri => uri.trim()).filter(uri => uri !== ''))];
}

/** http(s) artifacts are links; the rest (`oci://`, `s3://`, `hf://`) is an annotation. */
function artifactAnnotation(artifacts: readonly string[]): Annotations {
  const others = artifacts
    .filter(uri => !/^https?:\/\//i.test(uri))
    .map(uri => clean(uri).replace(/\s/g, '%20'));
  return others.length > 0
    ? { [ARTIFACTS]: cut(others.join(' '), BOUNDS.annotationValue) }
    : {};
}

/** Texts that the property may hold instead of a URL stay out of the links. */
function optionalLinks(model: Model): Wanted[] {
  return [
    { title: 'Ethics', url: model.ethics },
    { title: 'Support', url: model.support },
    { title: 'Training', url: model.training },
    { title: 'Usage', url: model.usage },
  ].filter(({ url }) => httpUrl(url) !== undefined);
}

const LICENSE_TAG = 'license-';

/**
 * A licence that is a URL is a link; a name such as `Apache-2.0`, which the
 * bridge sends as an annotation, is an annotation and a tag.
 */
function licenseOf({ license: written, annotations, tags }: Model) {
  const link = httpUrl(written);
  const named = cleanOptional(annotations?.[LICENSE]);
  const name = link === undefined ? cleanOptional(written) ?? named : named;
  // Newer bridges send the tags of licences that they know.
  const isTagged = tags?.some(tag => tag.startsWith(LICENSE_TAG));
  const tag =
    name === undefined || isTagged ? undefined : toTag(`${LICENSE_TAG}${name}`);
  const annotation: Annotations =
    name === undefined ? {} : { [LICENSE]: cut(name, BOUNDS.title) };
  return { link, annotation, tags: tag === undefined ? [] : [tag] };
}

/** A model becomes a Resource of type `ai-model`, a dependency of its servers. */
export function resourceEntity(
  record: ModelRecord,
  servers: readonly string[],
  { context, note }: { context: EntityContext; note: Note },
): Entity {
  const { model } = record;
  const artifacts = artifactsOf(record);
  const license = licenseOf(model);
  const { owner, annotations: ownerAnnotations } = ownerOf(
    record.ownerRef,
    note,
  );
  const property = model.annotations?.[TECHDOCS];
  const docs = techDocs(record.card, property, { context, note });
  const system = systemOf(record, context, note);
  const dashboard = dashboardOf(model.annotations, note);
  const links: Wanted[] = [
    ...artifacts
      .filter(uri => /^https?:\/\//i.test(uri))
      .map(url => ({
        title: 'Artifact Location',
        url,
        icon: 'kind:resource' as const,
      })),
    { title: 'How to use', url: model.howToUseURL, icon: 'help' },
    ...[
      { title: 'License', url: license.link },
      ...optionalLinks(model),
      ...(record.links ?? []),
      ...docs.links,
    ].map(withIcon),
    ...dashboard.links,
  ];
  return toEntity({
    kind: 'Resource',
    name: record.name,
    title: record.title,
    description: model.description,
    annotations: {
      ...copiedAnnotations(model.annotations, note),
      ...license.annotation,
      ...artifactAnnotation(artifacts),
      ...ownerAnnotations,
      ...docs.annotations,
      ...dashboard.annotations,
      ...aiAsset(record),
      ...originAnnotations(record, context),
    },
    labels: originLabels(record),
    tags: validTags([...(model.tags ?? []), ...license.tags], note),
    links: validLinks(links, note),
    spec: {
      type: 'ai-model',
      lifecycle: lifecycleOf(model.lifecycle),
      owner,
      ...(system && { system }),
      dependencyOf: [...servers].sort(),
    },
  });
}
