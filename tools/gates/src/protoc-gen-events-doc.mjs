#!/usr/bin/env node
// A protoc plugin: writes docs/events.md from the comments and fields of proto/, so that the page cannot drift.
import { createEcmaScriptPlugin, getComments, runNodeJs } from '@bufbuild/protoplugin';

const scalar = { 5: 'int32', 8: 'bool', 9: 'string', 12: 'bytes', 3: 'int64', 13: 'uint32' };

const plugin = createEcmaScriptPlugin({ name: 'protoc-gen-events-doc', version: 'v1', generateTs });

function generateTs(schema) {
  const file = schema.generateFile('events.md');
  file.print('# Events');
  file.print();
  file.print(
    'Written by `npm run proto` from the contracts in proto/; edit those. Events are Protobuf, keyed so that all events of one',
  );
  file.print(
    'aggregate share a partition. An event carries the full state after the change; `version` orders the events of an aggregate.',
  );
  const events = schema.files.filter(({ name }) => name.endsWith('/events'));
  for (const { messages } of events) {
    for (const message of messages.filter(({ name }) => name.endsWith('Changed'))) print(file, message, '##');
  }
  file.print();
  file.print('# Their parts');
  for (const part of partsOf(events)) print(file, part, '##');
}

/** Every message that events reach, in the order in which they are met. */
function partsOf(events) {
  const seen = new Set();
  const visit = (message) => {
    for (const { message: part } of message.fields) {
      if (!part || part.typeName.startsWith('google.') || seen.has(part)) continue;
      seen.add(part);
      visit(part);
    }
  };
  for (const { messages } of events) messages.filter(({ name }) => name.endsWith('Changed')).forEach(visit);
  return seen;
}

function print(file, message, heading) {
  file.print();
  file.print(`${heading} ${message.name}`);
  file.print();
  if (sentence(message)) file.print(sentence(message), '\n');
  file.print('| # | field | type | meaning |');
  file.print('| --- | --- | --- | --- |');
  for (const field of message.fields) {
    file.print(`| ${field.number} | ${field.name} | ${typeOf(field)} | ${sentence(field)} |`);
  }
}

const sentence = (desc) =>
  getComments(desc)
    .leading?.trim()
    .replaceAll(/\s*\n\s*/g, ' ')
    .replaceAll('|', '\\|') ?? '';

function typeOf(field) {
  if (field.fieldKind === 'map') return `map of string to ${scalar[field.scalar] ?? 'value'}`;
  const name =
    field.message?.name ??
    field.enum?.values
      .map((v) => v.localName)
      .slice(1)
      .join(' · ')
      .toLowerCase() ??
    scalar[field.scalar];
  return field.fieldKind === 'list' ? `list of ${name}` : name;
}

runNodeJs(plugin);
