/** What a tool needs of its process. */
export type ToolShell = {
  environment: Readonly<Record<string, string | undefined>>;
  signal: AbortSignal;
  /** For results. */
  write(text: string): void;
  /** For messages to a person. */
  writeError(text: string): void;
};

/** 0 all is well, 1 something is not, 2 asked in a way that cannot be answered. */
export type ToolExit = 0 | 1 | 2;

export type EndTool = (code: ToolExit) => void;

/** Empty counts as unset. */
export const given = (text: string | undefined): string | undefined =>
  text?.trim() || undefined;

/** Whether it is an http or https URL. */
export const isUrl = (text: string): boolean =>
  URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
