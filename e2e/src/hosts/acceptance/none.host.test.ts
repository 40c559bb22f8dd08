import { describeOnHosts } from './describeOnHosts';

describeOnHosts('none');
