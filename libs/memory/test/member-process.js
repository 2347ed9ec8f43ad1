// A member of a consumer group in a process of its own, for tests that kill it: tells when it has taken a batch.
const Module = require('node:module');
const { join } = require('node:path');
const { transformFileSync } = require('@swc/core');

const libs = join(__dirname, '../..');
const configFile = join(libs, '../.swcrc');
require.extensions['.ts'] = (module, file) => module._compile(transformFileSync(file, { configFile }).code, file);
const resolve = Module._resolveFilename;
Module._resolveFilename = (request, ...rest) =>
  resolve(request.replace(/^@kalends\/([a-z-]+)$/, `${libs}/$1/src/index.ts`), ...rest);

const { createKafka } = require('@kalends/kafka');
const [brokers, prefix, group, topic] = process.argv.slice(2);
const consumer = createKafka({ brokers: [brokers], prefix, clientId: 'doomed' }).consumer({ group, topics: [topic] });
const take = () => consumer.next() !== null && process.send('taken');
void consumer.start(take);
