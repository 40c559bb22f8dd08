export { cardBaseOf } from './cardBase';
export { cleanCard, type CleanCard } from './cleanCard';
export type { CardHead } from './frontMatter';
export type { CardBase } from './links';
