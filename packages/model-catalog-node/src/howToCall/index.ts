export {
  howToCall,
  howToCallPage,
  type CallInput,
  withHowToCall,
} from './howToCall';
