/**
 * The contract between the bridge and the plugins: what goes over the wire,
 * and how things are named.
 *
 * @packageDocumentation
 */
export * from './annotations';
export * from './identity/allocate';
export * from './identity/digest';
export * from './identity/documentUri';
export * from './identity/entityName';
export * from './identity/keys';
export * from './identity/labelValue';
export * from './identity/ownerRef';
export * from './identity/tags';
export * from './wire/changes';
export * from './wire/definitionMarker';
export * from './wire/modelCatalog';
export * from './wire/offerings';
export * from './wire/records';
export * from './wire/snapshot';
