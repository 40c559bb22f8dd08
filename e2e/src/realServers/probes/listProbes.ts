import { CONFIG_MAPS, SERVERS } from './objects';
import type { Probe } from './Probe';

const METADATA_OF_LIST =
  'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json';

/** Lists and watches, and how they are refused. */
export const listProbes: readonly Probe[] = [
  {
    name: 'list with a continue token that is none',
    path: `${SERVERS}?limit=1&continue=x`,
  },
  {
    name: 'list with a resourceVersion that is none',
    path: `${SERVERS}?resourceVersion=x`,
  },
  {
    name: 'watch with a resourceVersion that is none',
    path: `${SERVERS}?watch=true&resourceVersion=x&timeoutSeconds=1`,
  },
  {
    name: 'list with a resourceVersion of the future',
    path: `${SERVERS}?resourceVersion=999999999`,
  },
  {
    name: 'watch with a resourceVersion that is gone',
    path: `${SERVERS}?watch=true&resourceVersion=1&timeoutSeconds=1`,
  },
  { name: 'list with a limit that is none', path: `${SERVERS}?limit=x` },
  {
    name: 'list with a selector that is none',
    path: `${SERVERS}?labelSelector=%3D%3D`,
  },
  {
    name: 'list by a field that has no selector',
    path: `${SERVERS}?fieldSelector=spec.x%3D1`,
  },
  { name: 'list of InferenceServices', path: SERVERS },
  { name: 'first page of InferenceServices', path: `${SERVERS}?limit=1` },
  {
    name: 'list of ConfigMaps',
    path: `${CONFIG_MAPS}?fieldSelector=metadata.name%3Dstore`,
  },
  {
    name: 'list of ConfigMaps without their content',
    path: `${CONFIG_MAPS}?fieldSelector=metadata.name%3Dstore`,
    accept: METADATA_OF_LIST,
  },
  {
    name: 'list of no ConfigMaps without their content',
    path: `${CONFIG_MAPS}?labelSelector=nobody`,
    accept: METADATA_OF_LIST,
  },
  {
    name: 'first page of InferenceServices without their content',
    path: `${SERVERS}?limit=1`,
    accept: METADATA_OF_LIST,
  },
];
