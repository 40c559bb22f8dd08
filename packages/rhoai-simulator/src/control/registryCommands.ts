import { z } from 'zod/v4';
import type { ModelVersion, RegisteredModel } from '../registry';
import { registerModel, registerVersion } from '../world/register';
import { command } from './command';
import type { ControlContext } from './context';
import { CommandError } from './errors';

function findModel(context: ControlContext, name: string): RegisteredModel {
  const models = context.registry.listModels().items;
  const found = models.find(model => model.name === name);
  if (!found) {
    throw new CommandError(
      `The registry has no model "${name}".`,
      models.length > 0
        ? `Registered are: ${models.map(model => model.name).join(', ')}.`
        : 'Register one: "register <model> <version>".',
    );
  }
  return found;
}

function findVersion(
  context: ControlContext,
  model: RegisteredModel,
  name: string,
): ModelVersion {
  const versions = context.registry.listVersions({}, model.id).items;
  const found = versions.find(version => version.name === name);
  if (!found) {
    throw new CommandError(
      `The model "${model.name}" has no version "${name}".`,
      `It has: ${versions.map(version => version.name).join(', ') || 'none'}.`,
    );
  }
  return found;
}

const registerInput = z.object({
  model: z.string().min(1),
  version: z.string().min(1),
  description: z.string().optional(),
  author: z.string().optional(),
  owner: z.string().optional(),
  uri: z.string().optional(),
  /** Custom properties of the version; an empty value is a label. */
  properties: z.record(z.string(), z.string()).optional(),
});

/** Registers a version, and the model too when the registry does not have it. */
export const register = command(registerInput, (context, input) => {
  const { registry } = context;
  const known = registry
    .listModels()
    .items.find(model => model.name === input.model);
  const model =
    known ??
    registerModel(registry, {
      name: input.model,
      owner: input.owner,
      description: input.description,
    });
  const taken = registry
    .listVersions({}, model.id)
    .items.some(version => version.name === input.version);
  if (taken) {
    throw new CommandError(
      `The model "${input.model}" has a version "${input.version}" already.`,
      'Give the version another name.',
    );
  }
  const version = registerVersion(registry, model, {
    name: input.version,
    description: input.description,
    author: input.author,
    properties: input.properties,
    artifacts: [
      {
        name: `${input.model}-${input.version}`,
        uri:
          input.uri ??
          `oci://registry.example.com/models/${input.model}:${input.version}`,
      },
    ],
  });
  return {
    message: `Registered ${input.model} ${input.version}.`,
    modelId: model.id,
    versionId: version.id,
  };
});

const archiveInput = z.object({
  model: z.string().min(1),
  version: z.string().optional(),
});

function setState(
  context: ControlContext,
  input: z.infer<typeof archiveInput>,
  state: 'ARCHIVED' | 'LIVE',
): string {
  const model = findModel(context, input.model);
  if (input.version === undefined) {
    context.registry.patchModel(model.id, { state });
    return model.name;
  }
  const version = findVersion(context, model, input.version);
  context.registry.patchVersion(version.id, { state });
  return `${model.name} ${version.name}`;
}

export const archive = command(archiveInput, (context, input) => ({
  message: `Archived ${setState(context, input, 'ARCHIVED')}.`,
}));

export const unarchive = command(archiveInput, (context, input) => ({
  message: `Restored ${setState(context, input, 'LIVE')}.`,
}));

const describeInput = z.object({
  model: z.string().min(1),
  version: z.string().min(1),
  text: z.string(),
});

/** Replaces the description of a version. */
export const describeVersion = command(describeInput, (context, input) => {
  const model = findModel(context, input.model);
  const version = findVersion(context, model, input.version);
  context.registry.patchVersion(version.id, { description: input.text });
  return { message: `Described ${model.name} ${version.name}.` };
});

const cardInput = z.object({
  model: z.string().min(1),
  source: z.string().optional(),
  text: z.string(),
});

/** Replaces the model card of a catalog model. */
export const setCard = command(cardInput, (context, input) => {
  const rows = context.catalog.models();
  const found = rows.find(
    row =>
      (row.model.name === input.model ||
        row.model.name.endsWith(`/${input.model}`)) &&
      (input.source === undefined || row.sourceId === input.source),
  );
  if (!found) {
    throw new CommandError(
      `The catalog has no model "${input.model}".`,
      `It has: ${rows.map(row => row.model.name).join(', ') || 'none'}.`,
    );
  }
  context.catalog.putModel(found.sourceId, {
    ...found.model,
    language: [...found.model.language],
    tasks: [...found.model.tasks],
    artifacts: found.artifacts.map(({ artifact }) => artifact),
    readme: input.text,
  });
  return { message: `The card of ${found.model.name} is replaced.` };
});
