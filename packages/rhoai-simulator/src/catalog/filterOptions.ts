import { compareText } from './paging';
import { CatalogState } from './state';

/** Values of one property among all models: texts, or the range of numbers. */
export type FilterOption =
  | { readonly type: 'string'; readonly values: readonly string[] }
  | {
      readonly type: 'number';
      readonly range: { readonly min: number; readonly max: number };
    };

/**
 * What `/models/filter_options` answers. Properties that no model has a value
 * of are left out. `status` is that of the sources, which 0.3.8 stores in the
 * same table.
 *
 * @param withStatus - whether it is shown; later releases do not
 */
export function filterOptions(
  state: CatalogState,
  withStatus: boolean,
): {
  filters: Record<string, FilterOption>;
} {
  const texts = new Map<string, Set<string>>();
  const numbers = new Map<string, number[]>();
  const addText = (name: string, values: readonly (string | undefined)[]) => {
    for (const value of values) {
      if (value) {
        texts.set(name, (texts.get(name) ?? new Set()).add(value));
      }
    }
  };
  for (const { model, artifacts } of state.models()) {
    addText('description', [model.description]);
    addText('maturity', [model.maturity]);
    addText('provider', [model.provider]);
    addText('license', [model.license]);
    addText('library_name', [model.libraryName]);
    addText('language', model.language);
    addText('tasks', model.tasks);
    for (const [name, value] of Object.entries(model.customProperties ?? {})) {
      if (value.metadataType === 'MetadataStringValue') {
        addText(`${name}.string_value`, [value.string_value]);
      }
    }
    for (const { artifact } of artifacts) {
      addText('artifacts.uri', [artifact.uri]);
      for (const [name, value] of Object.entries(
        artifact.customProperties ?? {},
      )) {
        const full = `artifacts.${name}`;
        if (value.metadataType === 'MetadataStringValue') {
          addText(`${full}.string_value`, [value.string_value]);
        } else if (value.metadataType === 'MetadataDoubleValue') {
          push(numbers, `${full}.double_value`, value.double_value);
        } else if (value.metadataType === 'MetadataIntValue') {
          push(numbers, `${full}.int_value`, Number(value.int_value));
        }
      }
    }
  }
  if (withStatus) {
    addText(
      'status',
      state.sources().map(source => source.status),
    );
  }
  return { filters: toOptions(texts, numbers) };
}

function push(map: Map<string, number[]>, name: string, value: number): void {
  map.set(name, [...(map.get(name) ?? []), value]);
}

function toOptions(
  texts: ReadonlyMap<string, ReadonlySet<string>>,
  numbers: ReadonlyMap<string, readonly number[]>,
): Record<string, FilterOption> {
  const options: Array<[string, FilterOption]> = [];
  for (const [name, values] of texts) {
    options.push([
      name,
      { type: 'string', values: [...values].sort(compareText) },
    ]);
  }
  for (const [name, values] of numbers) {
    const min = values.reduce((a, b) => Math.min(a, b));
    const max = values.reduce((a, b) => Math.max(a, b));
    options.push([name, { type: 'number', range: { min, max } }]);
  }
  return Object.fromEntries(options);
}
