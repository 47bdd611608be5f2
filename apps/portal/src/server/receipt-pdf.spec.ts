import { inflateSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { printable, receiptPdf } from './receipt-pdf.js';

/** The characters of 0x80 to 0x9F. Decoders of some versions of Node take them for control characters. */
const WINDOWS_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/** The text of a PDF whose fonts are encoded as Windows-1252: pdfkit writes it as hexadecimal strings. */
function textOf(pdf: Buffer): string {
  const file = pdf.toString('latin1');
  const streams = [...file.matchAll(/stream\n([\s\S]*?)\nendstream/g)].map(([, data]) => {
    try {
      return inflateSync(Buffer.from(data!, 'latin1')).toString('latin1');
    } catch {
      return '';
    }
  });
  const bytes = [...streams.join('\n').matchAll(/<([0-9a-f]+)>/g)].map(([, hex]) => hex).join('');
  return Buffer.from(bytes, 'hex')
    .toString('latin1')
    .replace(/[\x80-\x9f]/g, (character) => WINDOWS_1252[character.charCodeAt(0) - 0x80]!);
}

const page = {
  jwt: 'header.payload.signature',
  kid: 'key-1',
  content: {
    ...{ iss: 'https://verifier.example', aud: 'landlord', iat: Date.UTC(2026, 10, 24) / 1000, jti: 'j' },
    ...{ request_id: 'request-1', policy_hash: 'hash', verdict: 'verified' },
    predicates: [
      {
        en: 'Gross income is at least 54,000.00 € per year',
        de: 'Das Bruttoeinkommen beträgt mindestens 54.000,00 € im Jahr',
      },
    ],
    disclosed: { salary: { family_name: 'Łukasz Müller-Groß' } },
  },
  entry: { title: 'Wohnung 7', purpose: 'Vermietung „Straße 12“', legalBasis: 'DSGVO' },
};

test('has the fields of the receipt in German, with umlauts and the euro sign', async () => {
  const pdf = await receiptPdf({ ...page, language: 'de' });
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  const text = textOf(pdf);
  for (const expected of [
    'Bestätigt',
    'Das Bruttoeinkommen beträgt mindestens 54.000,00 € im Jahr',
    'Vermietung „Straße 12“',
    'https://verifier.example',
    'request-1',
    'key-1',
    '24. November 2026',
  ])
    expect(text.replaceAll(/\s+/g, ' ')).toContain(expected);
  expect(text).not.toContain('Gross income');
});

test('says that no income was checked where only claims were disclosed', async () => {
  const { predicates: _, ...content } = page.content;
  const pdf = await receiptPdf({ ...page, content: { ...content, verdict: 'disclosed' }, language: 'en' });
  expect(textOf(pdf)).toContain('No income was checked');
  expect(textOf(pdf)).not.toContain('Confirmed');
});

test.each([
  ['Müller-Groß, 5 €', 'Müller-Groß, 5 €'],
  ['Ångström', 'Ångström'],
  ['Nguyễn', 'Nguyen'],
  ['李', '?'],
])('prints %s as %s', (text, printed) => {
  expect(printable(text)).toBe(printed);
});
