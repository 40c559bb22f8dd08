import { fitsAny } from '../selection/glob';
import { parseLabelSelector, selects } from '../selection/labelSelector';
import { isIgnored, isIncluded } from '../selection/marks';
import type { SelectionOptions } from '../selection/types';
import { overridesOf } from '../sources/kserve/annotations';

/** An InferenceService or LLMInferenceService, as far as the selection looks at it. */
export type Chosen = {
  namespace: string;
  annotations?: Readonly<Record<string, string>>;
  labels?: Readonly<Record<string, string>>;
  /** Labels of its namespace, where they are known. */
  namespaceLabels?: Readonly<Record<string, string>>;
};

/** Which rule of the selection leaves a model server out; `undefined` when it is taken. */
export function whyLeftOut(
  { namespace, annotations, labels, namespaceLabels }: Chosen,
  { mode, namespaces }: SelectionOptions,
): string | undefined {
  const { properties } = overridesOf({ annotations, labels });
  if (isIgnored({ properties })) {
    return 'it is marked rhdh.modelcatalog.io/ignore: "true"';
  }
  if (mode === 'opt-in' && !isIncluded({ properties })) {
    return 'selection is opt-in, and it is not marked rhdh.modelcatalog.io/include: "true"';
  }
  const { include, exclude, selector } = namespaces;
  if (fitsAny(exclude, namespace)) {
    return `namespaces.exclude names its namespace ${namespace}`;
  }
  if (include.length > 0 && !fitsAny(include, namespace)) {
    return `namespaces.include does not name its namespace ${namespace}`;
  }
  const wanted = selector === undefined ? [] : parseLabelSelector(selector);
  if (wanted && wanted.length > 0) {
    if (!namespaceLabels) {
      return `the labels of its namespace ${namespace} cannot be read, and namespaces.selector (${selector}) asks for them`;
    }
    if (!selects(wanted, namespaceLabels)) {
      return `the labels of its namespace ${namespace} do not fit namespaces.selector (${selector})`;
    }
  }
  return undefined;
}
