/**
 * What is read of an API definition that others wrote. Sizes are characters.
 * Each is far above what real servers publish (vLLM: 160 KB, 25 levels).
 */
export const LIMITS = {
  text: 4 * 1024 * 1024,
  /** YAML takes its parser about 20 times as long. */
  yaml: 512 * 1024,
  depth: 200,
  /** Objects, lists and values, each alias counted where it is used. */
  nodes: 400_000,
  yamlAliases: 100,
} as const;
