import { readFileSync } from 'fs';
import { join } from 'path';
import { DEPLOY, sharedFile } from './paths';

const PRINTED = sharedFile('seeds/000_8542398393cd69c3.txt');
if (!PRINTED) {
  process.stderr.write('Without the documentation beside it not compared\n');
}
const describeCompared = PRINTED ? describe : describe.skip;

describeCompared('the three documented containers', () => {
  it('are those of the documentation but for the images', () => {
    const documented = between(
      readFileSync(PRINTED ?? '', 'utf8'),
      'spec:\ntemplate:\n  spec:\n    containers:',
      "- '--metrics-address=:8081'",
    );
    const ours = between(
      readFileSync(join(DEPLOY, 'sidecars/three/patch.yaml'), 'utf8'),
      'spec:\n  template:\n    spec:\n      containers:',
      "- '--metrics-address=:8081'",
    );
    expect(withoutImages(ours)).toBe(withoutImages(documented));
    expect(withoutImages(ours).match(/image:X/g)).toHaveLength(3);
  });
});

function between(text: string, from: string, to: string): string {
  const start = text.indexOf(from);
  const end = text.indexOf(to, start);
  if (start < 0 || end < 0) throw new Error(`no ${start < 0 ? from : to}`);
  return text.slice(start + from.length, end + to.length);
}

/** Without what the printed pages do with lines, fences and spaces. */
function withoutImages(text: string): string {
  return text
    .replaceAll('```', '')
    .replace(/\s+/g, '')
    .replace(/image:\S+?imagePullPolicy/g, 'image:ximagePullPolicy')
    .replaceAll('image:x', 'image:X');
}
