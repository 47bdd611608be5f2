import { Actions, CopyButton, LinkButton, QrCode, useTexts } from '@zk-income/ui';
import { TEXTS } from './texts.js';

/** The wallet page of `npm start`, on this machine. */
export const walletUrl = (kind: 'offer' | 'request', uri: string): string =>
  `${location.protocol}//wallet.localhost:${location.port}/#/${kind}?uri=${encodeURIComponent(uri)}`;

export interface LinkToWalletProps {
  readonly kind: 'offer' | 'request';
  /** Opens a wallet. */
  readonly uri: string;
  /** A web page, to send by e-mail; the link for the wallet if absent. */
  readonly link?: string;
  readonly alt: string;
}

/** A link for a wallet: as a QR code, to copy, and to open in the wallet of this machine. */
export const LinkToWallet = ({ kind, uri, link, alt }: LinkToWalletProps) => {
  const t = useTexts(TEXTS);
  return (
    <div class="portal-link">
      <QrCode text={uri} alt={alt} />
      <Actions>
        <CopyButton text={link ?? uri} kind="primary">
          {t.copyLink}
        </CopyButton>
        <LinkButton href={walletUrl(kind, uri)} icon="arrow">
          {t.openWallet}
        </LinkButton>
      </Actions>
    </div>
  );
};
