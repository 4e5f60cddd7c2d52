/** Channels with a test button each, and the routes that say what is sent to them. */
import { useState } from 'react';
import { Link } from 'wouter';
import { Button, buttonLook } from '../design/button.tsx';
import { Page, Section } from '../design/page.tsx';
import { useWords } from '../i18n/words.ts';
import { ChannelDialog } from './channel-dialog.tsx';
import { ChannelTable } from './channel-table.tsx';
import { RouteDialog } from './route-dialog.tsx';
import { RouteTable } from './route-table.tsx';
import { useChannels } from './use-channels.ts';
import { channelWords } from './words.ts';

export function Screen() {
  const t = useWords(channelWords);
  const [isAdding, setAdding] = useState<'channel' | 'route' | null>(null);
  const channels = useChannels();
  const close = () => setAdding(null);
  const hasChannels = (channels.rows?.length ?? 0) > 0;
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      actions={
        <>
          <Link href="/channels/deliveries" className={buttonLook()}>
            {t('deliveries')}
          </Link>
          <Button kind="primary" onClick={() => setAdding('channel')}>
            {t('add')}
          </Button>
        </>
      }
    >
      <ChannelTable channels={channels} />
      {hasChannels && (
        <Section
          title={t('routes')}
          actions={<Button onClick={() => setAdding('route')}>{t('addRoute')}</Button>}
        >
          <RouteTable />
        </Section>
      )}
      {isAdding === 'channel' && <ChannelDialog channel={null} onClose={close} />}
      {isAdding === 'route' && <RouteDialog route={null} onClose={close} />}
    </Page>
  );
}
