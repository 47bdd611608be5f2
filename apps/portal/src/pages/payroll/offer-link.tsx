import { Actions, Button, Card, formatDateTime, useTexts } from '@zk-income/ui';
import { useState } from 'preact/hooks';
import type { CreatedOffer } from '../api.js';
import { LinkToWallet } from '../link-to-wallet.js';
import { TEXTS } from '../texts.js';

export interface OfferLinkProps {
  readonly name: string;
  readonly offer: CreatedOffer;
}

/** Link and transaction code of an offer, one at a time: a person that sees both could collect the credentials. */
export const OfferLink = ({ name, offer }: OfferLinkProps) => {
  const t = useTexts(TEXTS);
  const [isCode, setCode] = useState(false);
  const { tx_code: code } = offer;
  return (
    <Card title={isCode ? t.code : t.link} icon={isCode ? 'lock' : 'link'}>
      {isCode ? (
        <>
          <p>{t.codeText}</p>
          <p class="portal-code" data-testid="tx-code">
            {code}
          </p>
        </>
      ) : (
        <>
          <p>{t.linkText(name)}</p>
          <LinkToWallet kind="offer" uri={offer.offer_uri} link={offer.link} alt={t.offerQr} />
          <p class="zk-hint">{t.validUntil(formatDateTime(offer.expires_at))}</p>
        </>
      )}
      <Actions>
        {!isCode && <Button onClick={() => print()}>{t.print}</Button>}
        {code !== undefined && (
          <Button
            kind={isCode ? 'secondary' : 'primary'}
            icon={isCode ? 'link' : 'lock'}
            onClick={() => setCode(!isCode)}
          >
            {isCode ? t.showLink : t.showCode}
          </Button>
        )}
      </Actions>
    </Card>
  );
};
