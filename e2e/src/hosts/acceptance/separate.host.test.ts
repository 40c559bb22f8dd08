import { describeOnHosts } from './describeOnHosts';

describeOnHosts('separate');
