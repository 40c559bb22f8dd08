import { readFileSync, writeFileSync } from 'node:fs';

/** What is in a JSON file. */
export const readJson = path => JSON.parse(readFileSync(path, 'utf8'));

/** Writes a JSON file as people and prettier write it. */
export const writeJson = (path, value) =>
  writeFileSync(path, `${JSON.stringify(value, undefined, 2)}\n`);
