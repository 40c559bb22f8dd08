export { howToCall, type CallInput, withHowToCall } from './howToCall';
