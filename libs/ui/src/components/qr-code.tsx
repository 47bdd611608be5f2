import { useMemo } from 'preact/hooks';
import encodeQR from 'qr';
import { useTexts } from '../texts.js';
import { UI_TEXTS } from '../ui-texts.js';

/** Modules of white around the code, which readers need to find it. */
const QUIET_ZONE = 4;

/** The dark modules as an SVG path, one rectangle for each run in a row. */
export function qrPath(text: string): { readonly path: string; readonly size: number } {
  const rows = encodeQR(text, 'raw', { ecc: 'medium', border: QUIET_ZONE });
  const runs = rows.flatMap((row, y) => {
    const found: string[] = [];
    for (let x = 0; x < row.length; x++) {
      const start = x;
      while (row[x] === true) x++;
      if (x > start) found.push(`M${start} ${y}h${x - start}v1h${start - x}z`);
    }
    return found;
  });
  return { path: runs.join(''), size: rows.length };
}

export interface QrCodeProps {
  readonly text: string;
  /** What a reader of the page does with it, such as "Scan with your phone to open the request". */
  readonly alt?: string;
}

/** A QR code. Dark on white in both themes: many readers do not find an inverted one. */
export const QrCode = ({ text, alt }: QrCodeProps) => {
  const t = useTexts(UI_TEXTS);
  const { path, size } = useMemo(() => qrPath(text), [text]);
  return (
    <svg
      class="zk-qr"
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={alt ?? t.qrCode}
      shape-rendering="crispEdges"
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
};
