import { randomBytes } from 'node:crypto';

/** A credential that is nowhere else by chance. */
export const planted = () => `planted-${randomBytes(12).toString('hex')}`;
