export { adminUrlOf, judgePrerequisites } from './judgePrerequisites';
export { type PrerequisiteFacts, readPrerequisites } from './readPrerequisites';
export {
  readSecretValue,
  readTokenSecret,
  type TenantCredential,
  type TokenSecret,
} from './readToken';
export { waitUntilReady, type WaitOptions } from './waitUntilReady';
