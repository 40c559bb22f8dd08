import { describeOnHosts } from './describeOnHosts';

describeOnHosts('all');
