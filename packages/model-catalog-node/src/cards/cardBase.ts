import type { CardBase } from './links';

const HUB = 'https://huggingface.co/';
const HUB_MODEL = /^(?:hf:\/\/|https:\/\/huggingface\.co\/)([\w.-]+\/[\w.-]+)/;
const GIT_MODEL = /^https:\/\/(github\.com|gitlab\.com)\/([\w.-]+\/[\w.-]+)/;

/** Where the files beside a card are, when one of the model's artifacts says where it came from. */
export function cardBaseOf(uris: readonly string[]): CardBase | undefined {
  for (const uri of uris) {
    const onHub = HUB_MODEL.exec(uri)?.[1];
    if (onHub !== undefined) {
      const model = `${HUB}${onHub}`;
      return {
        pages: `${model}/blob/main/`,
        files: `${model}/resolve/main/`,
      };
    }
    const [, host, path] = GIT_MODEL.exec(uri) ?? [];
    if (host !== undefined && path !== undefined) {
      const project = `https://${host}/${path.replace(/\.git$/, '')}`;
      const root = host === 'gitlab.com' ? `${project}/-` : project;
      return { pages: `${root}/blob/HEAD/`, files: `${root}/raw/HEAD/` };
    }
    if (/^https?:\/\//.test(uri) && URL.canParse('.', uri)) {
      const folder = new URL('.', uri).href;
      return { pages: folder, files: folder };
    }
  }
  return undefined;
}
