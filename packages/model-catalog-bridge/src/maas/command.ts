import type { Command } from 'commander';
import type { EndTool, ToolShell } from '../tools/shell';
import { withCheckCommand } from './check/command';
import { withPublisherCommand } from './publisher/command';
import { withRenderCommand } from './render/command';
import { withSetupTenantCommand } from './setupTenant/command';
import { withUnpublishCommand } from './unpublish/command';

/** The role and the commands of Models as a Service. */
export function withMaasCommands(
  program: Command,
  shell: ToolShell,
  end: EndTool,
): void {
  const maas = program
    .command('maas')
    .description('offer served models through 3scale: Models as a Service');
  withRenderCommand(maas, shell, end);
  withCheckCommand(maas, shell, end);
  withSetupTenantCommand(maas, shell, end);
  withUnpublishCommand(maas, shell, end);
  withPublisherCommand(program, shell, end);
}
