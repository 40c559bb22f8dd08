import type {
  LlmVersion,
  Release,
  SimulatorOptions,
} from '@model-catalog/rhoai-simulator';

/** One column of the table: releases of OpenShift AI that answer alike. */
export interface Column {
  readonly id: Release;
  /** As people know them. */
  readonly title: string;
  /** Of which server the simulator was made. */
  readonly made: string;
  readonly options: Pick<SimulatorOptions, 'withoutKinds' | 'llmVersions'>;
}

const only = (version: LlmVersion) => ({ llmVersions: [version] });

/** The columns, oldest first. */
export const COLUMNS: readonly Column[] = [
  {
    id: 'mlmd',
    title: '2.20 to 2.22',
    made: 'built from its sources; not recorded',
    options: { withoutKinds: ['LLMInferenceService'] },
  },
  {
    id: '0.3.1',
    title: '2.25',
    made: 'recordings of registry and catalog 0.3.1',
    options: only('v1alpha1'),
  },
  {
    id: '0.3.8',
    title: '3.4',
    made: 'recordings of registry and catalog 0.3.8',
    options: only('v1alpha1'),
  },
  {
    id: 'hub',
    title: '3.6',
    made: 'recordings of the hub at commit 75219019',
    options: {},
  },
];
