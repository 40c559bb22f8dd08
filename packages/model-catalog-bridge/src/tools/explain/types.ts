import type { StoreView } from '@model-catalog/node';
import type { Kubernetes } from '@model-catalog/service';
import type { Config } from '../../config/config';
import type { ToolShell } from '../shell';

/** Why something has no entity, as far as it can be told. */
export type Reason = { object: string; reason: string };

export type AbsenceInput = {
  config: Config;
  environment: ToolShell['environment'];
  kubernetes: Kubernetes;
  view: StoreView;
  signal: AbortSignal;
};
