import {
  actionsOf,
  applySetup,
  observeTenant,
  planSetup,
  type Applied,
  type Step,
} from '@model-catalog/maas';
import type { ToolExit, ToolShell } from '../../tools/shell';
import { type OpenTenant, openTenant, type TenantOptions } from './openTenant';
import { redirectStep } from './redirects';
import { jsonOf, oneLine, tableOf } from './show';

export type SetupOptions = TenantOptions & { plan?: boolean };

/** All steps as they are now. */
export async function stepsNow(
  tenant: OpenTenant,
  options: TenantOptions,
): Promise<Step[]> {
  const { api, wanted, steps } = tenant;
  if (!api) {
    return [...steps];
  }
  const observed = await observeTenant(api, wanted);
  return [
    ...steps,
    ...planSetup(observed, wanted),
    ...(await redirectStep(tenant, observed, options)),
  ];
}

export const isBlocked = (steps: readonly Step[]): boolean =>
  steps.some(({ state }) => state === 'blocked');

function tellProgress({ writeError }: Pick<ToolShell, 'writeError'>) {
  return ({
    done,
    of,
    title,
    error,
  }: Parameters<NonNullable<Parameters<typeof applySetup>[2]>>[0]) => {
    const text = error
      ? `FAILED   ${title}: ${error.message}\n      → ${error.nextStep}`
      : `${done}/${of}  ${title}`;
    writeError(`${text.split('\n').map(oneLine).join('\n')}\n`);
  };
}

/** The writes of a plan, in words before and while they are made. */
async function apply(
  steps: readonly Step[],
  tenant: OpenTenant,
  options: SetupOptions,
): Promise<Applied | undefined> {
  return tenant.api && actionsOf(steps).length > 0
    ? applySetup(steps, tenant.api, tellProgress(options))
    : undefined;
}

function showPlan(
  steps: readonly Step[],
  { url }: OpenTenant,
  { write, flags }: SetupOptions,
): ToolExit {
  write(
    flags.json
      ? jsonOf({ tenant: url, steps })
      : `${headOf(url)}${tableOf(steps)}Nothing is changed: this is the plan\n`,
  );
  return isBlocked(steps) ? 1 : 0;
}

const headOf = (url: string | undefined) => `Tenant ${url ?? 'unknown'}\n\n`;

async function changeTenant(
  before: readonly Step[],
  tenant: OpenTenant,
  options: SetupOptions,
): Promise<ToolExit> {
  const { write, writeError, flags } = options;
  const { url } = tenant;
  if (!flags.json) {
    write(`${headOf(url)}${tableOf(before)}\n`);
  }
  const applied = await apply(before, tenant, options);
  const after = applied ? await stepsNow(tenant, options) : before;
  const text = applied ? `\n${tableOf(after)}` : 'Nothing to do\n';
  write(flags.json ? jsonOf({ tenant: url, steps: after, applied }) : text);
  const failed = applied?.failures.length ?? 0;
  if (failed > 0) {
    writeError(
      `${failed} of the changes failed; it is safe to run this again\n`,
    );
  }
  return failed > 0 || isBlocked(after) ? 1 : 0;
}

/**
 * Prints what there is and what is to be done, does it, and prints what is
 * left. With `plan` it changes nothing.
 *
 * @returns 0 when nothing is left but what only people can do, or what comes
 * later; 1 when something is in the way or failed
 */
export async function runSetupTenant(options: SetupOptions): Promise<ToolExit> {
  const tenant = await openTenant(options);
  try {
    const before = await stepsNow(tenant, options);
    return options.plan
      ? showPlan(before, tenant, options)
      : await changeTenant(before, tenant, options);
  } finally {
    await tenant.close();
  }
}
