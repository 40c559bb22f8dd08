import { Command, CommanderError } from 'commander';
import { z } from 'zod/v4';
import { sendCommand } from '../control/client';
import { CommandError } from '../control/errors';
import { DEFAULT_PORTS } from '../options';
import {
  addDeployCommands,
  addFaultCommands,
  addPublishCommands,
  addRegistryCommands,
  type Send,
} from './clientCommands';
import { type CliOutput, PROCESS_OUTPUT } from './output';
import { addServe } from './serve';

const DEFAULT_CONTROL = `http://127.0.0.1:${DEFAULT_PORTS.control}`;

const globalsSchema = z.object({
  control: z.string(),
  json: z.boolean().optional(),
});

function buildProgram(output: CliOutput): Command {
  const program = new Command('rhoai-simulator')
    .description('An OpenShift AI on a laptop: run it, change it, break it')
    .option(
      '--control <url>',
      'control API of the running simulator',
      process.env.RHOAI_SIMULATOR_CONTROL || DEFAULT_CONTROL,
    )
    .option('--json', 'print one JSON document')
    .exitOverride()
    .configureOutput({
      writeOut: text => output.out(text.trimEnd()),
      writeErr: text => output.err(text.trimEnd()),
    });
  const send: Send = async (name, input) => {
    const { control, json } = globalsSchema.parse(program.opts());
    const answer = await sendCommand(control, name, input);
    output.out(json ? JSON.stringify(answer) : answer.message);
  };
  addServe(program, output);
  addDeployCommands(program, send);
  addPublishCommands(program, send);
  addRegistryCommands(program, send);
  addFaultCommands(program, send);
  for (const command of program.commands) {
    // Options like --json are taken after the command, too.
    command.exitOverride().option('--json', 'print one JSON document');
    command.hook('preAction', (_program, action) => {
      if (action.opts().json === true) {
        program.setOptionValue('json', true);
      }
    });
  }
  return program;
}

/**
 * Runs the command line.
 *
 * | exit code | |
 * |---|---|
 * | 0 | done |
 * | 1 | refused, or no simulator answers |
 * | 2 | wrong usage |
 *
 * @param args - arguments after the program's name
 */
export async function runCli(
  args: readonly string[],
  output: CliOutput = PROCESS_OUTPUT,
): Promise<number> {
  try {
    await buildProgram(output).parseAsync([...args], { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) {
      return error.exitCode === 0 ? 0 : 2;
    }
    if (error instanceof CommandError) {
      output.err(`${error.message}\n${error.next}`);
      return 1;
    }
    output.err(error instanceof Error ? error.message : String(error));
    return 1;
  }
}
