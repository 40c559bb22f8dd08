import {
  DefaultNamespaceEntityPolicy,
  EntityPolicies,
  FieldFormatEntityPolicy,
  NoForeignRootFieldsEntityPolicy,
  SchemaValidEntityPolicy,
  apiEntityV1alpha1Validator,
  componentEntityV1alpha1Validator,
  resourceEntityV1alpha1Validator,
  type Entity,
} from '@backstage/catalog-model';
import { checkAiModelServer } from './checkAiModelServer';

/** The rules that the catalog itself applies while it processes an entity. */
const policy = EntityPolicies.allOf([
  new SchemaValidEntityPolicy(),
  new DefaultNamespaceEntityPolicy(),
  new NoForeignRootFieldsEntityPolicy(),
  new FieldFormatEntityPolicy(),
]);

const kinds = [
  componentEntityV1alpha1Validator,
  resourceEntityV1alpha1Validator,
  apiEntityV1alpha1Validator,
  { check: checkAiModelServer },
];

/** Why the catalog would refuse this entity; `undefined` when it would not. */
export async function whyInvalid(entity: Entity): Promise<string | undefined> {
  try {
    await policy.enforce(entity);
    for (const kind of kinds) {
      if (await kind.check(entity)) {
        return undefined;
      }
    }
    return `kind ${entity.kind} of ${entity.apiVersion} is not known`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
