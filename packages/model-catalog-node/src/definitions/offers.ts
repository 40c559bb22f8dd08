/**
 * The protocols that are recognised.
 *
 * | protocol | spoken by |
 * |---|---|
 * | openai | vLLM, llm-d, NIM, TGI, OpenVINO Model Server (`/v3`), KServe's Hugging Face server (`/openai/v1`) |
 * | open-inference-v2 | KServe, MLServer, Triton, OpenVINO Model Server |
 * | kserve-v1 | KServe, TensorFlow Serving |
 * | tei | Text Embeddings Inference |
 */
export type Protocol = 'openai' | 'open-inference-v2' | 'kserve-v1' | 'tei';

/** Part of what a server offers: operations of one protocol below one path. */
export type Offer = {
  protocol: Protocol;
  /** In front of the protocol's own paths: `/v1`, `/openai/v1`, empty. */
  base: string;
  /** Names of operations of the protocol's template; unknown ones count for nothing. */
  operations: readonly string[];
};
