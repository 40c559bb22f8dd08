/** What Developer Hub's installers and those who publish need of a program like skopeo. */
export interface ImageTool {
  readonly name: string;
  /** Pushes what an OCI layout calls `reference` as `image` (`host:port/name:tag`). */
  push(layout: string, reference: string, image: string): Promise<void>;
  /**
   * Pulls an image into a folder: `manifest.json`, and each part as a file
   * named by the hex digits of its digest.
   * @throws when a part is not what its digest says
   */
  pull(image: string, folder: string): Promise<void>;
  /** The manifest as the registry has it. */
  manifest(image: string): Promise<Buffer>;
}
