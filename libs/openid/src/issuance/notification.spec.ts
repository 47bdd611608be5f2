import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { outcome } from '../testing/outcome.js';
import { parseNotification } from './notification.js';

const NOTIFICATION = { notification_id: '3fwe98js', event: 'credential_accepted' };
const parsing = (changes: object) => outcome(() => parseNotification({ ...NOTIFICATION, ...changes }));

test('11.1: a notification is read, and unknown parameters are ignored', () => {
  expect(parseNotification({ ...NOTIFICATION, other: 1 })).toEqual({
    notificationId: '3fwe98js',
    event: 'credential_accepted',
  });
  expect(
    parseNotification({ ...NOTIFICATION, event: 'credential_failure', event_description: 'No space.' }),
  ).toEqual({
    notificationId: '3fwe98js',
    event: 'credential_failure',
    description: 'No space.',
  });
});

test('11.1: the event is one of three, case-sensitive', () => {
  for (const event of ['credential_failure', 'credential_deleted'])
    expect(parsing({ event })).toBe('accepted');
  for (const event of ['Credential_accepted', 'accepted', '', null, undefined, ['credential_accepted']])
    expect(parsing({ event })).toBe('invalid_notification_request');
});

test('11.1: a description has printable ASCII characters only', () => {
  for (const event_description of ['"', '\\', 'ü', '\n', '', 5, 'a'.repeat(1_001)])
    expect(parsing({ event_description })).toBe('invalid_notification_request');
});

test('11.3: a notification without id is malformed', () => {
  for (const notification_id of [undefined, null, '', 7])
    expect(parsing({ notification_id })).toBe('invalid_notification_request');
});

test('any JSON is read or refused', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (json) => {
      expect(outcome(() => parseNotification(json))).toBe('invalid_notification_request');
    }),
  );
});
