import type { Language, Words } from '@zk-income/credential';
import PDFDocument from 'pdfkit';
import type { ListedRequest } from './lists.js';
import { fingerprintOf, type Receipt } from './receipt.js';

interface ReceiptPage extends Receipt {
  readonly entry: Pick<ListedRequest, 'title' | 'purpose' | 'legalBasis'>;
  readonly language: Language;
}

const TEXTS = {
  title: { en: 'Receipt of an income check', de: 'Beleg einer Einkommensprüfung' },
  verified: { en: 'Confirmed', de: 'Bestätigt' },
  disclosed: {
    en: 'Information disclosed. No income was checked.',
    de: 'Angaben offengelegt. Es wurde kein Einkommen geprüft.',
  },
  statements: { en: 'What was confirmed', de: 'Was bestätigt wurde' },
  shown: { en: 'Information that the person disclosed', de: 'Angaben, die die Person offengelegt hat' },
  facts: { en: 'About this check', de: 'Zu dieser Prüfung' },
  about: { en: 'For', de: 'Für' },
  purpose: { en: 'Purpose', de: 'Zweck' },
  legalBasis: { en: 'Legal basis', de: 'Rechtsgrundlage' },
  asOf: { en: 'Valid as of', de: 'Gültig mit Stand vom' },
  verifier: { en: 'Checked by', de: 'Geprüft von' },
  request: { en: 'Request', de: 'Anfrage' },
  key: { en: 'Signing key', de: 'Signaturschlüssel' },
  fingerprint: { en: 'Fingerprint of the receipt (SHA-256)', de: 'Fingerabdruck des Belegs (SHA-256)' },
  notContained: {
    en: 'The amount of the income is not in this receipt: it was neither shown to the landlord nor to the verifier.',
    de: 'Die Höhe des Einkommens steht nicht in diesem Beleg: Sie wurde weder der vermietenden noch der prüfenden Stelle gezeigt.',
  },
  decision: {
    en: 'The receipt confirms a statement. A person decides about the tenancy.',
    de: 'Der Beleg bestätigt eine Aussage. Über das Mietverhältnis entscheidet ein Mensch.',
  },
  print: {
    en: 'This page is a print. Proof is the signed receipt, the JSON file that belongs to it: anyone can check its signature.',
    de: 'Diese Seite ist ein Ausdruck. Beweis ist der signierte Beleg, die zugehörige JSON-Datei: Jeder kann deren Signatur prüfen.',
  },
} as const satisfies Record<string, Words>;

/** Characters beyond Latin-1 that the standard fonts of PDF have (Windows-1252). */
const WINDOWS_1252 = '€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ';
const hasGlyph = (character: string): boolean =>
  /[\t\n\x20-\x7e\xa0-\xff]/.test(character) || WINDOWS_1252.includes(character);

/** Replaces what the fonts cannot show: by the letter without its mark, or by a question mark. */
export function printable(text: string): string {
  return [...text.normalize('NFC')]
    .map((character) => {
      if (hasGlyph(character)) return character;
      const [base = '?'] = character.normalize('NFKD');
      return hasGlyph(base) ? base : '?';
    })
    .join('');
}

const COLORS = { text: '#17211f', muted: '#55635f', accent: '#0b6b5d', line: '#d5dedb' };
const MARGIN = 56;

/** Writes the page from top to bottom. */
class PageWriter {
  constructor(
    private readonly document: PDFKit.PDFDocument,
    private readonly language: Language,
  ) {}

  say(words: Words): string {
    return words[this.language];
  }

  paragraph(text: string, { size = 10.5, color = COLORS.text, bold = false, gap = 6 } = {}): void {
    this.document
      .font(bold ? 'Helvetica-Bold' : 'Helvetica')
      .fontSize(size)
      .fillColor(color)
      .text(printable(text), { paragraphGap: gap, lineGap: 2 });
  }

  heading(words: Words): void {
    this.document.moveDown(0.8);
    this.paragraph(this.say(words), { size: 12, bold: true, color: COLORS.accent });
  }

  item(text: string): void {
    this.document.font('Helvetica').fontSize(11).fillColor(COLORS.text);
    this.document.list([printable(text)], { bulletRadius: 2, textIndent: 14, paragraphGap: 4 });
  }

  fact(name: Words, value: string): void {
    this.paragraph(this.say(name), { size: 8.5, color: COLORS.muted, gap: 1 });
    this.paragraph(value, { gap: 7 });
  }

  line(): void {
    const { y, page } = this.document;
    this.document
      .moveTo(MARGIN, y)
      .lineTo(page.width - MARGIN, y)
      .strokeColor(COLORS.line)
      .stroke();
    this.document.moveDown(0.6);
  }
}

function writePage(write: PageWriter, { content, jwt, kid, entry, language }: ReceiptPage): void {
  const isVerified = content.verdict === 'verified';
  const at = new Date(content.iat * 1000);
  const time = new Intl.DateTimeFormat(language === 'de' ? 'de-DE' : 'en-GB', {
    ...{ dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' },
  }).format(at);
  write.paragraph(write.say(TEXTS.title), { size: 20, bold: true });
  write.line();
  write.paragraph(write.say(isVerified ? TEXTS.verified : TEXTS.disclosed), {
    ...{ size: 15, bold: true, color: COLORS.accent },
  });
  write.paragraph(`${write.say(TEXTS.asOf)} ${time} UTC`);
  if (content.predicates !== undefined) {
    write.heading(TEXTS.statements);
    for (const words of content.predicates) write.item(write.say(words));
    write.paragraph(write.say(TEXTS.notContained), { size: 9.5, color: COLORS.muted });
  }
  const claims = Object.values(content.disclosed ?? {}).flatMap((shown) => Object.entries(shown));
  if (claims.length > 0) {
    write.heading(TEXTS.shown);
    for (const [name, value] of claims) write.item(`${name.replaceAll('_', ' ')}: ${value}`);
  }
  write.heading(TEXTS.facts);
  write.fact(TEXTS.about, entry.title);
  write.fact(TEXTS.purpose, entry.purpose);
  write.fact(TEXTS.legalBasis, entry.legalBasis);
  write.fact(TEXTS.verifier, content.iss);
  write.fact(TEXTS.request, content.request_id);
  write.fact(TEXTS.key, kid);
  write.fact(TEXTS.fingerprint, fingerprintOf(jwt));
  write.line();
  write.paragraph(write.say(TEXTS.decision), { size: 9.5 });
  write.paragraph(write.say(TEXTS.print), { size: 9.5, color: COLORS.muted });
}

/** A page for the landlord's file, from the fields of a receipt that was verified. */
export async function receiptPdf(page: ReceiptPage): Promise<Buffer> {
  const document = new PDFDocument({
    size: 'A4',
    margin: MARGIN,
    lang: page.language,
    displayTitle: true,
    info: { Title: printable(TEXTS.title[page.language]), CreationDate: new Date(page.content.iat * 1000) },
  });
  const chunks: Buffer[] = [];
  document.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise((resolve, reject) => document.once('end', resolve).once('error', reject));
  writePage(new PageWriter(document, page.language), page);
  document.end();
  await ended;
  return Buffer.concat(chunks);
}
