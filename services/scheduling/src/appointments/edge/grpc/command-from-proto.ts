import { contentFromProto, timeFromProto } from '@kalends/calendar';
import type { ChangeAppointment, CreateAppointment } from '@kalends/contracts';
import { DomainError } from '@kalends/kernel';
import type { Change, Create } from '../../domain/command';

/** @throws DomainError of kind `invalid` when a needed part is missing */
export function createFromProto(message: CreateAppointment): Omit<Create, 'do'> {
  if (!message.content) throw missing('content');
  return {
    branchId: message.branchId && uuid(message.branchId),
    resourceIds: message.resourceIds.map(uuid),
    customerIds: message.customerIds.map(uuid),
    templateId: message.templateId ? uuid(message.templateId) : null,
    content: contentFromProto(message.content),
    bufferBeforeMinutes: message.bufferBeforeMinutes,
    bufferAfterMinutes: message.bufferAfterMinutes,
  };
}

/** The fields that the mask names. @throws DomainError `command/mask` for a path that can't be changed */
export function changeFromProto(message: ChangeAppointment): Omit<Change, 'do'> {
  const paths = message.updateMask?.paths ?? [];
  const content = message.content && contentFromProto(message.content);
  const contentPaths = paths.filter((path) => path.startsWith('content.'));
  if (contentPaths.length > 0 && !content) throw missing('content');
  const unknown = paths.find((path) => !CHANGEABLE.has(path));
  if (unknown)
    throw new DomainError(
      'invalid',
      'command/mask',
      `The field ${unknown.slice(0, 40)} can not be changed by this command.`,
    );
  const all = content && paths.includes('content');
  const named = contentPaths.map((path) => path.slice('content.'.length) as keyof NonNullable<typeof content>);
  return {
    ...(all
      ? { content }
      : named.length > 0 && { content: Object.fromEntries(named.map((name) => [name, content![name]])) }),
    ...(paths.includes('resource_ids') && { resourceIds: message.resourceIds.map(uuid) }),
    ...(paths.includes('customer_ids') && { customerIds: message.customerIds.map(uuid) }),
  };
}

const CHANGEABLE = new Set([
  'content',
  'resource_ids',
  'customer_ids',
  ...['title', 'description', 'location', 'start', 'end', 'transparency', 'visibility', 'recurrence', 'overrides'].map(
    (name) => `content.${name}`,
  ),
]);

export const timeIfSet = (time: Parameters<typeof timeFromProto>[0]) =>
  time?.value.case ? timeFromProto(time) : undefined;

/** @throws DomainError `request/malformed-id` */
export function uuid(value: string): string {
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)) return value.toLowerCase();
  throw new DomainError('invalid', 'request/malformed-id', 'An id is not a UUID.');
}

export const missing = (what: string): DomainError =>
  new DomainError('invalid', 'command/incomplete', `The command lacks its ${what}.`);
