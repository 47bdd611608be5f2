import { describe, expect, test } from '@jest/globals';
import { hostOf, isAllowedAddress, parseDestination } from './destination.js';

const PUBLIC = { allowLoopback: false };
const LOCAL = { allowLoopback: true };

describe('the URL of a webhook', () => {
  test.each([
    ['https://portal.example/webhooks?key=value', 'https://portal.example/webhooks?key=value'],
    ['https://PORTAL.example:443', 'https://portal.example/'],
    ['https://portal.example:8443/', 'https://portal.example:8443/'],
    ['https://8.8.8.8/', 'https://8.8.8.8/'],
    ['https://[2606:4700:4700::1111]/', 'https://[2606:4700:4700::1111]/'],
    ['https://bücher.example/', 'https://xn--bcher-kva.example/'],
  ])('may be %s', (text, expected) => {
    expect(parseDestination(text, PUBLIC).href).toBe(expected);
  });

  test.each([
    ['', 'expected a URL'],
    ['portal.example', 'expected a URL'],
    ['ftp://portal.example/', 'expected an https URL'],
    ['http://portal.example/', 'expected an https URL'],
    ['file:///etc/passwd', 'expected an https URL'],
    [`https://portal.example/${'a'.repeat(2_048)}`, 'expected at most 2048 characters'],
    ['https://user@portal.example/', 'without user name and password'],
    ['https://:password@portal.example/', 'without user name and password'],
    ['https://portal.example/#', 'without fragment'],
    ['https://portal.example:22/', 'expected the port 443 or 8443'],
    ['https://portal.example:80/', 'expected the port 443 or 8443'],
    ['https://portal.example:6379/', 'expected the port 443 or 8443'],
    ['https://localhost/', 'expected a public host'],
    ['https://api.localhost/', 'expected a public host'],
    ['https://intranet/', 'expected a public host'],
  ])('may not be %s', (text, reason) => {
    expect(() => parseDestination(text, PUBLIC)).toThrow(reason);
    expect(() => parseDestination(text, PUBLIC)).toThrow(
      expect.objectContaining({ code: 'webhook_url_invalid' }),
    );
  });

  // Every spelling that the URL parser or a resolver understands.
  test.each([
    '127.0.0.1',
    '127.1',
    '2130706433',
    '0x7f000001',
    '0177.0.0.1',
    '0',
    '10.0.0.1',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '2852039166',
    '0xa9fea9fe',
    '0251.0376.0251.0376',
    '100.64.0.1',
    '192.0.2.1',
    '198.18.0.1',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '[::]',
    '[::1]',
    '[::127.0.0.1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:169.254.169.254]',
    '[::ffff:a9fe:a9fe]',
    '[::ffff:0:127.0.0.1]',
    '[64:ff9b::127.0.0.1]',
    '[64:ff9b:1::a00:1]',
    '[2002:7f00:1::]',
    '[2001:0:7f00:1::]',
    '[2001:db8::1]',
    '[fc00::1]',
    '[fd00:ec2::254]',
    '[fe80::1]',
    '[fec0::1]',
    '[ff02::1]',
    '[100::1]',
  ])('may not have the address %s', (host) => {
    expect(() => parseDestination(`https://${host}/`, PUBLIC)).toThrow('expected a public address');
  });

  test('may be one of this machine, by http and on any port, where the service allows it', () => {
    for (const url of [
      'http://localhost:4000/',
      'http://shop.localhost:4000/',
      'http://127.0.0.1:1/',
      'http://[::1]:4000/',
      'https://localhost:4000/',
    ])
      expect(parseDestination(url, LOCAL).href).toBe(url);
    for (const url of [
      'http://portal.example/',
      'https://portal.example:4000/',
      'http://10.0.0.1/',
      'http://169.254.169.254/',
      'http://0.0.0.0/',
      'https://192.168.1.1/',
    ])
      expect(() => parseDestination(url, LOCAL)).toThrow('webhook_url_invalid');
  });
});

describe('an address', () => {
  test('that is public is allowed', () => {
    for (const address of ['8.8.8.8', '2606:4700:4700::1111', '::ffff:8.8.8.8'])
      expect(isAllowedAddress(address, 'portal.example', PUBLIC)).toBe(true);
  });

  test('of this machine is allowed only where the service allows it, and only for a host of this machine', () => {
    for (const address of ['127.0.0.1', '::1', '::ffff:127.0.0.1']) {
      expect(isAllowedAddress(address, 'localhost', PUBLIC)).toBe(false);
      expect(isAllowedAddress(address, 'localhost', LOCAL)).toBe(true);
      expect(isAllowedAddress(address, 'portal.example', LOCAL)).toBe(false);
    }
    expect(isAllowedAddress('10.0.0.1', 'localhost', LOCAL)).toBe(false);
  });

  test('that is none is not allowed', () => {
    for (const address of ['', 'portal.example', 'fe80::1%eth0'])
      expect(isAllowedAddress(address, 'portal.example', PUBLIC)).toBe(false);
  });

  test('of a URL has no brackets', () => {
    expect(hostOf(new URL('https://[::1]/'))).toBe('::1');
  });
});
