import type { Call } from './chooseCall';
import { jsonText, shellText } from './quote';
import { bodyOf } from './requests';

/** What curl is told to send, in the words of a shell. */
export function bodyLines(call: Call, model: string): string[] {
  return call.kind === 'transcriptions'
    ? ["  -F 'file=@speech.wav'", `  -F ${shellText(`model=${model}`)}`]
    : [
        "  -H 'Content-Type: application/json'",
        `  -d ${shellText(jsonText(bodyOf(call, model)))}`,
      ];
}

/** The path of a request, with the model's name where it goes. */
export const pathOf = (call: Call, model: string): string =>
  call.path.replace('{model}', () => encodeURIComponent(model));
