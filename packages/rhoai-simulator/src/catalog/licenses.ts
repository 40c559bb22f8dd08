/**
 * How the catalog names licences that its sources give as identifiers. Release
 * 0.3.8 shortens some names and takes the rest from the SPDX list; this table
 * has those that models are published under. What is not in it stays as it is.
 */
const NAMES: Record<string, string> = {
  'apache-2.0': 'Apache 2.0',
  mit: 'MIT',
  'bsd-2-clause': 'BSD 2-Clause',
  'bsd-3-clause': 'BSD 3-Clause',
  'gpl-2.0': 'GPL 2.0',
  'gpl-3.0': 'GPL 3.0',
  'lgpl-2.1': 'LGPL 2.1',
  'lgpl-3.0': 'LGPL 3.0',
  'agpl-3.0': 'GNU Affero General Public License v3.0',
  llama2: 'Llama 2 Community License',
  llama3: 'Llama 3 Community License',
  'llama3.1': 'Llama 3.1 Community License',
  'llama3.2': 'Llama 3.2 Community License',
  'llama3.3': 'Llama 3.3 Community License',
  llama4: 'Llama 4 Community License',
  'bigscience-openrail-m': 'BigScience OpenRAIL-M License',
  openrail: 'OpenRAIL License',
  gemma: 'Gemma License',
  'cc-by-4.0': 'Creative Commons Attribution 4.0 International',
  'cc-by-sa-4.0': 'Creative Commons Attribution Share Alike 4.0 International',
  'cc-by-nc-4.0':
    'Creative Commons Attribution Non Commercial 4.0 International',
  'cc0-1.0': 'Creative Commons Zero v1.0 Universal',
  'mpl-2.0': 'Mozilla Public License 2.0',
  unlicense: 'The Unlicense',
  isc: 'ISC License',
  'epl-2.0': 'Eclipse Public License 2.0',
  'artistic-2.0': 'Artistic License 2.0',
  'bsl-1.0': 'Boost Software License 1.0',
};

/** @returns the readable name of a licence identifier, in any case of letters */
export function licenseName(license: string): string {
  const trimmed = license.trim();
  const key = trimmed.toLowerCase();
  return Object.hasOwn(NAMES, key) ? NAMES[key] ?? trimmed : trimmed;
}
