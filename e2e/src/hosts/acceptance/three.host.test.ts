import { describeOnHosts } from './describeOnHosts';

describeOnHosts('three');
