// The methods of the Pub/Sub API as the proto file defines them, for whoever calls or serves them.
import { fileURLToPath } from 'node:url';
import { type AnyDefinition, loadSync, type ServiceDefinition } from '@grpc/proto-loader';

const file = fileURLToPath(new URL('./pubsub_api.proto', import.meta.url));

function isService(definition: AnyDefinition | undefined): definition is ServiceDefinition {
  return definition !== undefined && !('format' in definition);
}

function readService(): ServiceDefinition {
  const service = loadSync(file, { longs: String, enums: String, defaults: true })['eventbus.v1.PubSub'];
  if (!isService(service)) throw new TypeError(`${file} defines no PubSub`);
  return service;
}

/** Names in messages are written in camel case, enums by name, bytes as buffers. */
export const pubsubMethods: ServiceDefinition = readService();
