import { z } from 'zod/v4';
import type { BadElement } from '../elements';
import type { Issue } from '../types';
import type { ModelVersion } from './schema';
import type { RegistryView } from './view';

/** What is there but not understood, and what is wrong with it. */
export type Unreadable = { unreadable: Set<string>; issues: Issue[] };

type Subject = { registry: string; source: string; view: RegistryView };

const Hint = z
  .object({ registeredModelId: z.string().optional().catch(undefined) })
  .catch({});

function issuesOf(bad: ReadonlyMap<string, BadElement> | undefined): Issue[] {
  return [...(bad?.values() ?? [])].map(({ issue }) => issue);
}

function addDamagedVersions(
  { registry, view }: Subject,
  { unreadable }: Unreadable,
) {
  for (const { id, raw } of view.versions.bad.values()) {
    const { registeredModelId } = Hint.parse(raw);
    if (id !== undefined && registeredModelId !== undefined) {
      unreadable.add(`${registry}/${registeredModelId}/${id}`);
    }
  }
}

function addVersionWithoutModel(
  { source, view }: Subject,
  version: ModelVersion,
  { issues }: Unreadable,
) {
  const { id, name, registeredModelId } = version;
  if (!view.models.bad.has(registeredModelId)) {
    issues.push({
      source,
      object: `ModelVersion ${id} "${name}"`,
      field: 'registeredModelId',
      reason: `the registry has no registered model ${registeredModelId}; what was known of the version stays`,
    });
  }
}

function addIncompleteVersions(subject: Subject, result: Unreadable) {
  const { registry, view } = subject;
  for (const version of view.versions.rows.values()) {
    const hasModel = view.models.rows.has(version.registeredModelId);
    const damage = view.artifacts.get(version.id)?.bad ?? [];
    if (version.archived || (hasModel && damage.length === 0)) {
      continue;
    }
    result.unreadable.add(
      `${registry}/${version.registeredModelId}/${version.id}`,
    );
    result.issues.push(...damage.map(({ issue }) => issue));
    if (!hasModel) {
      addVersionWithoutModel(subject, version, result);
    }
  }
}

function addDeployments(
  { registry, view }: Subject,
  { unreadable }: Unreadable,
) {
  const { services, environments } = view;
  for (const { id } of services.bad.values()) {
    if (id !== undefined) {
      unreadable.add(`${registry}/deployment/${id}`);
    }
  }
  for (const { id, servingEnvironmentId = '' } of services.rows.values()) {
    if (environments.bad.has(servingEnvironmentId)) {
      unreadable.add(`${registry}/deployment/${id}`);
    }
  }
}

/**
 * What cannot be told because an element was not understood.
 *
 * | bad element | unreadable |
 * |---|---|
 * | model | its versions |
 * | version | itself, if it still says its model |
 * | artifact | its version: it may lack a URI now |
 * | inference service | itself |
 * | serving environment | the deployments in it |
 */
export function unreadableIn(subject: Subject): Unreadable {
  const { models, versions, services, environments } = subject.view;
  const tables = [models, versions, services, environments];
  const result: Unreadable = {
    unreadable: new Set(),
    issues: tables.flatMap(({ bad }) => issuesOf(bad)),
  };
  addDamagedVersions(subject, result);
  addIncompleteVersions(subject, result);
  addDeployments(subject, result);
  return result;
}
