import { PageFrame, useTexts } from '@zk-income/ui';
import { LandlordList } from './landlord/landlord-list.js';
import { NewRequest } from './landlord/new-request.js';
import { RequestPage } from './landlord/request-page.js';
import { NewOffer } from './payroll/new-offer.js';
import { PayrollList } from './payroll/payroll-list.js';
import { route } from './route.js';
import { Start } from './start.js';
import { TEXTS } from './texts.js';

type Texts = ReturnType<typeof useTexts<typeof TEXTS>>;

const pageOf = (t: Texts) => {
  const [area, item] = route.value;
  if (area === 'landlord') {
    if (item === undefined) return { title: t.landlord, content: <LandlordList /> };
    if (item === 'new') return { title: t.newRequest, content: <NewRequest /> };
    return { title: t.landlord, content: <RequestPage key={item} id={item} /> };
  }
  if (area === 'payroll') {
    if (item === 'new') return { title: t.newOffer, content: <NewOffer /> };
    return { title: t.payroll, content: <PayrollList /> };
  }
  return { title: t.start, content: <Start /> };
};

export const Portal = () => {
  const t = useTexts(TEXTS);
  const { title, content } = pageOf(t);
  const [area = ''] = route.value;
  const items = [
    { href: '#/', label: t.start, icon: 'help', area: '' },
    { href: '#/payroll', label: t.payroll, icon: 'building', area: 'payroll' },
    { href: '#/landlord', label: t.landlord, icon: 'home', area: 'landlord' },
  ] as const;
  return (
    <PageFrame
      name={t.portal}
      title={title}
      wide
      navigation={{
        label: t.navigation,
        items: items.map((item) => ({ ...item, current: item.area === area })),
      }}
      footer={<p>{t.production}</p>}
    >
      {content}
    </PageFrame>
  );
};
